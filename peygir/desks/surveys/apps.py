"""Django's handle on the surveys package."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "peygir.desks.surveys"
