"""The rules of the budget: what a line must satisfy, how a table of lines is read, and how its sums are reconciled."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import ascii_digits, search_key
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import AnyText, Text, in_every, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.planning.rules import MOST_RIALS

COLUMNS: Final[Mapping[str, Text]] = {
    "code": pgettext_lazy("column of the budget", "code"),
    "title": pgettext_lazy("column of the budget", "title"),
    "unit": pgettext_lazy("column of the budget", "unit code"),
    "approved": pgettext_lazy("column of the budget", "approved"),
    "allotted": pgettext_lazy("column of the budget", "allotted"),
    "committed": pgettext_lazy("column of the budget", "committed"),
    "spent": pgettext_lazy("column of the budget", "spent"),
}
"""The columns of a table of the budget: a heading is the English name, its translation, or what the mapping names."""
NEEDED: Final = ("code", "title", "approved")
SUMS: Final = ("approved", "allotted", "committed", "spent")
MOST_LINES: Final = 50_000
_CODE: Final = re.compile(r"[\w./-]{1,40}")
_GROUPS: Final = str.maketrans("", "", ",٬،  \u00a0\u202f\u200c")
_NUMBER: Final = re.compile(r"-?\d{1,18}(\.0+)?", re.ASCII)


class BudgetCodeIsNotRight(Invalid):
    """A code has other characters than letters, digits and ./-, or a year is none of the Iranian calendar."""

    message = _("A code has up to 40 letters, digits, points and dashes, and a fiscal year is one like 1405.")


class BudgetLineIsNotRight(Invalid):
    """The sums of a line do not fit together."""

    message = _("No sum is negative; at most what is approved is allotted, and at most what is committed is spent.")


class BudgetSumIsNoNumber(Invalid):
    """A cell of a sum has no whole number of rials."""

    message = _("“{cell}” in the column “{column}” is no whole number of rials.")


class BudgetRowHasNoCode(Invalid):
    """A row without a code: a section, a subtotal, or the lower part of a merged cell."""

    message = _(
        "The row has no code. Headings of sections, totals and merged cells are no budget lines: delete the row, or "
        "write its code."
    )


class BudgetSumIsMissing(Invalid):
    """The approved sum of a row is empty."""

    message = _(
        "The row has no approved sum. Write 0 if it is nothing; if a formula stands there, open the file in Excel and "
        "save it, so that its result is in it."
    )


class BudgetRowHasNoTitle(Invalid):
    """A row has no title, or too long a one."""

    message = _("The row has no title, or one of more than 200 characters.")


class BudgetUnitIsUnknown(Invalid):
    """A row names a unit that the city does not have."""

    message = _("The city has no unit with the code “{code}”.")


class BudgetCodeIsTwice(Invalid):
    """Two rows of a table have one code."""

    message = _("The code “{code}” is in row {row} too.")


class BudgetRowIsTooLong(Invalid):
    """A row has filled cells beside the headings."""

    message = _("The row has filled cells to which no heading belongs.")


class BudgetColumnsAreMissing(Invalid):
    """The table has no column for something that every line has."""

    message = _("The table has no column “{columns}”. Name it in the mapping; its headings are: {headings}.")


class BudgetRowsAreTooMany(Invalid):
    """The table has more rows than one import takes."""

    message = _("At most {most} budget lines can be imported at once; split the table.")


class BudgetSumsDiffer(Invalid):
    """The rows do not add up to the total that was given."""

    message = _("The column “{column}” adds up to {found}, not to {given}: the difference is {difference} rials.")


@dataclass(frozen=True, slots=True)
class LineSums:
    """The sums of a budget line in rials."""

    approved: int
    allotted: int = 0
    committed: int = 0
    spent: int = 0


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row of a table: the line that it describes; `unit_code` is "" where it names none."""

    number: int
    code: str
    title: str
    unit_code: str
    sums: LineSums


@dataclass(frozen=True, slots=True)
class BudgetFault:
    """What is wrong with one row; the first row below the headings has number 2, and 0 is the whole table."""

    row: int
    why: Refusal


