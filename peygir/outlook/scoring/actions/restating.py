"""Restates a month's marks after an appeal: the same snapshot, less what was upheld, as a further version."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from peygir.core import clock
from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreMonthRestated
from peygir.outlook.scoring.actions.comparing import compare_restated
from peygir.outlook.scoring.actions.computing import ComputedMonth, TakenOut, compute_month
from peygir.outlook.scoring.actions.storing import store_marks, store_people
from peygir.outlook.scoring.mark_text import person_text, unit_text
from peygir.outlook.scoring.models import MarkAppeal, MarkVersion, ScoredMonth, UnitMark
from peygir.outlook.scoring.rules import content_kept
from peygir.outlook.scoring.snapshot_text import unpacked
from peygir.outlook.scoring.stored_text import stored_people, stored_units
from peygir.outlook.scoring.words import AppealOutcome

RESTATE_MARKS: Final = "restate_score_month"
"""The name of `restate_appeal` in jobs, whose file is the appeal."""


def taken_out_by(month_id: int, *, up_to: int) -> list[TakenOut]:
    """Return what upheld appeals take out of a version of a month's marks, in the order of versions; one statement.

    An upheld appeal whose restatement is not done yet has no version, and takes nothing out.
    """
    rows = MarkAppeal.objects.filter(month_id=month_id, outcome=AppealOutcome.UPHELD.value, version__number__lte=up_to)
    return [TakenOut(row.unit_id, row.indicator, row.case_id, row.why) for row in rows.order_by("version__number")]


def compute_version(month: ScoredMonth, taken_out: list[TakenOut]) -> ComputedMonth:
    """Compute a month's marks from its stored snapshot. Raises SnapshotIsNotRight."""
    return compute_month(unpacked(bytes(month.snapshot.content)), content_kept(month.scheme.content), taken_out)


def restate_appeal(appeal_id: int) -> None:
    """Add the next version of a month, without what an upheld appeal is about; a second call does nothing.

    The marks are computed before the month is locked, so that other appeals do not wait meanwhile; if the month has
    got another version by then, they are computed again. Raises SnapshotIsNotRight.
    """
    while (appeal := _waiting(appeal_id)) is not None:
        month = appeal.month
        own = TakenOut(appeal.unit_id, appeal.indicator, appeal.case_id, appeal.why)
        computed = compute_version(month, [*taken_out_by(month.pk, up_to=month.version), own])
        if _store(appeal_id, computed, on_version=month.version):
            return


def _waiting(appeal_id: int) -> MarkAppeal | None:
    """An upheld appeal that has no version yet, with its month."""
    rows = MarkAppeal.objects.filter(pk=appeal_id, outcome=AppealOutcome.UPHELD.value, version__isnull=True)
    return rows.select_related("month__scheme", "month__snapshot").first()


@transaction.atomic
def _store(appeal_id: int, computed: ComputedMonth, *, on_version: int) -> bool:
    """Store the version and record it, for whoever decided; False if the month has another version meanwhile.

    Other units change only where the scheme gives a missing part the value of the whole city.
    """
    month_id = MarkAppeal.objects.values_list("month_id", flat=True).get(pk=appeal_id)
    month = ScoredMonth.objects.select_for_update(no_key=True).get(pk=month_id)
    appeal = MarkAppeal.objects.select_for_update(no_key=True).get(pk=appeal_id)
    if appeal.version_id is not None:
        return True
    if month.version != on_version:
        return False
    before, now = _mark_before(month.pk, appeal.unit_id), clock.now()
    appeal.version = _add_version(month, computed, appeal.unit_id, now)
    result = computed.of_unit(appeal.unit_id)
    appeal.before, appeal.after = before, result.mark if result is not None else None
    appeal.save(update_fields=["version", "before", "after"])
    month.version = appeal.version.number
    event = ScoreMonthRestated(
        mark_version=month.version,
        appeal=appeal.pk,
        unit=appeal.unit_id,
        before=_text(before),
        after=_text(appeal.after),
        digest=appeal.version.digest,
    )
    by = f"staff:{appeal.decided_by_id}"
    record(month, event, by=by, at=now, write=["version"])
    compare_restated(appeal.version, computed, by=by, now=now)
    return True


def _add_version(month: ScoredMonth, computed: ComputedMonth, unit_id: int, now: datetime) -> MarkVersion:
    """Store the marks of the next version that differ from the present ones, and those of the unit that appealed."""
    units, people = stored_units(month.pk, month.version), set(stored_people(month.pk, month.version))
    version = MarkVersion(month=month, number=month.version + 1, at=now, digest=computed.digest)
    version.save(force_insert=True)
    changed = [
        result
        for result in computed.units
        if result.unit_id == unit_id or unit_text(result) != units.get(result.unit_id)
    ]
    store_marks(version, computed, changed)
    store_people(version, [person for person in computed.people if person_text(person) not in people])
    return version


def _mark_before(month_id: int, unit_id: int) -> Decimal | None:
    """The unit's mark in the current version."""
    rows = UnitMark.objects.filter(month_id=month_id, unit_id=unit_id).order_by("-number")
    return rows.values_list("mark", flat=True).first()


def _text(mark: Decimal | None) -> str:
    return "" if mark is None else format(mark, "f")
