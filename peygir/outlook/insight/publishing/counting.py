"""Counts the figures of a month out of the lake: each with its interval, small groups hidden."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from peygir.core.intervals import wilson
from peygir.outlook.insight.engines.embedded import LakeReader, lake_reader
from peygir.outlook.insight.lake.manifest import Manifest
from peygir.outlook.insight.publishing.catalogue import (
    DONE_IN_WEEK,
    FIGURES,
    OPENED,
    WEEK,
    PublishedFigure,
)
from peygir.outlook.insight.publishing.population import (
    CountedCase,
    Leaf,
    PublicRows,
    followed_cases,
    indicator_rows,
    leaves_of,
    metric_cases,
    metric_leaves,
    signatures_of,
)
from peygir.outlook.insight.publishing.protecting import LeafCount, Place, ProtectedFigure, protected_figure
from peygir.outlook.insight.publishing.rows import FigureRow, keys_of
from peygir.outlook.insight.publishing.times import FollowedTime, curve_of, quantile_of
from peygir.outlook.insight.publishing.words import SPLITS, FigureKind, Told
from peygir.outlook.scoring.measures import Signature

Thing = TypeVar("Thing")
Maker = Callable[[Place, int, int], FigureRow]
"""Makes the row of a shown place from its rows and those that are good."""
PATIENCE: Final = 120.0
"""Seconds for a question: the night has more time than a reader of a page."""


@dataclass(frozen=True, slots=True)
class CountedMonth:
    """The rows of a month's figures, the lake that they were counted from, and how narrowly a small group can be told.

    `snapshot`: the digest of the closed month's figures, "" where the month is not closed yet. `cases`: the cases that
    each figure counted whose cases are told.
    """

    rows: list[FigureRow]
    lake: Mapping[str, Any]
    snapshot: str
    narrowest: float | None
    cases: Mapping[str, list[CountedCase]] = field(default_factory=dict)


def counted_month(folder: Path, public: PublicRows, *, fewest: int, only: Collection[str] = ()) -> CountedMonth:
    """Count the figures of a month, or those in `only`. Raises NoLakeYet, QuestionIsTooLarge."""
    name = f"{public.month // 100:04d}-{public.month % 100:02d}"
    with lake_reader(folder, marks_of=name, patience=PATIENCE) as lake:
        snapshot = snapshot_of(lake, name)
        figures = [one for one in FIGURES.values() if not only or one.code in only]
        counter = _Counter(lake, public, fewest)
        rows = [row for one in figures if snapshot or not one.is_of_marks for row in counter.rows_of(one)]
        known = lake.manifest
        about = {
            "as_of": known.as_of,
            "last_event": known.last_event,
            "root": known.root,
            "version": known.version,
            "files": files_digest(known),
        }
    return CountedMonth(rows, about, snapshot, counter.narrowest, counter.cases)


def files_digest(manifest: Manifest) -> str:
    """The SHA-256 over the digests of all files of a lake, by table and month, as JSON with sorted names."""
    digests = {table: {month: file.digest for month, file in of.items()} for table, of in manifest.tables.items()}
    return hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest()


def snapshot_of(lake: LakeReader, name: str) -> str:
    """The first digits of the digest of a closed month's figures in the lake; "" where they are not there."""
    for table, files in lake.manifest.tables.items():
        if table.startswith("snapshot_"):
            for partition in files:
                month, _dot, digest = partition.partition(".")
                if month == name:
                    return digest
    return ""


