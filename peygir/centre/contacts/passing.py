"""Who has had a call, and to whose phone it can be transferred now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F

from peygir.centre.contacts.models import CallLeg, PassOrder, Workstation
from peygir.centre.contacts.words import TAKEN_BACK
from peygir.people.rules import Actor

UNDER_WAY: Final = frozenset({"rings", "asked"})


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who had the call, from a moment on; without names if nobody was signed in at that phone."""

    names: tuple[str, str]
    extension: str
    since: datetime


@dataclass(frozen=True, slots=True)
class FreeColleague:
    """A colleague at a phone that is free."""

    staff_id: int
    names: tuple[str, str]
    extension: str
    presence: str


def holders(contact_id: int) -> list[Holder]:
    """Who had the call, by the answered phones, in order, whoever transferred it and how."""
    rows = CallLeg.objects.filter(contact_id=contact_id, answered_at__isnull=False).order_by("answered_at", "pk")
    columns = rows.values_list("operator__name_fa", "operator__name_en", "extension", "answered_at")
    holders_so_far: list[Holder] = []
    for fa, en, extension, since in columns:
        if (
            extension and since and (not holders_so_far or holders_so_far[-1].extension != extension)
        ):  # two channels of one phone are one holder
            holders_so_far.append(Holder((fa or "", en or fa or ""), extension, since))
    return holders_so_far


def takers(city_id: int, by: Actor, *, has_it: int | None = None) -> list[FreeColleague]:
    """Colleagues to whom a call can be transferred, the free ones first; without `has_it`, who has the call."""
    rows = Workstation.objects.filter(city_id=city_id, staff__isnull=False, presence__in=("", "free", "paused"))
    rows = rows.exclude(staff_id__in=[by.id, has_it or by.id]).order_by("extension")
    named = rows.annotate(fa=F("staff__name_fa"), en=F("staff__name_en"))
    found = [FreeColleague(row.staff_id or 0, (row.fa, row.en or row.fa), row.extension, row.presence) for row in named]
    return sorted(found, key=lambda one: one.presence != "free")


@dataclass(frozen=True, slots=True)
class Passing:
    """The state of a call's last transfer.

    "rings", "asked" (being consulted): UNDER_WAY; "back" (taken back by the operator) or "failed".
    `refusal`: why the PBX did not end the consultation as requested, in its words.
    """

    state: str
    names: tuple[str, str]
    is_asked_first: bool
    words: str
    refusal: str = ""


def passings(contact_ids: Iterable[int]) -> dict[int, Passing]:
    """The last transfer of each of these calls, without those that succeeded."""
    rows = PassOrder.objects.filter(contact_id__in=list(contact_ids)).select_related("to_staff")
    return {
        row.contact_id: Passing(
            _state(row),
            (row.to_staff.name_fa, row.to_staff.name_en or row.to_staff.name_fa),
            row.is_asked_first,
            row.words,
            row.wish_words,
        )
        for row in rows.order_by("contact_id", "-asked_at", "-pk").distinct("contact_id")
        if not row.is_good
    }


def _state(row: PassOrder) -> str:
    if row.settled_at is not None:
        return "back" if row.words == TAKEN_BACK else "failed"
    return "rings" if row.consulted_at is None else "asked"


def last_failure(contact_id: int) -> str:
    """Why the last transfer of a call that stayed with its operator failed, in the PBX's words; "" if none did."""
    row = PassOrder.objects.filter(contact_id=contact_id).order_by("-asked_at", "-pk").first()
    return row.words if row is not None and row.is_good is False else ""
