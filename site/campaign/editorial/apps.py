from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "campaign.editorial"
    label = "editorial"
