from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "campaign.chat"
    label = "chat"
