"""Reads citizens, staff and saved views."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import connection
from django.db.models import Q

from peygir.people.absence_rules import taker
from peygir.people.acting import actor_of
from peygir.people.keyring import KeyLine, SystemCaller, caller_of_token, key_by_id, keys
from peygir.people.leave import (
    AbsenceLine,
    absences_of,
    absent_days,
    away_among,
    away_in_unit,
    desks_of,
    stands_in_for_a,
    taker_of,
)
from peygir.people.models import Citizen, Staff
from peygir.people.permissions import Permission
from peygir.people.role_cache import roles_alerted_at, roles_that_may
from peygir.people.role_catalogue import leading_roles
from peygir.people.roles import AlertLevel
from peygir.people.rules import Actor, CaseVisibility, may_see
from peygir.people.staff_phones import PhoneLine, phone_of_key, phones_of_inspectors, phones_of_unit
from peygir.people.staff_sessions import SessionLine, session_limits, sessions_of
from peygir.storage.unit_of_work import held

__all__ = [
    "AbsenceLine",
    "CitizenProfile",
    "KeyLine",
    "PhoneLine",
    "SessionLine",
    "SystemCaller",
    "absences_of",
    "absent_days",
    "actor_of",
    "away_among",
    "away_in_unit",
    "caller_of_token",
    "citizen_ids_of_phone",
    "citizen_profile",
    "citizens_named",
    "colleagues_at",
    "desks_of",
    "is_phone_silent",
    "key_by_id",
    "keys",
    "leaders_of_unit",
    "phone_of_key",
    "phones_of_inspectors",
    "phones_of_unit",
    "session_limits",
    "sessions_of",
    "staff_at_escalation_level",
    "staff_by_id",
    "staff_id_of",
    "staff_id_of_any",
    "staff_named",
    "staff_names",
    "staff_of_unit",
    "staff_of_units",
    "staff_who_see",
    "stands_in_for_a",
    "taker_of",
    "takers_in",
    "unit_of_staff",
    "views_of",
]

MOST_NAMED: Final = 200

# Needed by every inbox.
_VIEWS: Final = """
    SELECT view.id, view.name, view.filters, view.is_default, view.is_shared, view.staff_id = %s
    FROM people_savedview view JOIN people_staff owner ON owner.id = view.staff_id
    WHERE view.staff_id = %s OR (view.is_shared AND owner.unit_id = %s AND owner.is_active AND owner.role = ANY(%s))
    ORDER BY view.name, view.id
"""

_CARD: Final = """
    SELECT kept.id, kept.phone, kept.name, kept.email, kept.language, kept.is_silent
    FROM people_citizen citizen JOIN people_citizen kept ON kept.id = COALESCE(citizen.merged_into_id, citizen.id)
    WHERE citizen.id = %s
