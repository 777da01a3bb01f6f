"""Django's handle on the inspection package."""

from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "peygir.desks.inspection"
    label = "inspection"
