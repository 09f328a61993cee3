from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "campaign.search"
    label = "search"

    def ready(self):
        from . import signal_handlers

        signal_handlers.connect()
