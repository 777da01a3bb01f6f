"""Django's handle on the promises package."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "peygir.desks.promises"
    label = "promises"
