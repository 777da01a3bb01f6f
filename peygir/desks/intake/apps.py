"""Django's handle on the intake package."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "peygir.desks.intake"
    label = "intake"
