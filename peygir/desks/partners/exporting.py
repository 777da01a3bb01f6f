"""Case lists as files: for machines with codes and in UTC, for people with headings and names in their language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from peygir.cases.exporting import Exported
from peygir.cases.states import CaseState, CloseKind
from peygir.city import queries as city
from peygir.city.urgencies import Urgency
from peygir.core import tables
from peygir.core.jalali import format_numeric
from peygir.core.tables import Column
from peygir.core.translation import Names, Text, pgettext_lazy

# form → (media type, whether the browser is to keep it under this ending)
FORMS: Final[dict[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
# name for machines → (Persian, English, what stands in it)
COLUMNS: Final[dict[str, tuple[Text, tables.Kind]]] = {
    "code": (pgettext_lazy("column of an export", "Tracking code"), "text"),
    "state": (pgettext_lazy("column of an export", "State"), "text"),
    "close_kind": (pgettext_lazy("column of an export", "How it was closed"), "text"),
    "urgency": (pgettext_lazy("column of an export", "Urgency"), "text"),
    "opened_at": (pgettext_lazy("column of an export", "Opened"), "moment"),
    "due_at": (pgettext_lazy("column of an export", "Due"), "moment"),
    "closed_at": (pgettext_lazy("column of an export", "Closed"), "moment"),
    "topic": (pgettext_lazy("column of an export", "Topic"), "text"),
    "district": (pgettext_lazy("column of an export", "District"), "text"),
    "unit": (pgettext_lazy("column of an export", "Unit"), "text"),
    "address": (pgettext_lazy("column of an export", "Address"), "text"),
    "lat": (pgettext_lazy("column of an export", "Latitude"), "number"),
    "lon": (pgettext_lazy("column of an export", "Longitude"), "number"),
    "report_count": (pgettext_lazy("column of an export", "Reports"), "number"),
    "text": (pgettext_lazy("column of an export", "Words of the report"), "text"),
}
_LAT, _LON = list(COLUMNS).index("lat"), list(COLUMNS).index("lon")


def as_file(form: str, cases: Iterable[Exported], *, language: str = "", zone: str = "UTC") -> Iterator[bytes]:
    """Yield the file's bytes. `language` "" is for machines; "fa" and "en" for people, in the city's time."""
    heads = [
        Column(_said(label, language) if language else name, "text" if language and kind == "moment" else kind)
        for name, (label, kind) in COLUMNS.items()
    ]
    turn = _in_words(language, ZoneInfo(zone)) if language else _by_codes
    rows = (turn(case) for case in cases)
    if form == "csv":
        return tables.as_csv(heads, rows, with_mark=bool(language))
    if form == "xlsx":
        return tables.as_xlsx(heads, rows, from_right=language == "fa")
    if form == "geojson":
        return tables.as_geojson(heads, rows, lat=_LAT, lon=_LON)
    return tables.as_parquet(heads, rows)


def _place(case: Exported, language: str) -> str:
    """The address, or the neighbourhood's name where the actor may not know the address."""
    area = case.area
    return case.address or (_said(city.names_of(area), language) if area is not None else "")


def _by_codes(case: Exported) -> Sequence[Any]:
    return (
        case.code,
        case.state,
        case.close_kind,
        case.urgency,
        case.opened_at,
        case.due_at,
        case.closed_at,
        case.topic.code if case.topic else "",
        case.district.code if case.district else "",
        case.unit.code if case.unit else "",
        _place(case, "fa"),
        case.lat,
        case.lon,
        case.report_count,
        case.text,
    )


def _in_words(language: str, zone: ZoneInfo) -> Callable[[Exported], Sequence[Any]]:
    def moment(value: datetime | None) -> str:
        if value is None:
            return ""
        here = value.astimezone(zone)
        day = format_numeric(here.date()) if language == "fa" else here.date().isoformat()
        return f"{day} {here:%H:%M}"

    def named(thing: Any) -> str:
        return _said(city.names_of(thing), language) if thing is not None else ""

    def row(case: Exported) -> Sequence[Any]:
        closed = CloseKind.labels()[case.close_kind] if case.close_kind else None
        return (
            case.code,
            _said(CaseState.labels()[case.state], language),
            _said(closed, language),
            _said(Urgency.labels().get(case.urgency), language),
            moment(case.opened_at),
            moment(case.due_at),
            moment(case.closed_at),
            named(case.topic),
            named(case.district),
            named(case.unit),
            _place(case, language),
            case.lat,
            case.lon,
            case.report_count,
            case.text,
        )

    return row


def _said(text: Text | Names | None, language: str) -> str:
    return text.in_language(language) if text is not None else ""
