"""Django's handle on the ops package; at start-up it makes the plot known to history."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "peygir.ops"

    def ready(self) -> None:
        """Import the plot, so that every process that records events knows whom they wake."""
        import peygir.journey  # noqa: F401
