from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "campaign.facts"
    label = "facts"
