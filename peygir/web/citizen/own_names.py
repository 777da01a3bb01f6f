"""The names of a proven phone whose reports its holder may see: not those of whoever had the number before."""

from datetime import datetime

from django.http import HttpRequest

from peygir.cases.facts import FiledReport
from peygir.cases.queries import own_report
from peygir.cases.retention import citizens_heard_since, has_reports_before, known_since
from peygir.core import clock
from peygir.core.codes import read_code
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions import TRACKING, count_miss, refuse_if_over
from peygir.people.privacy_rules import SILENT_AFTER
from peygir.people.queries import citizen_ids_of_phone
from peygir.web.kit import citizen_session
from peygir.web.kit.access import address_of


class NotAnOlderReport(Missing):
    """The code is of no report under an older name of this phone."""

    message = _("No older report with this number has this code. Please check its ten digits.")


def own_ids(request: HttpRequest) -> list[int]:
    """The ids of the names that were heard of lately; reports of others open by their tracking code alone."""
    ids = citizen_ids_of_phone(citizen_session.phone_of(request))
    return citizens_heard_since(ids, clock.now() - SILENT_AFTER)


def own_since(request: HttpRequest) -> datetime:
    """Since when the number has its present holder; reports from before open by their tracking code alone."""
    return known_since(own_ids(request), now=clock.now())


def has_older(request: HttpRequest) -> bool:
    """Whether the phone has names beside those of `own_ids`, or reports from before `own_since`."""
    ids = own_ids(request)
    others = set(citizen_ids_of_phone(citizen_session.phone_of(request))) - set(ids)
    return bool(others) or has_reports_before(ids, own_since(request))


def older_report(request: HttpRequest, code: str) -> FiledReport:
    """The report with this code under one of the phone's names, which shows that the name was theirs at that time.

    Raises NotAnOlderReport, and AskedTooOften for who guesses.
    """
    refuse_if_over(TRACKING, address_of(request))
    read = read_code(code)
    ids = citizen_ids_of_phone(citizen_session.phone_of(request))
    report = own_report(read, ids) if read else None
    if report is None:
        count_miss(TRACKING, address_of(request))
        raise NotAnOlderReport()
    return report
