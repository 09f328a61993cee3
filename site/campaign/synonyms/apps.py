from django.apps import AppConfig


class SynonymsConfig(AppConfig):
    name = "campaign.synonyms"
    label = "synonyms"
