"""The Django app configuration of the ops package; at start-up it imports the plot of events and actions."""

from django.apps import AppConfig


class OpsConfig(AppConfig):
    name = "peygir.ops"

    def ready(self) -> None:
        """Import the plot, so that every process that records events knows which actions they wake."""
        import peygir.journey  # noqa: F401
