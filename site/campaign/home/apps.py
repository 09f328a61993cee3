from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "campaign.home"
    label = "home"
