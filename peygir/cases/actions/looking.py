"""Shows a reporter's number, or finds the cases of a number; each access is recorded."""

from typing import Final

from peygir.cases.actions.file import NoSuchCase, open_file, refuse_the_blind, write_event
from peygir.cases.models import Case, Report
from peygir.cases.rules import visibility_of
from peygir.cases.searching import reporters_known_to
from peygir.cases.seeing import visible
from peygir.core import clock
from peygir.core.phones import normalise_phone
from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.cases import PhoneLookedAt
from peygir.people.actions import count_use
from peygir.people.queries import citizen_ids_of_phone
from peygir.people.rules import Actor, may_see_phone


class PhoneIsNotYours(NotAllowed):
    """The person's role does not need phone numbers."""

    message = _("The reporter's number opens only to those whose work needs it.")


class NoPhoneIsKnown(NotAllowed):
    """The report is anonymous."""

    message = _("The reporter left no number.")


SEARCHES_AN_HOUR: Final = 60
MOST_FOUND: Final = 50


def look_up_phone(text: str, *, city_id: int, region: str, by: Actor) -> list[int]:
    """The cases that somebody with this phone number reported, the newest first; the access is an event of each.

    Only cases whose reporter's number this person may see. Raises PhoneIsNotYours, AskedTooOften, PhoneIsNotValid.
    """
    allowed = reporters_known_to(by)
    if allowed is None:
        raise PhoneIsNotYours()
    phone = normalise_phone(text, region)
    count_use("phone_search", str(by), SEARCHES_AN_HOUR, 3600)
    rows = Report.objects.filter(citizen_id__in=citizen_ids_of_phone(phone), case__city_id=city_id)
    seen = Case.objects.filter(visible(by), allowed, city_id=city_id).values("pk")
    said = dict(rows.filter(case__in=seen).order_by("-case_id", "pk").values_list("case_id", "pk")[:MOST_FOUND])
    case_ids = []
    for case_id, report_id in said.items():
        with open_file(case_id) as case:
            if may_see_phone(by, visibility_of(case)):
                write_event(case, PhoneLookedAt(report=report_id, how="search"), by=by, at=clock.now())
                case_ids.append(case_id)
    return case_ids


def look_at_phone(code: str, *, report_id: int, by: Actor) -> str:
    """The reporter's phone (+98…) of one report of a case; the access is recorded in the case's history.

    Raises NoSuchCase, PhoneIsNotYours, NoPhoneIsKnown.
    """
    with open_file(code=code) as case:
        refuse_the_blind(case, by)
        if not may_see_phone(by, visibility_of(case)):
            raise PhoneIsNotYours()
        report = Report.objects.select_related("citizen").filter(pk=report_id, case=case).first()
        if report is None:
            raise NoSuchCase()
        if report.citizen is None:
            raise NoPhoneIsKnown()
        write_event(case, PhoneLookedAt(report=report.pk), by=by, at=clock.now())
        return report.citizen.phone
