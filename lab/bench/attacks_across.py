"""Attacks across what is published: one form of the figures beside another, one version beside another, the order of a
file, and the pages that everybody may open.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Final

from lab.bench.attack_planting import LETTERS, PlantedTruth
from lab.bench.published_files import FEWEST, Place, PublishedFiles
from lab.bench.published_pages import PublishedPages
from lab.bench.subtracting import known_ranges
from peygir.core.persian import ascii_digits
from peygir.outlook.insight.publishing.catalogue import FIGURES

ORDERED_FROM: Final = 8
"""So many cases of a day are in the order of their moments by chance once in 40,320 days."""


def other_forms(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Compare CSV, GeoParquet and the interface with the Parquet file: what one hides, another must not tell."""
    tried = won = 0
    for version in files:
        hidden = {(row.figure, row.place) for row in version.rows if row.is_hidden}
        for row in version.rows:
            tried += 1
            won += row.is_hidden and (row.n, row.good, row.value, row.low, row.high) != (None,) * 5
        for form in version.forms.values():
            for key, numbers in form.items():
                tried += 1
                won += key in hidden and any(number is not None for number in numbers)
    return tried, won


def joined_versions(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Put two versions of a month together where they agree in all that both show: what the one hides, the other may
    show, and then subtract.
    """
    tried = won = 0
    group_of = {row["topic"]: row["topic_group"] for version in files for row in version.cases}
    for first, second in combinations(files, 2):
        if first.month != second.month:
            continue
        for population in sorted({figure.population for figure in FIGURES.values()}):
            tried += 1
            (rows, its_places), (other_rows, other_places) = _shown(first, population), _shown(second, population)
            both = rows.keys() & other_rows.keys()
            if not both or rows.keys() == other_rows.keys() or any(rows[place] != other_rows[place] for place in both):
                continue
            told = rows | other_rows
            for places in (its_places, other_places):
                ranges = known_ranges(places, {place: n for place, n in told.items() if place in places}, group_of)
                won += any(high < FEWEST or (low < FEWEST and high - low < FEWEST - 1) for low, high in ranges)
    return tried, won


def _shown(version: PublishedFiles, population: str) -> tuple[dict[Place, int], set[Place]]:
    """The rows of a population by place, and the places that it has."""
    rows = [row for row in version.rows if FIGURES[row.figure].population == population]
    return {row.place: row.n for row in rows if row.n is not None}, {row.place for row in rows}


def order_within_days(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Read the hour out of the order of rows: whoever reported that day knows who came before and after."""
    tried = won = 0
    for version in files:
        for codes in (
            [(str(row["code"]), str(row["opened_on"])) for row in version.cases],
            [(str(row["service_request_id"]), str(row["requested_datetime"])[:10]) for row in version.requests],
        ):
            by_day: dict[str, list[float]] = defaultdict(list)
            for code, day in codes:
                if code in truth.moments:
                    by_day[day].append(truth.moments[code])
            for moments in by_day.values():
                if len(moments) >= ORDERED_FROM:
                    tried += 1
                    won += moments in (sorted(moments), sorted(moments, reverse=True))
    return tried, won


def pages_of_figures(pages: PublishedPages, truth: PlantedTruth) -> tuple[int, int]:
    """Look through dashboard, charts, feed, catalogue, charter and lists for phones, secret codes and texts."""
    texts = "\n".join(pages.texts.values())
    return _looked_for(texts, [*(phone[-9:] for phone in truth.phones), *truth.secret_codes, *_long(truth.texts)])


def pages_of_cases(pages: PublishedPages, truth: PlantedTruth) -> tuple[int, int]:
    """Join the file of cases with the page of each code: phones of reporters, and texts that nobody released."""
    texts = "\n".join(text for code, text in pages.cases.items() if code not in truth.secret_words)
    return _looked_for(texts, [*(phone[-9:] for phone in truth.phones), *_long(truth.texts)])


def pages_of_secret_cases(pages: PublishedPages, truth: PlantedTruth) -> tuple[int, int]:
    """Open the page of each secret code, as its reporter may: topic, place and text must not stand there."""
    tried = won = 0
    for code, secret_words in truth.secret_words.items():
        if code in pages.cases:
            tried += len(secret_words)
            won += sum(_stands_in(word, pages.cases[code]) for word in secret_words)
    return tried, won


def _stands_in(word: str, text: str) -> bool:
    """Whether a name stands in a text as a word of its own, and not within another."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _long(texts: Iterable[str]) -> list[str]:
    return [ascii_digits(text[:LETTERS]) for text in texts if len(text) >= LETTERS]


def _looked_for(texts: str, wanted: Sequence[str]) -> tuple[int, int]:
    folded = ascii_digits(texts)
    return len(wanted), sum(word in folded for word in wanted)


ACROSS: Final[Mapping[str, Callable[[Sequence[PublishedFiles], PlantedTruth], tuple[int, int]]]] = {
    "other_forms": other_forms,
    "joined_versions": joined_versions,
    "order_within_days": order_within_days,
}
"""Attacks across files by their names."""
ON_PAGES: Final[Mapping[str, Callable[[PublishedPages, PlantedTruth], tuple[int, int]]]] = {
    "pages_of_figures": pages_of_figures,
    "pages_of_cases": pages_of_cases,
    "pages_of_secret_cases": pages_of_secret_cases,
}
"""Attacks on pages by their names."""
