from django.apps import AppConfig


class RoutesConfig(AppConfig):
    name = "campaign.routes"
    label = "routes"
