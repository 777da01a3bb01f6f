"""Django's handle on the planning package."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "peygir.outlook.planning"
    label = "planning"
