"""Django's handle on the quality package."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "peygir.centre.quality"
    label = "quality"
