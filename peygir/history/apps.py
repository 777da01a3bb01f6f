"""Django's handle on the history package."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "peygir.history"
