"""The attacks on published files: each returns how much was tried and how often it succeeded.

An attack reads the files of `published_files`; the planted truth only says whether what it found is right.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from lab.bench.attack_planting import LETTERS, PlantedTruth
from lab.bench.attacks_across import ACROSS
from lab.bench.published_files import FEWEST, Place, PublishedFiles
from lab.bench.subtracting import known_ranges, known_ranges_of_people
from peygir.core.anonymity import k_of
from peygir.outlook.insight.publishing.catalogue import FIGURES

Attack = Callable[[Sequence[PublishedFiles], PlantedTruth], tuple[int, int]]
OF_REPORTERS: Final = ("channel", "report_count", "reports", "phone", "reporter", "email", "device_id", "account_id")
_CLOCK: Final = re.compile(r"T(\d\d:\d\d:\d\d)")


def personal_values(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Look for phones of reporters, in any spelling of their digits, and for unreleased that nobody released."""
    texts = "\n".join(one.texts for one in files)
    released = {row["words"] for one in files for row in one.cases if row["words"]}
    phones = [phone[-9:] for phone in truth.phones]
    unreleased = [text[:LETTERS] for text in truth.texts if len(text) >= LETTERS and text not in released]
    shown = {word for one in files for row in one.cases for word in (row["words"] or "", row["answer"] or "") if word}
    stolen = sum(word in text for word in unreleased for text in shown)
    return len(phones) + len(unreleased), sum(phone in texts for phone in phones) + stolen


