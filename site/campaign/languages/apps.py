from django.apps import AppConfig


class LanguagesConfig(AppConfig):
    name = "campaign.languages"
    label = "languages"
