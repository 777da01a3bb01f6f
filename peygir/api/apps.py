"""Django's handle on the api package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "peygir.api"
