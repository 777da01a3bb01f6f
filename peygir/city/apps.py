"""Django's configuration of the city package."""

from django.apps import AppConfig


class CityConfig(AppConfig):
    """Districts, units, topics and their dates."""

    name = "peygir.city"
    label = "city"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "City"
