"""Django's handle on the answers package."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "peygir.desks.answers"
    label = "answers"
