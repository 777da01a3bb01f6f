"""Who is this, and for whom do they act?"""

import hashlib
from dataclasses import dataclass

from peygir.city.queries import units_below
from peygir.people.models import Citizen, Staff, SystemToken
from peygir.people.roles import DEPUTY
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class CitizenCard:
    """What a page or message needs to know of a citizen."""

    id: int
    phone: str
    name: str
    email: str
    language: str
    is_silent: bool


@dataclass(frozen=True, slots=True)
class SystemCaller:
    """Another system that proved itself by its token."""

    name: str
    channel: str
    may_report: bool
    may_work: bool
    actor: Actor


def actor_of(staff: Staff) -> Actor:
    """The actor for a signed-in member of staff; no statement but for deputies, whose units are cached."""
    below = frozenset(units_below(staff.unit_id)) if staff.role == DEPUTY and staff.unit_id else frozenset()
    return Actor("staff", staff.pk, staff.role, staff.unit_id, below)


def citizen_card(citizen_id: int) -> CitizenCard:
    """The card of a citizen, following a merge. Raises Citizen.DoesNotExist."""
    citizen = Citizen.objects.select_related("merged_into").get(pk=citizen_id)
    kept = citizen.merged_into or citizen
    return CitizenCard(kept.pk, kept.phone, kept.name, kept.email, kept.language, kept.is_silent)


def citizen_ids_of_phone(phone: str) -> list[int]:
    """All citizens on a phone (+98…), those merged into others included."""
    return list(Citizen.objects.filter(phone=phone).values_list("pk", flat=True))


def caller_of_token(token: str) -> SystemCaller | None:
    """The system behind an API key, or None; also for the key of a member of staff who has left. One statement."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    row = SystemToken.objects.select_related("acts_as").filter(digest=digest, revoked_at=None).first()
    if row is None or (row.acts_as is not None and not row.acts_as.is_active):
        return None
    # Without a member of staff behind it, a system may hand in reports and nothing else: it is nobody's desk.
    actor = actor_of(row.acts_as) if row.acts_as else Actor("system")
    return SystemCaller(row.name, row.channel, row.may_report, row.acts_as is not None, actor)


def staff_names(ids: set[int]) -> dict[int, str]:
    """Display names by staff id."""
    return {row.pk: str(row) for row in Staff.objects.filter(pk__in=ids)}


def staff_of_unit(unit_id: int) -> list[Staff]:
    """The active people of a unit."""
    return list(Staff.objects.filter(unit_id=unit_id, is_active=True).order_by("name_fa", "username"))
