"""Reads a row of old records by a column mapping, and names each fault with its column."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.phones import PhoneIsNotValid
from peygir.core.refusals import Invalid, Refusal
from peygir.core.translation import Text, pgettext_lazy
from peygir.desks.partners.record_faults import (
    ColumnIsEmpty,
    EndIsMissing,
    EndsBeforeItBegins,
    MomentIsToCome,
    NameIsUnknown,
    NumberComesTwice,
    NumberIsNoDegree,
    PointIsNowhere,
    RecordIsNowhere,
    RecordSaysNothing,
    RowIsLonger,
    ValueIsTooLong,
)
from peygir.desks.partners.record_moments import RecordMoment, is_day_first, read_when
from peygir.desks.partners.record_values import cell_text, folded, placed, read_degree, read_number, read_phone

# What a column may mean → (Persian, English). The first two are required.
FIELDS: Final[dict[str, Text]] = {
    "number": pgettext_lazy("column of old records", "number in the old system"),
    "opened_at": pgettext_lazy("column of old records", "when it was opened"),
    "opened_hour": pgettext_lazy("column of old records", "hour it was opened, in a column of its own"),
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
    "closed_hour": pgettext_lazy("column of old records", "hour it was done, in a column of its own"),
    "state": pgettext_lazy("column of old records", "state (open or closed)"),
}
NEEDED: Final = ("number", "opened_at")
LONGEST_NUMBER: Final = 50
OPEN, CLOSED = "open", "closed"
"""What a word of the column `state` may mean."""
SOURCE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
_LONGEST: Final = {"text": 4000, "address": 300, "name": 120}
_NO_DAY: Final = re.compile(r"[0۰٠\s/\-.:]+")  # such as 0000-00-00
_HOURS: Final = {"opened_at": "opened_hour", "closed_at": "closed_hour"}


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """The city's codes: codes and names (as `search_key` folds them) → code; and which topics need no place.

    A word with the code "" is known to mean none of ours. `centre`: latitude and longitude of the city.
    """

    topics: Mapping[str, str]
    districts: Mapping[str, str]
    units: Mapping[str, str]
    placeless: frozenset[str]
    zone: str
    region: str
    centre: tuple[float, float]
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
        self._day_first: dict[str, bool | None] = {}

    def learn(self, rows: Iterable[tuple[str, ...]]) -> None:
        """See from all rows in which order the columns of moments have day and month."""
        kept = list(rows)
        for name in ("opened_at", "due_at", "closed_at"):
            if name in self.places:
                self._day_first[name] = is_day_first(cells[self.places[name]] for cells in kept)

    def read(self, row: int, cells: tuple[str, ...], *, is_longer: bool = False) -> OldRecord | None:
        """The record of a row, or None with its faults added to `faults`.

        `is_longer`: filled cells stand beyond the headings.
        """
        before = len(self.faults)
        row_values = {name: cell_text(cells[place]) for name, place in self.places.items()}
        if is_longer:
            self._fault(row, "number", RowIsLonger())
        for name in NEEDED:
            if not row_values.get(name):
                self._fault(row, name, ColumnIsEmpty())
        number = read_number(row_values.get("number", ""))
        self._check_number(row, number)
        moments = self._moments(row, row_values)
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
            # A topic that is none of ours stays readable where nothing else says what the report is about.
            text=row_values.get("text") or ("" if codes["topic"] else row_values.get("topic", "")),
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

    def _moments(self, row: int, row_values: Mapping[str, str]) -> dict[str, datetime | None]:
        """The moments of a record by field; what ends on the day it was opened, without an hour, ends after it."""
        opened, due, closed = (self._moment(row, name, row_values) for name in ("opened_at", "due_at", "closed_at"))
        moments = {
            "opened_at": opened.at if opened is not None else None,
            "due_at": due.end_of_day(self.zone) if due is not None else None,
            "closed_at": closed.at if closed is not None else None,
        }
        if opened is not None and closed is not None and closed.is_same_day(opened, self.zone):
            moments["closed_at"] = opened.at
        for name in ("due_at", "closed_at"):
            later = moments[name]
            if opened is not None and later is not None and later < opened.at:
                self._fault(row, name, EndsBeforeItBegins())
        return moments

    def _moment(self, row: int, name: str, row_values: Mapping[str, str]) -> RecordMoment | None:
        text, hour = row_values.get(name, ""), row_values.get(_HOURS.get(name, ""), "")
        if not text or (name not in NEEDED and _NO_DAY.fullmatch(text)):
            return None
        try:
            written = f"{text} {hour}" if hour and ":" not in text else text
            moment = read_when(written, self.zone, day_first=self._day_first.get(name))
        except Invalid as fault:
            self._fault(row, name, fault)
            return None
        if moment.at > self.now and name != "due_at":
            self._fault(row, name, MomentIsToCome())
        return moment

    def _code(self, row: int, name: str, row_values: Mapping[str, str]) -> str:
        text = row_values.get(name, "")
        if not text:
            return ""
        code = self._table(name).get(folded(text))
        if code is None:
            self._fault(row, name, NameIsUnknown(text=text[:120]))
        return code or ""

    def _end(self, row: int, state: str, closed_at: datetime | None) -> datetime | None:
        """The moment of the end: none for a record that is open, whatever its columns hold."""
        if state == CLOSED and closed_at is None:
            self._fault(row, "closed_at" if "closed_at" in self.places else "state", EndIsMissing())
        return None if state == OPEN else closed_at

    def _point(self, row: int, row_values: Mapping[str, str]) -> tuple[float | None, float | None]:
        """The point of a row; none where a coordinate is missing, or both are zero."""
        degrees: list[float | None] = []
        for name in ("lat", "lon"):
            text = row_values.get(name, "")
            try:
                degrees.append(read_degree(text))
            except ValueError:
                self._fault(row, name, NumberIsNoDegree(text=text[:20]))
                degrees.append(None)
        lat, lon = degrees
        if lat is None or lon is None or lat == lon == 0:
            return None, None
        point = placed(lat, lon, self.known.centre)
        if point is None:
            self._fault(row, "lat", PointIsNowhere(lat=row_values["lat"][:20], lon=row_values["lon"][:20]))
            return None, None
        return point

    def _phone(self, row: int, row_values: Mapping[str, str]) -> str:
        try:
            return read_phone(row_values.get("phone", ""), self.known.region)
        except PhoneIsNotValid as fault:
            self._fault(row, "phone", fault)
            return ""

    def _check_whole(self, row: int, record: OldRecord, row_values: Mapping[str, str]) -> None:
        for name, limit in _LONGEST.items():
            if len(row_values.get(name, "")) > limit:
                self._fault(row, name, ValueIsTooLong(limit=limit))
        if not record.text and not record.topic:
            self._fault(row, "text" if "text" in self.places else "topic", RecordSaysNothing())
        district = folded(row_values.get("district", ""))
        is_asked_about = district and district not in self.known.districts  # that has its own fault
        has_place = record.lat is not None or record.address or record.district or is_asked_about
        if not has_place and record.topic not in self.known.placeless:
            self._fault(row, "address" if "address" in self.places else "lat", RecordIsNowhere())

    def _table(self, name: str) -> Mapping[str, str]:
        table: Mapping[str, str] = getattr(self.known, f"{name}s")
        return table
