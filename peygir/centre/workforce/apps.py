"""Django's handle on the workforce package."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    name = "peygir.centre.workforce"
    label = "workforce"
