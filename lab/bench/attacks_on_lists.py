"""Attacks on the lists of the cases behind figures: alone, against the figures, and one version against another."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Final

from lab.bench.attack_planting import PlantedTruth
from lab.bench.attacks_across import ORDERED_FROM
from lab.bench.opened_lists import OpenedList
from lab.bench.published_files import FEWEST, Place, PublishedFiles
from lab.bench.subtracting import known_ranges
from peygir.core.persian import ascii_digits

Lists = Sequence[OpenedList]
Files = Sequence[PublishedFiles]
Table = dict[Place, OpenedList]
"""The lists of a figure of a version, by place."""
_CODE: Final = 10
_PHONE: Final = 9  # the end of a number, as it is also written without its country or 0
_DIGITS: Final = re.compile(r"[0-9]{9,}")


def secret_cases_in_lists(lists: Lists, files: Files, truth: PlantedTruth) -> tuple[int, int]:
    """Look for the code of a case that is not public."""
    return len(truth.secret_codes) * len(lists), len(truth.secret_codes & _digits_in(lists, _CODE))


def hidden_places_in_lists(lists: Lists, files: Files, truth: PlantedTruth) -> tuple[int, int]:
    """Open the list of each hidden place; and look in the list of the city for cases that no shown place has, which
    would lie in a hidden one.
    """
    tried = won = 0
    for version, figure, table in _tables(lists, files):
        hidden = {row.place for row in version.rows if row.figure == figure and row.is_hidden}
        tried += len(hidden)
        won += sum(bool(table[place].codes) for place in hidden)
        whole = table.get(("city",))
        for split in sorted({place[0] for place in table} - {"city"}):
            parts = Counter(code for place, one in table.items() if place[0] == split for code in one.codes)
            whole_codes = Counter(whole.codes) if whole is not None else Counter[str]()
            tried += whole_codes.total()
            won += (whole_codes - parts).total()
    return tried, won


def lists_less_figures(lists: Lists, files: Files, truth: PlantedTruth) -> tuple[int, int]:
    """Subtract each list from its figure. Where no part of the city is hidden, what is left over would be secret; else
    it goes into the ranges of the hidden groups, in place of the figures.
    """
    tried = won = 0
    group_of = {row["topic"]: row["topic_group"] for version in files for row in version.cases}
    for version, figure, table in _tables(lists, files):
        shown = version.n_of(figure)
        left = {place: n - len(table[place].codes) for place, n in shown.items()}
        places = {row.place for row in version.rows if row.figure == figure}
        if places == shown.keys():
            tried += len(left)
            won += sum(map(bool, left.values()))
            continue
        for low, high in known_ranges(places, left, group_of):
            tried += 1
            won += high < FEWEST or (low < FEWEST and high - low < FEWEST - 1)
    return tried, won


def lists_of_versions(lists: Lists, files: Files, truth: PlantedTruth) -> tuple[int, int]:
    """Subtract the lists of two versions of a month: a difference of 1 to 4 cases tells of single ones."""
    tried = won = 0
    for first, second in combinations(lists, 2):
        if (first.month, first.figure, first.place) == (second.month, second.figure, second.place):
            tried += 1
            less, more = (Counter(one.codes) for one in (first, second))
            won += any(0 < difference.total() < FEWEST for difference in (less - more, more - less))
    return tried, won


def order_of_lists(lists: Lists, files: Files, truth: PlantedTruth) -> tuple[int, int]:
    """Read the hour out of the order of a list, and look for hours on its pages."""
    tried = won = 0
    days = {str(row["code"]): str(row["opened_on"]) for version in files for row in version.cases}
    for one in lists:
        by_day: dict[str, list[float]] = defaultdict(list)
        for code in dict.fromkeys(one.codes):
            if code in days and code in truth.moments:
                by_day[days[code]].append(truth.moments[code])
        for moments in by_day.values():
            if len(moments) >= ORDERED_FROM:
                tried += 1
                won += moments in (sorted(moments), sorted(moments, reverse=True))
    phones = {phone[-_PHONE:] for phone in truth.phones}
    return tried + len(phones), won + len(phones & _digits_in(lists, _PHONE))


def _digits_in(lists: Lists, length: int) -> set[str]:
    """Every string of so many digits that the pages of the lists hold, also within longer ones."""
    runs = {run for one in lists for run in _DIGITS.findall(ascii_digits(one.text))}
    return {run[start : start + length] for run in runs for start in range(len(run) - length + 1)}


def _tables(lists: Lists, files: Files) -> Iterator[tuple[PublishedFiles, str, Table]]:
    """Each version with the lists of one figure."""
    versions = {(one.month, one.number): one for one in files}
    tables: dict[tuple[str, int, str], Table] = defaultdict(dict)
    for one in lists:
        tables[one.month, one.number, one.figure][one.place] = one
    for (month, number, figure), table in tables.items():
        yield versions[month, number], figure, table


ON_LISTS: Final[Mapping[str, Callable[[Lists, Files, PlantedTruth], tuple[int, int]]]] = {
    "secret_cases_in_lists": secret_cases_in_lists,
    "hidden_places_in_lists": hidden_places_in_lists,
    "lists_less_figures": lists_less_figures,
    "lists_of_versions": lists_of_versions,
    "order_of_lists": order_of_lists,
}
"""Attacks on lists by their names."""
