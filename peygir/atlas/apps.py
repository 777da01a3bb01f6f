"""Django's configuration of the atlas package."""

from django.apps import AppConfig


class AtlasConfig(AppConfig):
    """The loaded maps, and the named places on them."""

    name = "peygir.atlas"
    label = "atlas"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Atlas"
