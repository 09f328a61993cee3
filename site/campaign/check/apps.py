from django.apps import AppConfig


class CheckConfig(AppConfig):
    name = "campaign.check"
    label = "check"
