from django.apps import AppConfig


class UsersConfig(AppConfig):
    name = "campaign.users"
    label = "users"
