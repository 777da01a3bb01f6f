"""The agency ledger of a case, and the entries that wait for an agency's answer in the whole city."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F, Q, QuerySet

from peygir.cases.queries import visible
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.city.facts import AgencyFacts, DistrictFacts, TopicFacts
from peygir.core.translation import AnyText, Names
from peygir.desks.routing.agency_reminders import DEFAULT_DAYS, MEANS
from peygir.desks.routing.models import AgencyEndpoint, AgencyReferral, ReminderPolicy
from peygir.people.rules import Actor
from peygir.storage.prepared import prepared

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class AgencyReferralRow:
    """One ledger entry with the names that a page shows; `is_open` while a reminder or an answer can be recorded."""

    id: int
    number: int
    case_code: str
    agency: AgencyFacts | None
    topic: TopicFacts | None
    district: DistrictFacts | None
    sent_at: datetime
    means: AnyText
    reference: str
    by: str
    reminder_days: int
    next_reminder_at: datetime | None
    due_since: datetime | None
    reminders: int
    reminded_at: datetime | None
    answer: str
    answered_at: datetime | None
    answered_by: str
    ended_at: datetime | None
    is_open: bool


def agency_referrals_of(case_id: int) -> list[AgencyReferralRow]:
    """The ledger entries of one case, oldest first; one statement."""
    return [_line(row) for row in _of_case(case_id)]


@prepared
def _of_case(case_id: int) -> QuerySet[AgencyReferral]:
    return AgencyReferral.objects.select_related("case").filter(case_id=case_id).order_by("number")


def due_for_reminder(actor: Actor, city_id: int) -> list[AgencyReferralRow]:
    """The entries with a due reminder, the longest waiting first; at most MOST."""
    rows = _open(actor, city_id).filter(due_since__isnull=False).order_by("due_since", "pk")
    return [_line(row) for row in rows[:MOST]]


def count_due_for_reminder(actor: Actor, city_id: int) -> int:
    """The number of entries with a due reminder."""
    return _open(actor, city_id).filter(due_since__isnull=False).count()


def with_agencies(actor: Actor, city_id: int) -> list[AgencyReferralRow]:
    """Entries at an agency that are not due yet, the next reminder first; at most MOST."""
    rows = (
        _open(actor, city_id).filter(due_since__isnull=True).order_by(F("next_reminder_at").asc(nulls_last=True), "pk")
    )
    return [_line(row) for row in rows[:MOST]]


def reminder_moments() -> "QuerySet[AgencyReferral, datetime | None]":
    """The moments at which agencies are reminded, the earliest first."""
    rows = AgencyReferral.objects.filter(next_reminder_at__isnull=False)
    return rows.order_by("next_reminder_at").values_list("next_reminder_at", flat=True)


def next_reminder_at() -> datetime | None:
    """When the clock next has something to do: the earliest reminder."""
    return reminder_moments().first()


def reminder_days(city_id: int) -> dict[int | None, int]:
    """The working days until a reminder for each agency, and under None for all others."""
    rows = ReminderPolicy.objects.filter(city_id=city_id, valid_to=None, topic__isnull=True)
    found: dict[int | None, int] = {None: DEFAULT_DAYS}
    found.update((row.agency_id, row.days) for row in rows)
    return found


def has_server(agency_id: int) -> bool:
    """Whether referrals to an agency go to its own server."""
    return AgencyEndpoint.objects.filter(agency_id=agency_id, valid_to=None).exists()


def _open(actor: Actor, city_id: int) -> QuerySet[AgencyReferral]:
    """Entries of cases that are with an agency now, as far as the actor may see them."""
    from peygir.cases.models import Case

    seen = Case.objects.filter(visible(actor), city_id=city_id, state=CaseState.REFERRED_OUT).values("pk")
    rows = AgencyReferral.objects.select_related("case").filter(answered_at=None, ended_at=None)
    return rows.filter(Q(case_id__in=seen))


def _line(row: AgencyReferral) -> AgencyReferralRow:
    case = row.case
    return AgencyReferralRow(
        id=row.pk,
        number=row.number,
        case_code=case.code,
        agency=city.agency(row.agency_id),
        topic=city.topic(case.city_id, case.topic_id) if case.topic_id else None,
        district=city.district(case.city_id, case.district_id) if case.district_id else None,
        sent_at=row.sent_at,
        means=MEANS.get(row.means, Names.of(row.means)),
        reference=row.reference,
        by=row.by,
        reminder_days=row.reminder_days,
        next_reminder_at=row.next_reminder_at,
        due_since=row.due_since,
        reminders=row.reminders,
        reminded_at=row.reminded_at,
        answer=row.answer,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        ended_at=row.ended_at,
        is_open=row.answered_at is None and row.ended_at is None and case.state == CaseState.REFERRED_OUT,
    )
