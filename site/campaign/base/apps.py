from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "campaign.base"
    label = "base"
