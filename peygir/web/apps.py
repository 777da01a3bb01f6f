"""The Django app configuration of the web package."""

import logging
from typing import TYPE_CHECKING

from django.apps import AppConfig

from peygir.people.rules import Actor

if TYPE_CHECKING:
    from peygir.outlook.insight.report_facts import CityReportFacts, ComposedReport


def make_report(month_id: int, unit_id: int, by: Actor, code: str) -> bytes:
    """Return the PDF of a unit's mark, or of those below it, for the monthly mail; its module is loaded then."""
    from peygir.web.manager.unit_report import mailed_report

    return mailed_report(month_id, unit_id, by, code)


def make_board_document(board_id: int | None, question_id: int | None, by: Actor, code: str) -> bytes:
    """Return the PDF of a board or a saved question for the weekly mail; its module is loaded for the first one."""
    from peygir.web.boards.documents import mailed_document

    return mailed_document(board_id, question_id, by, code)


def compose_city_report(report: "CityReportFacts") -> "ComposedReport":
    """Return the files of a report of the city; its modules are loaded when the first one is composed."""
    from peygir.web.boards.composing import composed_report

    return composed_report(report)


class WebConfig(AppConfig):
    name = "peygir.web"

    def ready(self) -> None:
        """Shorten the log of an outage to one line for each request, and connect the handlers of staff sign-in and
        sign-out.
        """
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        from peygir.outlook.insight.actions.reporting import report_composers
        from peygir.outlook.insight.actions.subscribing import board_document_makers
        from peygir.outlook.scoring.actions.mailing import report_makers
        from peygir.web.kit.errors import OutagesInOneLine
        from peygir.web.kit.middleware.staff_sessions import on_sign_in, on_sign_out

        if make_report not in report_makers:
            report_makers.append(make_report)
        if compose_city_report not in report_composers:
            report_composers.append(compose_city_report)
        if make_board_document not in board_document_makers:
            board_document_makers.append(make_board_document)
        logging.getLogger("django.request").addFilter(OutagesInOneLine())
        user_logged_in.connect(on_sign_in, dispatch_uid="peygir.web.sign_in")
        user_logged_out.connect(on_sign_out, dispatch_uid="peygir.web.sign_out")
