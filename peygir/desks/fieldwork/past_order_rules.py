"""Reads a row of an earlier system's work orders by a column mapping, and names each fault with its column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, DateIsNotValid, parse_jalali, to_gregorian
from peygir.core.persian import ascii_digits, search_key
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.money import read_amount

# What a column may mean. The first two are required.
PAST_FIELDS: Final[dict[str, Text]] = {
    "done_on": pgettext_lazy("column of past orders", "day of the work"),
    "cost": pgettext_lazy("column of past orders", "cost"),
    "number": pgettext_lazy("column of past orders", "number in the earlier system"),
    "opened_on": pgettext_lazy("column of past orders", "day on which it was opened"),
    "kind": pgettext_lazy("column of past orders", "kind of the order"),
    "asset": pgettext_lazy("column of past orders", "asset"),
    "text": pgettext_lazy("column of past orders", "what was done"),
    "topic": pgettext_lazy("column of past orders", "topic (code or name)"),
    "unit": pgettext_lazy("column of past orders", "unit (code or name)"),
}
NEEDED_PAST: Final = ("done_on", "cost")
_LONGEST: Final = {"number": 50, "kind": 40, "asset": 80, "text": 1000}
_FIRST, _LAST = to_gregorian(FIRST_YEAR, 1, 1), to_gregorian(LAST_YEAR, 12, 29)


class PastMappingIsWrong(Invalid):
    """The columns do not fit the table."""

    message = _("These columns do not fit the table: {why}. The fields are: {fields}; “done_on” and “cost” are needed.")


class PastDayIsEmpty(Invalid):
    """The day of the work is missing."""

    message = _("The day of the work is missing.")


class PastDayIsUnreadable(Invalid):
    """The text is no day of either calendar."""

    message = _("“{text}” is no day that can be read; write it like 1402/05/03 or 2023-07-25.")


class PastDayIsToCome(Invalid):
    """The work of a past order lies in the future."""

    message = _("This day has not come yet.")


class PastOrderEndsFirst(Invalid):
    """The work was done before the order was opened."""

    message = _("The work was done before the order was opened.")


class PastNameIsUnknown(Invalid):
    """The city does not have this topic or unit."""

    message = _("“{text}” is not in the city's data; write its code or its whole name.")


class PastValueIsTooLong(Invalid):
    """A value exceeds its limit."""

    message = _("It is longer than {limit} characters.")


class PastNumberComesTwice(Invalid):
    """Two rows of one file have the same number."""

    message = _("The number “{text}” stands in row {row} too.")


@dataclass(frozen=True, slots=True)
class PastRow:
    """A row ready for import; `cost` None: nothing is known of it. Topic and unit are codes."""

    row: int
    number: str
    done_on: date
    opened_on: date
    cost: int | None
    kind: str = ""
    asset: str = ""
    text: str = ""
    topic: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class PastFault:
    """A fault in a row, and its field."""

    row: int
    field: str
    why: Refusal


def past_places(columns: Mapping[str, str], headings: Sequence[str]) -> dict[str, int]:
    """Field → column index in a table. Raises PastMappingIsWrong."""
    named = {field: heading for field, heading in columns.items() if heading}
    unknown = [field for field in named if field not in PAST_FIELDS]
    missing = [field for field in NEEDED_PAST if field not in named]
    absent = [heading for heading in named.values() if heading not in headings]
    if unknown or missing or absent:
        why = ", ".join([*unknown, *missing, *absent])[:200]
        raise PastMappingIsWrong(why=why, fields=", ".join(PAST_FIELDS))
    return {field: list(headings).index(heading) for field, heading in named.items()}


class PastRowReader:
    """Reads rows by one mapping; `faults` collects all faults. `topics` and `units`: names and codes → code."""

    def __init__(
        self,
        places: Mapping[str, int],
        *,
        digits: int,
        today: date,
        topics: Mapping[str, str],
        units: Mapping[str, str],
    ) -> None:
        self.places, self.digits, self.today = places, digits, today
        self.codes = {"topic": topics, "unit": units}
        self.faults: list[PastFault] = []
        self._seen: dict[str, int] = {}

    def read(self, row: int, cells: Sequence[str]) -> PastRow | None:
        """The order of a row, or None where it has any fault; a row without a number has that of its place."""
        before = len(self.faults)
        row_values = {field: cells[place].strip() for field, place in self.places.items()}
        done = self._day(row, "done_on", row_values.get("done_on", ""))
        if not row_values.get("done_on"):
            self._fault(row, "done_on", PastDayIsEmpty())
        opened = self._day(row, "opened_on", row_values.get("opened_on", "")) or done
        if done is not None and opened is not None and done < opened:
            self._fault(row, "opened_on", PastOrderEndsFirst())
        for field, limit in _LONGEST.items():
            if len(row_values.get(field, "")) > limit:
                self._fault(row, field, PastValueIsTooLong(limit=limit))
        number = self._number(row, row_values.get("number", ""))
        cost = self._cost(row, row_values.get("cost", ""))
        codes = {field: self._code(row, field, row_values.get(field, "")) for field in self.codes}
        if len(self.faults) > before or done is None or opened is None:
            return None
        words = {field: row_values.get(field, "") for field in ("kind", "asset", "text")}
        return PastRow(row, number, done, opened, cost, **words, **codes)

    def _fault(self, row: int, field: str, why: Refusal) -> None:
        self.faults.append(PastFault(row, field, why))

    def _number(self, row: int, text: str) -> str:
        if not text:
            return str(row)
        if text in self._seen:
            self._fault(row, "number", PastNumberComesTwice(text=text[:40], row=self._seen[text]))
        self._seen.setdefault(text, row)
        return text

    def _cost(self, row: int, text: str) -> int | None:
        try:
            return read_amount(text, self.digits) if text else None
        except Refusal as refusal:
            self._fault(row, "cost", refusal)
            return None

    def _code(self, row: int, field: str, text: str) -> str:
        code = self.codes[field].get(search_key(text), "") if text else ""
        if text and not code:
            self._fault(row, field, PastNameIsUnknown(text=text[:60]))
        return code

    def _day(self, row: int, field: str, text: str) -> date | None:
        if not text:
            return None
        try:
            day = past_day(text)
        except PastDayIsUnreadable as refusal:
            self._fault(row, field, refusal)
            return None
        if day > self.today:
            self._fault(row, field, PastDayIsToCome())
            return None
        return day


def past_day(text: str) -> date:
    """A day of either calendar in any digits; a time behind it is left out. Raises PastDayIsUnreadable."""
    plain = ascii_digits(text).strip()
    head = plain.replace("T", " ").split(" ")[0]
    try:
        return parse_jalali(head)
    except DateIsNotValid:
        try:
            day = date.fromisoformat(head)
        except ValueError:
            day = date.min
        if not _FIRST <= day <= _LAST:
            raise PastDayIsUnreadable(text=text[:40]) from None
        return day


def median(amounts: Sequence[int]) -> Decimal | None:
    """The median of amounts, exact: between two of them it may have a half. None of nothing."""
    if not amounts:
        return None
    ordered, middle = sorted(amounts), len(amounts) // 2
    if len(ordered) % 2:
        return Decimal(ordered[middle])
    return Decimal(ordered[middle - 1] + ordered[middle]) / 2
