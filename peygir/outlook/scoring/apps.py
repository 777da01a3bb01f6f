"""Django's handle on the scoring package."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    name = "peygir.outlook.scoring"
    label = "scoring"
