from django.apps import AppConfig


class ImagesConfig(AppConfig):
    name = "campaign.images"
    label = "images"
