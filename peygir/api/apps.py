"""The Django app configuration of the api package."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "peygir.api"
