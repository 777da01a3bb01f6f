"""The Django app configuration of the web package."""

import logging

from django.apps import AppConfig

from peygir.people.rules import Actor


def make_report(month_id: int, unit_id: int, by: Actor, code: str) -> bytes:
    """Return the PDF of a unit's mark, or of those below it, for the monthly mail; its module is loaded then."""
    from peygir.web.manager.unit_report import mailed_report

    return mailed_report(month_id, unit_id, by, code)


class WebConfig(AppConfig):
    name = "peygir.web"

    def ready(self) -> None:
        """Shorten the log of an outage to one line for each request, and connect the handlers of staff sign-in and
        sign-out.
        """
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from peygir.outlook.scoring.actions.mailing import report_makers
        from peygir.web.kit.errors import OutagesInOneLine
        from peygir.web.kit.middleware.staff_sessions import on_sign_in, on_sign_out

        if make_report not in report_makers:
            report_makers.append(make_report)
        logging.getLogger("django.request").addFilter(OutagesInOneLine())
        user_logged_in.connect(on_sign_in, dispatch_uid="peygir.web.sign_in")
        user_logged_out.connect(on_sign_out, dispatch_uid="peygir.web.sign_out")
