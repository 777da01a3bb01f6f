"""The Django app configuration of the web package."""

import logging

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "peygir.web"

    def ready(self) -> None:
        """Shorten the log of an outage to one line for each request, and connect the handlers of staff sign-in and
        sign-out.
        """
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from peygir.web.kit.errors import OutagesInOneLine
        from peygir.web.kit.middleware.staff_sessions import on_sign_in, on_sign_out

        logging.getLogger("django.request").addFilter(OutagesInOneLine())
        user_logged_in.connect(on_sign_in, dispatch_uid="peygir.web.sign_in")
        user_logged_out.connect(on_sign_out, dispatch_uid="peygir.web.sign_out")
