"""Tells Django that the city is an application."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    """Districts, units, topics and their dates."""

    name = "peygir.city"
    label = "city"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "City"
