from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "campaign.guides"
    label = "guides"
