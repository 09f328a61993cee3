from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    name = "campaign.glossary"
    label = "glossary"
