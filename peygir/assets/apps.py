"""Django's configuration of the assets package."""

from django.apps import AppConfig


class AssetsConfig(AppConfig):
    """The register of the city's assets."""

    name = "peygir.assets"
    label = "assets"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Assets"
