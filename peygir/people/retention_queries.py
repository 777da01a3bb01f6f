"""Retention times in force, legal holds, reports of the nightly erasure, and citizens' requests about their data."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.db.models import Q

from peygir.people.models import Citizen, CitizenSession, LegalHold, PrivacyRequest, RetentionPolicy, RetentionRun
from peygir.people.privacy_rules import DONE, NOBODY, OPEN_STATES, Wish
from peygir.people.retention_kinds import RetentionKind

SHOWN_RUNS = 30
SHOWN_REQUESTS = 200


@dataclass(frozen=True, slots=True)
class RetentionTime:
    """How long a kind is kept: `months` in force (None: not decided), and a later decision that is planned."""

    kind: RetentionKind
    months: int | None
    since: date | None
    planned_months: int | None
    planned_from: date | None


class PrivacyRequestFacts(Protocol):
    """A citizen's request as composites and pages read it."""

    @property
    def pk(self) -> int: ...
    @property
    def city_id(self) -> int: ...
    @property
    def wish(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def phone(self) -> str: ...
    @property
    def citizens(self) -> list[int]: ...
    @property
    def reports(self) -> list[int]: ...
    @property
    def language(self) -> str: ...
    @property
    def with_open(self) -> bool: ...
    @property
    def since(self) -> datetime: ...
    @property
    def asked_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class NameOfPhone:
    """A name under which a phone is known; `is_proven` if the phone's holder gave it."""

    id: int
    name: str
    is_proven: bool


def retention_times(city_id: int, today: date) -> list[RetentionTime]:
    """The time of each kind as decided, in the order of the kinds; one statement."""
    rows = list(RetentionPolicy.objects.filter(city_id=city_id).order_by("decided_at", "pk"))
    return [_time_of(kind, [row for row in rows if row.kind == kind], today) for kind in RetentionKind]


def _time_of(kind: RetentionKind, rows: list[RetentionPolicy], today: date) -> RetentionTime:
    # A decision for a day replaces earlier decisions for the same day and for later ones.
    valid: list[RetentionPolicy] = []
    for row in rows:
        valid = [*(one for one in valid if one.valid_from < row.valid_from), row]
    now = next((row for row in reversed(valid) if row.valid_from <= today), None)
    later = next((row for row in valid if row.valid_from > today), None)
    return RetentionTime(
        kind,
        now.months if now else None,
        now.valid_from if now else None,
        later.months if later else None,
        later.valid_from if later else None,
    )


def holds_in_force(city_id: int, today: date) -> list[LegalHold]:
    """The legal holds that stop erasure today, newest first."""
    rows = LegalHold.objects.filter(_in_force(today), city_id=city_id)
    return list(rows.order_by("-placed_at", "-pk"))


def holds_of_case(case_id: int, today: date) -> list[LegalHold]:
    """The legal holds on a case that are in force."""
    return list(LegalHold.objects.filter(_in_force(today), case_id=case_id).order_by("pk"))


def held_ids(today: date) -> tuple[set[int], set[int]]:
    """The ids of held cases and of held citizens, as the holds of all cities name them."""
    pairs = list(LegalHold.objects.filter(_in_force(today)).values_list("case_id", "citizen_id"))
    return {case for case, _ in pairs if case is not None}, {citizen for _, citizen in pairs if citizen is not None}


def _in_force(today: date) -> Q:
    return Q(lifted_at__isnull=True) & (Q(until__isnull=True) | Q(until__gte=today))


def last_runs(city_id: int) -> list[RetentionRun]:
    """The latest reports of the nightly erasure, newest first."""
    return list(RetentionRun.objects.filter(city_id=city_id).order_by("-day")[:SHOWN_RUNS])


def names_of_phone(phone: str) -> list[NameOfPhone]:
    """The names under which a phone is known, proven ones first."""
    rows = Citizen.objects.filter(phone=phone).order_by("-is_proven", "pk")
    return [NameOfPhone(row.pk, row.name, row.is_proven) for row in rows]


def phones_of(citizen_ids: Collection[int]) -> set[str]:
    """The phones of these citizens, without erased ones."""
    rows = Citizen.objects.filter(pk__in=citizen_ids).exclude(phone__startswith=NOBODY)
    return set(rows.values_list("phone", flat=True))


def emails_of(citizen_ids: Collection[int]) -> set[str]:
    """The proven e-mail addresses of these citizens."""
    return set(Citizen.objects.filter(pk__in=citizen_ids).exclude(email="").values_list("email", flat=True))


def citizens_by_id(citizen_ids: Collection[int]) -> list[Citizen]:
    """These citizens, in order."""
    return list(Citizen.objects.filter(pk__in=citizen_ids).order_by("pk"))


def citizens_behind(citizen_ids: Collection[int]) -> set[int]:
    """These citizens, those who were merged into them, and whom they were merged into."""
    rows = Citizen.objects.filter(Q(pk__in=citizen_ids) | Q(merged_into__in=citizen_ids))
    pairs = rows.values_list("pk", "merged_into_id")
    return {citizen for pair in pairs for citizen in pair if citizen is not None}


def is_known_elsewhere(phone: str, *, besides: Collection[int]) -> bool:
    """Whether somebody else is known under this phone."""
    return Citizen.objects.filter(phone=phone).exclude(pk__in=besides).exists()


def sessions_of_phone(phone: str) -> list[tuple[datetime, datetime]]:
    """(opened, expires) of the browser sessions of a phone."""
    return list(CitizenSession.objects.filter(phone=phone).order_by("pk").values_list("opened_at", "expires_at"))


def requests_of_phone(phone: str) -> list[PrivacyRequest]:
    """The requests of a phone that are still named by it, newest first."""
    return list(PrivacyRequest.objects.filter(phone=phone).order_by("-asked_at"))


def privacy_request(request_id: int) -> PrivacyRequest | None:
    """One request, or None."""
    return PrivacyRequest.objects.filter(pk=request_id).first()


def requests_in_city(city_id: int) -> list[PrivacyRequest]:
    """The latest requests of a city, open ones first."""
    rows = list(PrivacyRequest.objects.filter(city_id=city_id).order_by("-asked_at")[:SHOWN_REQUESTS])
    return sorted(rows, key=lambda row: row.state not in OPEN_STATES)


def erasures_due(now: datetime) -> list[int]:
    """The ids of erasures that are to be carried out, or looked at again, oldest first."""
    rows = PrivacyRequest.objects.filter(wish=Wish.ERASURE, state__in=OPEN_STATES, due_at__lte=now)
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True))


def copies_over(now: datetime) -> list[int]:
    """The ids of requests whose copy is to be deleted."""
    rows = PrivacyRequest.objects.filter(wish=Wish.EXPORT, state=DONE, file_until__lte=now)
    return list(rows.order_by("pk").values_list("pk", flat=True))