def checked_code(code: str, year: int) -> str:
    """The code of a line in ASCII digits. Raises BudgetCodeIsNotRight."""
    cleaned = ascii_digits(code).strip()
    if not _CODE.fullmatch(cleaned) or not 1300 <= year <= 1600:
        raise BudgetCodeIsNotRight()
    return cleaned


def checked_sums(sums: LineSums) -> LineSums:
    """The sums of a line. Raises BudgetLineIsNotRight."""
    if not (0 <= sums.allotted <= sums.approved <= MOST_RIALS and 0 <= sums.spent <= sums.committed <= MOST_RIALS):
        raise BudgetLineIsNotRight()
    return sums


def places_of(headings: Sequence[str], mapping: Mapping[str, str]) -> dict[str, int]:
    """The index of each column; `mapping`: our name → the table's heading. Raises BudgetColumnsAreMissing."""
    keys = [search_key(heading) for heading in headings]
    places = {}
    for name, label in COLUMNS.items():
        known = {search_key(mapping[name])} if mapping.get(name) else _spellings(name, label)
        place = next((index for index, key in enumerate(keys) if key in known), None)
        if place is not None:
            places[name] = place
    if missing := [name for name in NEEDED if name not in places]:
        raise BudgetColumnsAreMissing(columns="، ".join(missing), headings="، ".join(headings)[:300])
    return places


def row_of(number: int, cells: Sequence[str], places: Mapping[str, int], year: int) -> BudgetRow:
    """The line that a row describes; an empty sum is 0, but for the approved one.

    Raises BudgetRowHasNoCode, BudgetCodeIsNotRight, BudgetRowHasNoTitle, BudgetSumIsMissing, BudgetSumIsNoNumber,
    BudgetLineIsNotRight.
    """
    values = {name: cells[place].strip() for name, place in places.items()}
    title = " ".join(values["title"].split())
    if not values["code"]:
        raise BudgetRowHasNoCode()
    code = checked_code(values["code"], year)
    if not title or len(title) > 200:
        raise BudgetRowHasNoTitle()
    if not values["approved"]:
        raise BudgetSumIsMissing()
    sums = checked_sums(LineSums(*(rials_of(values.get(name, ""), name) for name in SUMS)))
    return BudgetRow(number, code, title, values.get("unit", ""), sums)


def rials_of(cell: str, column: str) -> int:
    """A whole number of rials, in any digits and with any marks between thousands. Raises BudgetSumIsNoNumber."""
    text = ascii_digits(cell).translate(_GROUPS).strip()
    if not text:
        return 0
    if not _NUMBER.fullmatch(text):
        raise BudgetSumIsNoNumber(cell=cell[:40], column=COLUMNS[column])
    return int(text.partition(".")[0])


def twice(rows: Iterable[BudgetRow]) -> list[BudgetFault]:
    """The rows whose code another row above has."""
    first: dict[str, int] = {}
    faults = []
    for row in rows:
        if row.code in first:
            faults.append(BudgetFault(row.number, BudgetCodeIsTwice(code=row.code, row=first[row.code])))
        first.setdefault(row.code, row.number)
    return faults


def added_up(rows: Iterable[BudgetRow]) -> dict[str, int]:
    """The sum of each column over all rows, in rials."""
    totals = dict.fromkeys(SUMS, 0)
    for row in rows:
        for name in SUMS:
            totals[name] += getattr(row.sums, name)
    return totals


def differences(totals: Mapping[str, int], given: Mapping[str, int]) -> list[BudgetFault]:
    """The columns whose sum is not the one that was given; a column without a given total is not compared."""
    return [
        BudgetFault(
            0,
            BudgetSumsDiffer(
                column=COLUMNS[name], found=totals[name], given=given[name], difference=totals[name] - given[name]
            ),
        )
        for name in SUMS
        if name in given and given[name] != totals[name]
    ]


def _spellings(name: str, label: AnyText) -> set[str]:
    return {search_key(name), *(search_key(text) for text in in_every(label).split(" · "))}
