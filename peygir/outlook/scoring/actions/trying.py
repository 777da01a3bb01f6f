"""Tries another scheme or another deadline on the months that are closed, from their snapshots; writes nothing."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.actions.computing import marks_from, read_month
from peygir.outlook.scoring.actions.reading import loaded, seen_promises
from peygir.outlook.scoring.actions.restating import taken_out_by
from peygir.outlook.scoring.actions.schemes import may_decide_schemes
from peygir.outlook.scoring.fairness.deadlines import Deadline, DeadlineEffect, SeenPromise, effect_of
from peygir.outlook.scoring.fairness.peers import groups_of
from peygir.outlook.scoring.indicator import SnapshotIsTooOld
from peygir.outlook.scoring.models import ScoredMonth
from peygir.outlook.scoring.rules import SchemeContent, content_from, content_kept
from peygir.outlook.scoring.snapshot_text import unpacked
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor

if TYPE_CHECKING:
    from peygir.outlook.scoring.fairness.what_if import MovedUnit

MONTHS: Final = 12
FEWEST: Final = 20
"""Promises of a district; below it there is too little to say."""
LONGEST_HOURS: Final = 24 * 365


class DeadlineIsNotRight(Invalid):
    """The hours or the factor are out of range."""

    message = _("A deadline to try is from 1 hour to 365 days, or the present one times a number from 0.1 to 10.")


@dataclass(frozen=True, slots=True)
class TriedMonth:
    """A closed month under the scheme by which it was closed and under another one, by groups of peers."""

    first_on: date
    units: "tuple[MovedUnit, ...]"


def what_if(
    city_id: int, values: Mapping[str, Any], *, by: Actor, months: int = MONTHS, seed: int | None = None
) -> list[TriedMonth]:
    """Return the last closed months, the earliest first, as another scheme would have them; it may take minutes.

    `values` are those of the whole scheme, as for a proposal. Each month is computed again from its snapshot, with
    what upheld appeals took out. Peers are those of the new scheme. A month whose figures were taken before they held
    what an indicator of the scheme needs is left out. Raises NotYourWork, SchemeIsNotRight.
    """
    if not may_decide_schemes(by):
        raise NotYourWork()
    return tried_months(city_id, content_from(values), months=months, seed=seed)


def tried_months(
    city_id: int, content: SchemeContent, *, months: int = MONTHS, seed: int | None = None
) -> list[TriedMonth]:
    """Return what `what_if` does, for whoever asked."""
    tried = []
    for row in _last_months(city_id, months):
        with suppress(SnapshotIsTooOld):
            tried.append(_tried(row, content, seed))
    return tried


def _last_months(city_id: int, months: int) -> Iterator[ScoredMonth]:
    """The last closed months, the earliest first; each is read when it is needed, with its snapshot."""
    keys = ScoredMonth.objects.filter(city_id=city_id).order_by("-first_on").values_list("pk", flat=True)[:months]
    for key in list(keys)[::-1]:
        yield ScoredMonth.objects.select_related("scheme", "snapshot").get(pk=key)


def _tried(row: ScoredMonth, content: SchemeContent, seed: int | None) -> TriedMonth:
    from peygir.outlook.scoring.fairness.what_if import SEED, moved_units

    old, taken_out = content_kept(row.scheme.content), taken_out_by(row.pk, up_to=row.version)
    read = read_month(unpacked(bytes(row.snapshot.content)), [*old.parts, *content.parts])
    before, after = marks_from(read, old, taken_out), marks_from(read, content, taken_out)
    groups = groups_of({one.unit_id: one.cases for one in after.units}, after.kinds, content.volumes)
    scores = {
        one.unit_id: {part.part.indicator: part.score for part in one.parts if part.score is not None}
        for one in after.units
    }
    moved = moved_units(
        content,
        {one.unit_id: one.mark for one in before.units},
        {one.unit_id: one.mark for one in after.units},
        scores,
        groups,
        seed=SEED if seed is None else seed,
    )
    return TriedMonth(row.first_on, tuple(moved))


def try_deadline(
    city_id: int, deadline: Deadline, *, by: Actor, topic_code: str = "", months: int = MONTHS, fewest: int = FEWEST
) -> DeadlineEffect:
    """Return what another deadline would have kept in each district, over the last closed months together.

    `topic_code` "" takes all topics; a district has at least `fewest` promises. Raises NotYourWork, DeadlineIsNotRight.
    """
    if not may_decide_schemes(by):
        raise NotYourWork()
    check_deadline(deadline)
    return deadline_effect(city_id, deadline, topic_code=topic_code, months=months, fewest=fewest)


def check_deadline(deadline: Deadline) -> None:
    """Raise DeadlineIsNotRight for one that is out of range."""
    is_right = deadline.hours is None or 1 <= deadline.hours <= LONGEST_HOURS
    if not is_right or not 1 <= deadline.factor * 10 <= 100:
        raise DeadlineIsNotRight()


def deadline_effect(
    city_id: int, deadline: Deadline, *, topic_code: str = "", months: int = MONTHS, fewest: int = FEWEST
) -> DeadlineEffect:
    """Return what `try_deadline` does, for whoever asked."""
    promises: list[SeenPromise] = []
    days = 0
    for row in _last_months(city_id, months):
        days += (row.last_on - row.first_on).days + 1
        with loaded(unpacked(bytes(row.snapshot.content))):
            promises += seen_promises(topic_code)
    return effect_of(promises, deadline, days=max(days, 1), fewest=fewest)