def columns_of_reporters(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Look for columns and moments by which a reporter could be told: channel, number of reports, the hour."""
    names = {name for one in files for row in (*one.cases[:1], *one.requests) for name in row}
    clocks = [clock for one in files for clock in _CLOCK.findall(one.texts)]
    wrong = sum(clock != "00:00:00" for clock in clocks)
    return len(names) + len(clocks), sum(name in names for name in OF_REPORTERS) + wrong


def small_groups_of_reporters(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Look for shown groups in which few reporters said something, or all said the same."""
    rows = [row for one in files for row in one.rows if FIGURES[row.figure].is_of_people and row.n is not None]
    small = sum(min(row.n or 0, row.good or 0, (row.n or 0) - (row.good or 0)) < FEWEST for row in rows)
    every = [row for one in files for row in one.rows if row.n is not None]
    return len(rows) + len(every), small + sum(0 < (row.n or 0) < FEWEST for row in every)


def secret_cases_by_code(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Look for the code of a case that is not public, also as the one that another was merged into."""
    codes = Counter[str]()
    for one in files:
        codes.update(code for code in truth.secret_codes if code in one.texts)
    return len(truth.secret_codes) * len(files), codes.total()


def secret_cases_by_counting(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Subtract the files of cases from the figures: what is left over would be cases that are not public.

    It succeeds where so many secret cases are there indeed.
    """
    tried = won = 0
    for month, place, left_over in _left_over(files):
        tried += 1
        won += left_over > 0 and truth.secret_places.get((month, place), 0) == left_over
    return tried, won


def once_secret_cases_by_counting(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Subtract the other way round: cases that the figures do not count were not public when these were counted.

    It succeeds where so many cases became public since indeed.
    """
    tried = won = 0
    for month, place, left_over in _left_over(files):
        tried += 1
        won += left_over < 0 and truth.once_secret_places.get((month, place), 0) == -left_over
    return tried, won


def _left_over(files: Sequence[PublishedFiles]) -> Iterator[tuple[str, Place, int]]:
    """What is left of the cases opened in each part of the city without those in the file of cases, by month."""
    for version in files:
        if not version.cases:
            continue
        counted = Counter[Place]()
        for row in version.cases:
            district, group, topic = (row[name] or "" for name in ("district", "topic_group", "topic"))
            counted.update(
                [
                    ("city",),
                    ("district", district),
                    ("topic_group", group),
                    ("topic", topic),
                    ("district.topic_group", district, group),
                ]
            )
        for place, n in version.n_of("cases_opened").items():
            yield version.month, place, n - counted[place]


def margins(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Subtract within a month: the range of each hidden group, over all figures that count the same rows, in whole
    numbers.

    It succeeds where a group is told to have 1 to 4 rows, or one that may have so few is told within three.
    """
    tried = won = 0
    group_of = {row["topic"]: row["topic_group"] for version in files for row in version.cases}
    for version in files:
        by_population: dict[str, list[str]] = defaultdict(list)
        for code in dict.fromkeys(row.figure for row in version.rows):
            by_population[FIGURES[code].population].append(code)
        for codes in by_population.values():
            shown: dict[Place, int] = {}
            for code in codes:
                shown |= version.n_of(code)
            places = {row.place for row in version.rows if row.figure in codes}
            for low, high in known_ranges(places, shown, group_of):
                tried += 1
                won += high < FEWEST or (low < FEWEST and high - low < FEWEST - 1)
    return tried, won


def margins_of_people(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Subtract what reporters said: both answers and their sum, in every part of the city together."""
    tried = won = 0
    group_of = {row["topic"]: row["topic_group"] for version in files for row in version.cases}
    for version in files:
        for code in [figure.code for figure in FIGURES.values() if figure.is_of_people]:
            rows = [row for row in version.rows if row.figure == code]
            shown = {row.place: (row.n, row.good) for row in rows if row.n is not None and row.good is not None}
            for low, high in known_ranges_of_people({row.place for row in rows}, shown, group_of):
                tried += 1
                won += low < FEWEST and high - low < FEWEST - 1
            tried += len(shown)
    return tried, won


def versions(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Subtract a version from another of the same month: a difference of 1 to 4 rows tells of single cases."""
    tried = won = 0
    for first, second in combinations(files, 2):
        if first.month != second.month:
            continue
        old = {(row.figure, row.place): row for row in first.rows if row.n is not None}
        for row in second.rows:
            was = old.get((row.figure, row.place))
            if was is None or row.n is None:
                continue
            tried += 1
            changes = (row.n - (was.n or 0), (row.good or 0) - (was.good or 0))
            won += any(0 < abs(change) < FEWEST for change in changes)
    return tried, won


def months_from_years(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Look for a table of a longer time from which the months that show a group could be subtracted."""
    known = {one.month for one in files}
    longer = [
        row
        for one in files
        for row in one.rows
        if row.split not in ("city", "district", "topic_group", "topic", "district.topic_group")
    ]
    totals = [one.manifest for one in files if one.manifest["month"] not in known]
    return len(files) + sum(len(one.rows) for one in files), len(longer) + len(totals)


def classes_of_figures(files: Sequence[PublishedFiles], truth: PlantedTruth) -> tuple[int, int]:
    """Put together what a figure shows of districts with what it shows of topics: no class of shown rows is small."""
    tried = won = 0
    for one in files:
        shown: Mapping[Place, int] = one.n_of("cases_opened")
        rows = [
            {"district": place[1], "group": place[2]}
            for place, n in shown.items()
            if place[0] == "district.topic_group"
            for _case in range(n)
        ]
        tried += len(rows)
        won += bool(rows) and k_of(rows, ("district", "group")) < FEWEST
    return tried, won


ATTACKS: Final[Mapping[str, Attack]] = {
    "personal_values": personal_values,
    "columns_of_reporters": columns_of_reporters,
    "small_groups_of_reporters": small_groups_of_reporters,
    "secret_cases_by_code": secret_cases_by_code,
    "secret_cases_by_counting": secret_cases_by_counting,
    "once_secret_cases_by_counting": once_secret_cases_by_counting,
    "margins": margins,
    "margins_of_people": margins_of_people,
    "versions": versions,
    "months_from_years": months_from_years,
    "classes_of_figures": classes_of_figures,
    **ACROSS,
}
"""Each attack on files by its name."""
