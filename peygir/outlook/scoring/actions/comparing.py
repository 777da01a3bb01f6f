"""Compares the units of a version of a month by their mix of cases, and keeps the comparison beside the marks.

What computes it needs numpy and scipy; they are loaded where a month is closed, restated or verified.
"""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from peygir.history.actions import record
from peygir.history.kinds.scores import ScoreMonthCompared
from peygir.outlook.scoring.actions.computing import ComputedMonth
from peygir.outlook.scoring.fairness.outcomes import MonthCells, cells_from, cells_of, text_of_cells
from peygir.outlook.scoring.fairness.standing import Standing
from peygir.outlook.scoring.models import MarkVersion, MonthComparison, MonthMix, ScoredMonth, UnitStanding
from peygir.outlook.scoring.snapshot_text import digest_of, packed, unpacked
from peygir.storage.rows import insert_all

if TYPE_CHECKING:
    from peygir.outlook.scoring.fairness.comparison import Comparison

LONGEST_PAST: Final = 12
"""From so many closed months before a month its models are made."""
_AT_ONCE: Final = 500
_STANDING: Final = tuple(field.name for field in fields(Standing))


def mix_of(first_on: date, computed: ComputedMonth) -> MonthCells:
    """The mix of a month's cases as a version counts them."""
    cells = cells_of(computed.rows, computed.mixes)
    return MonthCells(first_on, digest_of(text_of_cells(cells).encode()), cells)


def stored_mixes(rows: Sequence[MonthMix]) -> list[MonthCells]:
    """The mixes of months as they are stored, each with the digest of what is there."""
    texts = {row.pk: unpacked(bytes(row.content)) for row in rows}
    return [
        MonthCells(row.month.first_on, digest_of(texts[row.pk]), cells_from(texts[row.pk].decode())) for row in rows
    ]


def mixes_before(month: ScoredMonth) -> list[MonthCells]:
    """The mixes of the closed months before one, at most LONGEST_PAST, the earliest first; one statement."""
    rows = MonthMix.objects.select_related("month").filter(
        month__city_id=month.city_id, month__first_on__lt=month.first_on
    )
    return stored_mixes(list(rows.order_by("-month__first_on")[:LONGEST_PAST])[::-1])


def mixes_of_days(city_id: int, first_days: Sequence[date]) -> list[MonthCells]:
    """The stored mixes of the months that begin on these days, in their order; one statement."""
    rows = MonthMix.objects.select_related("month").filter(month__city_id=city_id, month__first_on__in=first_days)
    return stored_mixes(list(rows.order_by("month__first_on")))


def comparison_of(mix: MonthCells, earlier: Sequence[MonthCells], computed: ComputedMonth) -> "Comparison":
    """Compute the comparison of a version."""
    from peygir.outlook.scoring.fairness.comparison import compared

    return compared(mix, earlier, computed.marking, computed.units, computed.kinds)


def compare_closed(
    version: MarkVersion, computed: ComputedMonth, *, by: str, now: datetime
) -> tuple[MonthCells, list[MonthCells], "Comparison"]:
    """Keep the mix of a month that is being closed and the comparison of its first version, and record both.

    Returns the mix, those of the months before, and the comparison.
    """
    mix, earlier = mix_of(version.month.first_on, computed), mixes_before(version.month)
    content = packed(text_of_cells(mix.cells).encode())
    MonthMix(month=version.month, digest=mix.digest, content=content).save(force_insert=True)
    comparison = comparison_of(mix, earlier, computed)
    _store(version, mix.digest, earlier, comparison, by=by, now=now)
    return mix, earlier, comparison


def compare_restated(version: MarkVersion, computed: ComputedMonth, *, by: str, now: datetime) -> None:
    """Keep and record the comparison of a restated version, by models of the same months as that of the first.

    Nothing is compared in a month that was closed without a comparison.
    """
    first = MonthComparison.objects.filter(version__month=version.month, version__number=1).first()
    if first is None:
        return
    month = version.month
    earlier = mixes_of_days(month.city_id, [date.fromisoformat(day) for day in first.trained_on])
    comparison = comparison_of(mix_of(month.first_on, computed), earlier, computed)
    _store(version, MonthMix.objects.get(month=month).digest, earlier, comparison, by=by, now=now)


def _store(
    version: MarkVersion,
    mix: str,
    earlier: Sequence[MonthCells],
    comparison: "Comparison",
    *,
    by: str,
    now: datetime,
) -> None:
    trained_on: dict[str, object] = {one.first_on.isoformat(): one.digest for one in earlier}
    MonthComparison(
        version=version, trained_on=trained_on, coefficients=comparison.coefficients, digest=comparison.digest
    ).save(force_insert=True)
    rows = [_row(version, standing) for standing in comparison.standings]
    for start in range(0, len(rows), _AT_ONCE):
        insert_all(rows[start : start + _AT_ONCE])
    event = ScoreMonthCompared(mark_version=version.number, trained_on=trained_on, mix=mix, digest=comparison.digest)
    record(version.month, event, by=by, at=now)


def _row(version: MarkVersion, standing: Standing) -> UnitStanding:
    values = {name: getattr(standing, name) for name in _STANDING}
    return UnitStanding(version=version, **{**values, "band": standing.band.value})
