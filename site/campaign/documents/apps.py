from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "campaign.documents"
    label = "documents"