class _Counter:
    """Counts figures; populations that several figures share are read and protected once."""

    def __init__(self, lake: LakeReader, public: PublicRows, fewest: int) -> None:
        self.lake, self.public, self.fewest = lake, public, fewest
        self.narrowest: float | None = None
        self.cases: dict[str, list[CountedCase]] = {}
        self._followed: dict[Leaf, list[FollowedTime]] | None = None
        self._protected: dict[str, ProtectedFigure] = {}

    def rows_of(self, figure: PublishedFigure) -> list[FigureRow]:
        """The rows of a figure, those of the whole city first."""
        if figure.is_time:
            return self._times(figure)
        if figure.indicator is None:
            assert figure.metric is not None
            leaves = metric_leaves(self.lake, figure.metric, self.public)
            if figure.told is Told.EACH and figure.listed_as != OPENED:
                self.cases[figure.code] = metric_cases(self.lake, figure.metric, self.public)
            return self._written(figure, leaves, self._share_or_count(figure))
        rows = indicator_rows(self.lake, figure.indicator, self.public)
        signatures = signatures_of(rows)
        if figure.kind is FigureKind.FALSE:
            return self._false(figure, signatures)
        is_each = figure.told is Told.EACH
        self.cases[figure.code] = [case if is_each else replace(case, good=None) for case, _signature in rows]
        return self._written(figure, leaves_of(signatures), self._share_or_count(figure))

    def _share_or_count(self, figure: PublishedFigure) -> Maker:
        def made(place: Place, n: int, good: int) -> FigureRow:
            split, *keys = place
            if figure.kind is FigureKind.COUNT:
                return FigureRow(figure.code, split, tuple(keys), n, value=float(n))
            if n < figure.fewest:
                return FigureRow(figure.code, split, tuple(keys), n, good)
            low, high = wilson(good, n)
            return FigureRow(figure.code, split, tuple(keys), n, good, good / n, low, high)

        return made

    def _times(self, figure: PublishedFigure) -> list[FigureRow]:
        if self._followed is None:
            self._followed = followed_cases(self.lake, self.public)
            self.cases[OPENED] = [
                CountedCase(one.case_id, leaf, int(one.is_done))
                for leaf, cases in self._followed.items()
                for one in cases
            ]
        followed = _by_place(figure, self._followed)
        leaves = [LeafCount(*leaf, n=len(cases)) for leaf, cases in sorted(self._followed.items())]

        def made(place: Place, n: int, _good: int) -> FigureRow:
            split, *keys = place
            if n < figure.fewest:
                return FigureRow(figure.code, split, tuple(keys), n)
            curve = curve_of([case for cases in followed[place] for case in cases])
            if figure.code == DONE_IN_WEEK.code:
                share = curve.finished_by(WEEK)
                return FigureRow(figure.code, split, tuple(keys), n, None, share.share, share.low, share.high)
            assert figure.share_done is not None
            time = quantile_of(curve, figure.share_done)
            return FigureRow(figure.code, split, tuple(keys), n, None, time.days, time.low, time.high)

        return self._written(figure, leaves, made)

    def _false(self, figure: PublishedFigure, signatures: dict[Leaf, Counter[Signature]]) -> list[FigureRow]:
        """The share of false closures with its upper bound: the complement of what inspections verified."""
        assert figure.indicator is not None
        measure, by_place = figure.indicator.measure, _by_place(figure, signatures)
        leaves = [LeafCount(*leaf, n=own.total()) for leaf, own in sorted(signatures.items())]

        def made(place: Place, n: int, _good: int) -> FigureRow:
            split, *keys = place
            counts = sum(by_place[place], Counter[Signature]())
            measured = measure.measured(counts)
            if n < figure.fewest or measured is None:
                return FigureRow(figure.code, split, tuple(keys), n)
            value, low, high = (1 - float(one) for one in (measured.value, measured.high, measured.low))
            return FigureRow(figure.code, split, tuple(keys), n, None, value, low, high)

        return self._written(figure, leaves, made)

    def _written(self, figure: PublishedFigure, leaves: list[LeafCount], made: Maker) -> list[FigureRow]:
        shown = self._protect(figure, leaves)
        rows = []
        for place, (n, good) in sorted(shown.counts.items(), key=lambda pair: (SPLITS.index(pair[0][0]), pair[0])):
            if place[0] in figure.splits:
                split, *keys = place
                is_hidden = place in shown.hidden
                rows.append(FigureRow.hidden(figure.code, split, tuple(keys)) if is_hidden else made(place, n, good))
        return rows

    def _protect(self, figure: PublishedFigure, leaves: list[LeafCount]) -> ProtectedFigure:
        """The protected counts of a figure. Those of one population hide the same places."""
        whole = FIGURES[OPENED] if figure.population == OPENED else figure
        protected_counts = protected_figure(whole, leaves, fewest=self.fewest)
        kept = self._protected.setdefault(figure.population, protected_counts)
        if kept.narrowest is not None:
            self.narrowest = kept.narrowest if self.narrowest is None else min(self.narrowest, kept.narrowest)
        return ProtectedFigure(protected_counts.counts, kept.hidden, kept.narrowest)


def _by_place(figure: PublishedFigure, things: Mapping[Leaf, Thing]) -> dict[Place, list[Thing]]:
    """What lies in each place of a figure."""
    places: dict[Place, list[Thing]] = defaultdict(list)
    for leaf, thing in things.items():
        for split in figure.splits:
            places[(split, *keys_of(split, *leaf))].append(thing)
    return places


def figure_codes(rows: Iterable[FigureRow]) -> list[str]:
    """The figures that rows tell, in their order."""
    present = {row.figure for row in rows}
    return [code for code in FIGURES if code in present]
