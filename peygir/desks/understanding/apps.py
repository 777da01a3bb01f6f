"""Django's handle on the understanding package."""

from django.apps import AppConfig


class UnderstandingConfig(AppConfig):
    name = "peygir.desks.understanding"
    label = "understanding"
