from django.apps import AppConfig


class QuestionsConfig(AppConfig):
    name = "campaign.questions"
    label = "questions"
