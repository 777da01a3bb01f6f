"""Published months without a lake: what tests of pages, feeds and the interface begin with."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from peygir.city.queries import city_by_id
from peygir.core import clock
from peygir.core.intervals import wilson
from peygir.outlook.insight import publication_queries as published
from peygir.outlook.insight.actions.publishing import MonthToPublish, publish_figures
from peygir.outlook.insight.publishing.counting import CountedMonth
from peygir.outlook.insight.publishing.files import DrawnDistrict
from peygir.outlook.insight.publishing.rows import FigureRow
from peygir.outlook.insight.publishing.words import VersionReason
from tests.town import Town

FIRST, SECOND = 140501, 140502
SQUARE: Final = {"type": "Polygon", "coordinates": [[[52.5, 29.6], [52.6, 29.6], [52.6, 29.7], [52.5, 29.6]]]}
LAKE: Final = {
    "as_of": "2026-05-25T00:00:00+00:00",
    "last_event": 4711,
    "root": "ab" * 32,
    "version": 2,
    "files": "cd" * 32,
}


def share(figure: str, split: str, keys: Sequence[str], n: int, good: int) -> FigureRow:
    """A share with its interval."""
    low, high = wilson(good, n)
    return FigureRow(figure, split, tuple(keys), n, good, good / n, low, high)


def rows_of(promises: Mapping[str, tuple[int, int]], *, opened: int, days: float) -> list[FigureRow]:
    """The figures of a month: promises by group of topics (how many fell due, and were kept), cases, and a time."""
    whole = tuple(sum(counts[place] for counts in promises.values()) for place in (0, 1))
    return [
        share("promises_kept", "city", (), *whole),
        share("promises_kept", "district", ("1",), *whole),
        FigureRow.hidden("promises_kept", "district", ("2",)),
        *(share("promises_kept", "topic_group", (group,), *counts) for group, counts in promises.items()),
        FigureRow("days_to_finish", "city", (), opened, None, days, days - 0.5, days + 0.5),
        FigureRow("slow_days_to_finish", "city", (), opened, None, 3 * days, 3 * days - 1, None),
        FigureRow("done_in_week", "city", (), opened, None, 0.7, 0.68, 0.72),
        FigureRow("cases_opened", "city", (), opened, None, float(opened)),
    ]


def publish(
    town: Town, month: int, rows: list[FigureRow], *, reason: str = "first", records: Sequence[dict[str, Any]] = ()
) -> int:
    """Publish a version of a month with these rows; returns its number."""
    try:
        before = published.published_month(town.city_id, month)
    except published.NoSuchPublication:
        before = None
    made = MonthToPublish(
        city=city_by_id(town.city_id),
        month=month,
        counted=CountedMonth(rows, LAKE, "", 4.0),
        records=records,
        requests=[],
        districts=[DrawnDistrict("1", "منطقه ۱", "District 1", False, SQUARE)],
        before=before,
        fewest=5,
        now=clock.now(),
        words={"fa": "شمارش یک منطقه اشتباه بود", "en": "One district was miscounted"} if reason == "corrected" else {},
    )
    return publish_figures(made, VersionReason.of(reason))


def two_months(town: Town) -> None:
    """Two months: of fewer promises of the group that keeps them, more of the one that breaks them."""
    publish(town, FIRST, rows_of({"CIV": (500, 450), "WST": (500, 250)}, opened=1200, days=3.0))
    publish(town, SECOND, rows_of({"CIV": (200, 180), "WST": (800, 400)}, opened=1500, days=4.0))
