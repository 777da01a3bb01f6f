"""Django's handle on the surveys package."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "peygir.desks.surveys"
    label = "inspection"  # as the tables are named
