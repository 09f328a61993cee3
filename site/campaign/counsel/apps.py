from django.apps import AppConfig


class CounselConfig(AppConfig):
    name = "campaign.counsel"
    label = "counsel"
