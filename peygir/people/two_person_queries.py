"""Reads the changes that two people make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peygir.people.change_kinds import CARRIED_OUT_LATER, digest_of_change
from peygir.people.models import TwoPersonChange
from peygir.people.two_person_rules import VALID_FOR


@dataclass(frozen=True, slots=True)
class ChangeByTwo:
    """A proposed change: what it does, why, by whom; `shown` is the digest that its confirmation sends back.

    `outcome` is empty while it waits. `is_undone`: it is confirmed, and a command on the server or
    the night has yet to do it.
    """

    id: int
    kind: str
    subject: str
    content: Mapping[str, Any]
    why: str
    proposed_by: str
    proposed_at: datetime
    valid_until: datetime
    outcome: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    shown: str
    is_undone: bool


def waiting_changes(city_id: int) -> list[ChangeByTwo]:
    """The changes that wait for a second person, oldest first; one statement."""
    rows = TwoPersonChange.objects.filter(city_id=city_id, outcome="").order_by("proposed_at", "pk")
    return [_change_facts(row) for row in rows[:100]]


def decided_changes(city_id: int, *, limit: int = 20) -> list[ChangeByTwo]:
    """The latest decisions, the last first; one statement."""
    rows = TwoPersonChange.objects.filter(city_id=city_id).exclude(outcome="").order_by("-decided_at", "-pk")
    return [_change_facts(row) for row in rows[:limit]]


def change_by_two(city_id: int, change_id: int) -> ChangeByTwo | None:
    """One change, or None; one statement."""
    row = TwoPersonChange.objects.filter(city_id=city_id, pk=change_id).first()
    return _change_facts(row) if row is not None else None


def change_to_carry_out(city_id: int, kind: str, now: datetime) -> ChangeByTwo | None:
    """The confirmed change of a kind that a command has yet to carry out; None where there is none that is recent."""
    rows = TwoPersonChange.objects.filter(
        city_id=city_id, kind=kind, outcome="confirmed", carried_out_at__isnull=True, decided_at__gte=now - VALID_FOR
    )
    row = rows.order_by("-decided_at").first()
    return _change_facts(row) if row is not None else None


def changes_to_carry_out(city_id: int, kind: str) -> list[ChangeByTwo]:
    """The confirmed changes of a kind that are not carried out yet, in the order of their confirmation."""
    rows = TwoPersonChange.objects.filter(city_id=city_id, kind=kind, outcome="confirmed", carried_out_at__isnull=True)
    return [_change_facts(row) for row in rows.order_by("decided_at", "pk")]


def count_waiting_changes(city_id: int) -> int:
    """How many changes wait for a second person; one statement."""
    return TwoPersonChange.objects.filter(city_id=city_id, outcome="").count()


def _change_facts(row: TwoPersonChange) -> ChangeByTwo:
    return ChangeByTwo(
        row.pk,
        row.kind,
        row.subject,
        row.content,
        row.why,
        row.proposed_by,
        row.proposed_at,
        row.proposed_at + VALID_FOR,
        row.outcome,
        row.decided_by,
        row.decided_at,
        row.reason,
        digest_of_change(row.kind, row.subject, row.content),
        row.outcome == "confirmed" and row.kind in CARRIED_OUT_LATER and row.carried_out_at is None,
    )
