"""Django's handle on the web package."""

import logging

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "peygir.web"

    def ready(self) -> None:
        """An outage is one line for each request that it hits."""
        from peygir.web.errors import OutagesInOneLine

        logging.getLogger("django.request").addFilter(OutagesInOneLine())
