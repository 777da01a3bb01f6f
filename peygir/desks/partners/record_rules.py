"""Reads a row of old records by a column mapping, and names each fault with its column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.jalali import DateIsNotValid, parse_jalali
from peygir.core.moments import read_moment
from peygir.core.persian import ascii_digits, search_key
from peygir.core.phones import PhoneIsNotValid, normalise_phone
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _

# What a column may mean → (Persian, English). The first two are required.
FIELDS: Final[dict[str, Text]] = {
    "number": pgettext_lazy("column of old records", "number in the old system"),
    "opened_at": pgettext_lazy("column of old records", "when it was opened"),
    "topic": pgettext_lazy("column of old records", "topic (code or name)"),
    "text": pgettext_lazy("column of old records", "words of the report"),
    "address": pgettext_lazy("column of old records", "address"),
    "district": pgettext_lazy("column of old records", "district (code or name)"),
    "lat": pgettext_lazy("column of old records", "latitude"),
    "lon": pgettext_lazy("column of old records", "longitude"),
    "phone": pgettext_lazy("column of old records", "the citizen's phone"),
    "name": pgettext_lazy("column of old records", "the citizen's name"),
    "unit": pgettext_lazy("column of old records", "unit (code or name)"),
    "due_at": pgettext_lazy("column of old records", "by when it was promised"),
    "closed_at": pgettext_lazy("column of old records", "when it was done"),
    "state": pgettext_lazy("column of old records", "state (open or closed)"),
}
NEEDED: Final = ("number", "opened_at")
LONGEST_NUMBER: Final = 50
OPEN, CLOSED = "open", "closed"
"""What a word of the column `state` may mean."""
SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_LONGEST: Final = {"text": 4000, "address": 300, "name": 120}
_JALALI: Final = re.compile(r"(1[234]\d\d[/\-.]\d\d?[/\-.]\d\d?)(?:[ T،,]+(\d\d?):(\d\d)(?::(\d\d))?)?")


class ColumnIsEmpty(Invalid):
    """A required value is missing."""

    message = _("It is empty.")


class MomentIsUnreadable(Invalid):
    """The text is no date, or no existing date."""

    # In Persian text a date with dashes would be displayed in reverse order; the marks keep its order.
    message = _("“{text}” is no date that can be read; write it like 1402/05/03 14:20 or 2023-07-25 14:20.")


class MomentIsToCome(Invalid):
    """The moment of an old record is in the future."""

    message = _("This moment has not come yet.")


class EndsBeforeItBegins(Invalid):
    """The record was done before it was opened."""

    message = _("It is before the record was opened.")


class EndIsMissing(Invalid):
    """A record is closed, and no moment of its end is known."""

    message = _("It is closed, but when it was done is not said.")


class NameIsUnknown(Invalid):
    """The city does not have this topic, district or unit."""

    message = _("“{text}” is not in the city's data; write its code or its whole name.")


class NumberIsNoDegree(Invalid):
    """The number is no degree on Earth."""

    message = _("“{text}” is not a right coordinate.")


class RecordSaysNothing(Invalid):
    """The record has neither text nor topic."""

    message = _("It has neither words nor a topic.")


class RecordIsNowhere(Invalid):
    """The record's topic needs a place, and there is none."""

    message = _("It has no place: a point, an address or a district is needed.")


class ValueIsTooLong(Invalid):
    """The value exceeds the maximum length."""

    message = _("It is longer than {limit} characters.")


class NumberComesTwice(Invalid):
    """Two rows of one file have the same number."""

    message = _("The number “{text}” is in row {row} too.")


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The city's codes: codes and names (as `search_key` folds them) → code; and which topics need no place."""

    topics: Mapping[str, str]
    districts: Mapping[str, str]
    units: Mapping[str, str]
    placeless: frozenset[str]
    zone: str
    region: str
    states: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OldRecord:
    """A row ready for import; moments in UTC, names as codes."""

    number: str
    opened_at: datetime
    topic: str = ""
    text: str = ""
    address: str = ""
    district: str = ""
    lat: float | None = None
    lon: float | None = None
    phone: str = ""
    name: str = ""
    unit: str = ""
    due_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """A fault in a row, and its field."""

    row: int
    field: str
    why: Refusal


