"""The Django app configuration of the ops package; at start-up it imports the plot of events and actions."""

from django.apps import AppConfig
from django.conf import settings

from peygir.gateways.closing import shut_the_network


class OpsConfig(AppConfig):
    name = "peygir.ops"

    def ready(self) -> None:
        """Import the plot, so that every process that records events knows which actions they wake.

        The processes of a training sandbox connect to no other machine.
        """
        import peygir.journey  # noqa: F401

        if settings.SANDBOX:
            shut_the_network()
