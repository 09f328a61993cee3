from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "campaign.chat.channels"
    label = "channels"