class RowReader:
    """Reads rows by one mapping (field → column index); `faults` collects all faults."""

    def __init__(self, places: Mapping[str, int], known: KnownCodes, now: datetime) -> None:
        self.places, self.known, self.now = places, known, now
        self.zone = ZoneInfo(known.zone)
        self.faults: list[RowFault] = []
        self._seen: dict[str, int] = {}

    def read(self, row: int, cells: tuple[str, ...]) -> OldRecord | None:
        """The record of a row, or None with its faults added to `faults`."""
        before = len(self.faults)
        row_values = {name: cells[place] for name, place in self.places.items()}
        for name in NEEDED:
            if not row_values.get(name):
                self._fault(row, name, ColumnIsEmpty())
        number = ascii_digits(row_values.get("number", ""))
        self._check_number(row, number)
        moments = {name: self._moment(row, name, row_values) for name in ("opened_at", "due_at", "closed_at")}
        self._check_order(row, moments)
        codes = {name: self._code(row, name, row_values) for name in ("topic", "district", "unit")}
        closed_at = self._end(row, self._code(row, "state", row_values), moments["closed_at"])
        lat, lon = self._point(row, row_values)
        record = OldRecord(
            number=number,
            opened_at=moments["opened_at"] or self.now,
            due_at=moments["due_at"],
            closed_at=closed_at,
            lat=lat,
            lon=lon,
            phone=self._phone(row, row_values),
            text=row_values.get("text", ""),
            address=row_values.get("address", ""),
            name=row_values.get("name", ""),
            **codes,
        )
        self._check_whole(row, record, row_values)
        return record if len(self.faults) == before else None

    def _fault(self, row: int, field: str, why: Refusal) -> None:
        self.faults.append(RowFault(row, field, why))

    def _check_number(self, row: int, number: str) -> None:
        if len(number) > LONGEST_NUMBER:
            self._fault(row, "number", ValueIsTooLong(limit=LONGEST_NUMBER))
        elif number and number in self._seen:
            self._fault(row, "number", NumberComesTwice(text=number, row=self._seen[number]))
        elif number:
            self._seen[number] = row

    def _moment(self, row: int, name: str, said: Mapping[str, str]) -> datetime | None:
        text = said.get(name, "")
        if not text:
            return None
        moment = read_when(text, self.zone)
        if moment is None:
            self._fault(row, name, MomentIsUnreadable(text=text[:40]))
        elif moment > self.now and name != "due_at":
            self._fault(row, name, MomentIsToCome())
        return moment

    def _check_order(self, row: int, moments: Mapping[str, datetime | None]) -> None:
        opened = moments["opened_at"]
        for name in ("due_at", "closed_at"):
            later = moments[name]
            if opened is not None and later is not None and later < opened:
                self._fault(row, name, EndsBeforeItBegins())

    def _code(self, row: int, name: str, said: Mapping[str, str]) -> str:
        text = said.get(name, "")
        if not text:
            return ""
        table: Mapping[str, str] = getattr(self.known, f"{name}s")
        code = table.get(search_key(text), "")
        if not code:
            self._fault(row, name, NameIsUnknown(text=text[:120]))
        return code

    def _end(self, row: int, state: str, closed_at: datetime | None) -> datetime | None:
        """The moment of the end: none for a record that is open, whatever its columns hold."""
        if state == CLOSED and closed_at is None:
            self._fault(row, "closed_at" if "closed_at" in self.places else "state", EndIsMissing())
        return None if state == OPEN else closed_at

    def _point(self, row: int, row_values: Mapping[str, str]) -> tuple[float | None, float | None]:
        coordinates: list[float | None] = []
        for name, limit in (("lat", 90), ("lon", 180)):
            text = ascii_digits(row_values.get(name, "")).replace("٫", ".")
            try:
                value = float(text) if text else None
            except ValueError:
                value = float("nan")
            if value is not None and not -limit <= value <= limit:
                self._fault(row, name, NumberIsNoDegree(text=text[:20]))
                value = None
            coordinates.append(value)
        lat, lon = coordinates
        return (lat, lon) if lat is not None and lon is not None else (None, None)

    def _phone(self, row: int, said: Mapping[str, str]) -> str:
        text = said.get("phone", "")
        try:
            return normalise_phone(text, self.known.region) if text else ""
        except PhoneIsNotValid as fault:
            self._fault(row, "phone", fault)
            return ""

    def _check_whole(self, row: int, record: OldRecord, row_values: Mapping[str, str]) -> None:
        for name, limit in _LONGEST.items():
            if len(row_values.get(name, "")) > limit:
                self._fault(row, name, ValueIsTooLong(limit=limit))
        if not record.text and not row_values.get("topic"):
            self._fault(row, "text" if "text" in self.places else "topic", RecordSaysNothing())
        has_place = record.lat is not None or record.address or row_values.get("district")
        if not has_place and record.topic not in self.known.placeless:
            self._fault(row, "address" if "address" in self.places else "lat", RecordIsNowhere())


def read_when(text: str, zone: ZoneInfo) -> datetime | None:
    """A moment as tables write it: Jalali or Gregorian, any digits, in the city's time unless an offset is given."""
    plain = ascii_digits(text).strip()
    jalali = _JALALI.fullmatch(plain)
    try:
        if jalali is not None:
            day: date = parse_jalali(jalali[1])
            hour, minute, second = (int(part or 0) for part in jalali.groups()[1:])
            return datetime.combine(day, time(hour, minute, second), zone).astimezone(UTC)
        moment = read_moment(plain)
        has_offset = re.search(r"([Zz]|[+\-]\d\d:?\d\d)$", plain[10:]) is not None
        if moment is None or has_offset:
            return moment
        return moment.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError, DateIsNotValid):
        return None
