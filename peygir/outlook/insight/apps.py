"""Django's handle on the insight package."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "peygir.outlook.insight"
    label = "insight"