"""


@dataclass(frozen=True, slots=True)
class CitizenProfile:
    """What a page or message needs to know of a citizen."""

    id: int
    phone: str
    name: str
    email: str
    language: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """A saved view of the inbox as a person may use it; `is_own`: saved by this person, not shared by the manager."""

    id: int
    name: str
    filters: str
    is_default: bool
    is_shared: bool
    is_own: bool


def citizen_profile(citizen_id: int) -> CitizenProfile:
    """Return the profile of a citizen, following a merge. Raises Citizen.DoesNotExist."""
    return held(CitizenProfile, citizen_id, lambda: _card(citizen_id))


def _card(citizen_id: int) -> CitizenProfile:
    with connection.cursor() as cursor:
        cursor.execute(_CARD, [citizen_id])
        row = cursor.fetchone()
    if row is None:
        raise Citizen.DoesNotExist
    return CitizenProfile(*row)


def citizen_ids_of_phone(phone: str, *, only_proven: bool = False) -> list[int]:
    """All citizens on a phone (+98…), including those merged into others; with `only_proven` only the proven ones."""
    rows = Citizen.objects.filter(phone=phone)
    return list((rows.filter(is_proven=True) if only_proven else rows).values_list("pk", flat=True))


def is_phone_silent(phone: str) -> bool:
    """Whether everybody on a phone (+98…) asked for no messages; False if no citizen has it."""
    rows = Citizen.objects.filter(phone=phone).values_list("is_silent", "merged_into__is_silent")
    return bool(rows) and all(kept if kept is not None else own for own, kept in rows)


def staff_names(ids: set[int], language: str = "fa") -> dict[int, str]:
    """Display names by staff id in "fa" or "en"; without an English name the Persian one is used."""
    rows = Staff.objects.filter(pk__in=ids)
    return {row.pk: (row.name_en if language == "en" else "") or str(row) for row in rows}


def names_of_staff() -> list[str]:
    """The names of all active people, in both languages; one statement."""
    rows = Staff.objects.filter(is_active=True).order_by("pk").values_list("name_fa", "name_en")
    return [name for row in rows for name in row if name]


def staff_of_unit(unit_id: int) -> list[Staff]:
    """The active people of a unit."""
    return list(Staff.objects.filter(unit_id=unit_id, is_active=True).order_by("name_fa", "username"))


def leaders_of_unit(unit_id: int) -> list[Staff]:
    """The active people who lead a unit; where nobody does, all its people."""
    people, leading = staff_of_unit(unit_id), leading_roles()
    return [person for person in people if person.role in leading] or people


def takers_in(unit_id: int) -> list[Staff]:
    """The active people of a unit who see its cases, and so may be given them; one statement."""
    ordinary = CaseVisibility(unit_id, is_confidential=False)
    return [row for row in staff_of_unit(unit_id) if may_see(actor_of(row), ordinary)]


def staff_of_units(unit_ids: Iterable[int], *, also_closed: bool = False) -> list[Staff]:
    """The people of these units, by unit and name; with `also_closed` those with closed accounts too. One statement."""
    rows = Staff.objects.filter(unit_id__in=list(unit_ids)).order_by("unit_id", "name_fa", "username")
    return list(rows if also_closed else rows.filter(is_active=True))


def staff_who_work(roles: Iterable[str]) -> list[Staff]:
    """The active people of these roles, by name."""
    return list(Staff.objects.filter(role__in=list(roles), is_active=True).order_by("name_fa", "username"))


def staff_by_id(staff_id: int) -> Staff | None:
    """One member of staff, or None."""
    return Staff.objects.filter(pk=staff_id).first()


def unit_of_staff(staff_id: int) -> int | None:
    """The unit in which somebody works, None for nobody or for somebody without a unit; one statement."""
    return Staff.objects.filter(pk=staff_id).values_list("unit_id", flat=True).first()


def staff_id_of(username: str) -> int | None:
    """An active member of staff by user name; one statement."""
    return Staff.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()


def staff_id_of_any(username: str) -> int | None:
    """A member of staff by user name, also one whose account is closed; one statement."""
    return Staff.objects.filter(username=username).values_list("pk", flat=True).first()


def staff_at_escalation_level(level: str, *, unit_id: int, visibility: CaseVisibility, on: date) -> list[Staff]:
    """The people of a unit at an escalation level who may see such a case and are present on a day; two statements.

    An absent person is replaced by the deputy, or a manager of the unit; nothing waits for somebody's return.
    """
    rows = {row.pk: row for row in Staff.objects.filter(unit_id=unit_id, is_active=True).order_by("pk")}
    away = away_in_unit(unit_id, on=on)
    present = frozenset(rows) - away.keys()
    leading, alerted = roles_alerted_at(AlertLevel.MANAGER), roles_alerted_at(level)
    managers = tuple(row.pk for row in rows.values() if row.role in leading)
    meant = [row.pk for row in rows.values() if row.role in alerted]
    takers = dict.fromkeys(taker(one, away, present=present, managers=managers) for one in meant)
    found = [rows[one] for one in takers if one is not None]
    return [row for row in found if may_see(actor_of(row), visibility)]


def staff_who_see(visibility: CaseVisibility, *, ids: Iterable[int] = (), usernames: Iterable[str] = ()) -> list[Staff]:
    """Those of these active people, given by id or by user name, who may see such a case; one statement."""
    rows = Staff.objects.filter(Q(pk__in=list(ids)) | Q(username__in=list(usernames)), is_active=True).order_by("pk")
    return [row for row in rows if may_see(actor_of(row), visibility)]


def colleagues_at(visibility: CaseVisibility, *, limit: int = 40) -> list[Staff]:
    """The people likely to be consulted about such a case who may see it: of its unit, then of the centre."""
    rows = Staff.objects.filter(
        Q(unit_id=visibility.unit_id, unit_id__isnull=False) | Q(role__in=roles_that_may(Permission.WORK_AT_CENTRE)),
        is_active=True,
    )
    seeing = [row for row in rows.order_by("name_fa", "username")[:500] if may_see(actor_of(row), visibility)]
    return sorted(seeing, key=lambda row: row.unit_id != visibility.unit_id)[:limit]


def views_of(actor: Actor) -> list[ViewFacts]:
    """The saved views of a person, and those that the unit's manager shares, by name; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_VIEWS, [actor.id, actor.id, actor.unit_id, sorted(roles_that_may(Permission.LEAD_UNIT))])
        return [
            ViewFacts(pk, name, filters, is_default and is_own, is_shared, is_own)
            for pk, name, filters, is_default, is_shared, is_own in cursor.fetchall()
        ]


def citizens_named(tokens: Sequence[str], *, limit: int = MOST_NAMED) -> list[int]:
    """The ids of citizens whose name contains all of these words (in the letters of `search_key`), the newest first."""
    rows = Citizen.objects.all()
    for word in tokens:
        rows = rows.filter(name_key__contains=word)
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:limit])


def staff_named(tokens: Sequence[str], *, limit: int = MOST_NAMED) -> list[int]:
    """The ids of active people whose name, in either language, contains all of these words."""
    rows = Staff.objects.filter(is_active=True)
    for word in tokens:
        rows = rows.filter(Q(name_fa__icontains=word) | Q(name_en__icontains=word))
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])
