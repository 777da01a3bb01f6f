"""Lists of cases as files: for machines by codes and in UTC, for people with headings and words of their language."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from peygir.cases.exporting import Exported
from peygir.cases.lifecycle import CLOSE_KINDS, STATES
from peygir.core import tables
from peygir.core.jalali import format_numeric
from peygir.core.tables import Column

# form → (media type, whether the browser is to keep it under this ending)
FORMS: Final[dict[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet",
}
# name for machines → (Persian, English, what stands in it)
COLUMNS: Final[dict[str, tuple[str, str, tables.Kind]]] = {
    "code": ("کد پیگیری", "Tracking code", "text"),
    "state": ("وضعیت", "State", "text"),
    "close_kind": ("چگونه بسته شد", "How it was closed", "text"),
    "urgency": ("فوریت", "Urgency", "text"),
    "opened_at": ("زمان ثبت", "Opened", "moment"),
    "due_at": ("وعدهٔ پایان کار", "Due", "moment"),
    "closed_at": ("زمان بسته شدن", "Closed", "moment"),
    "topic": ("موضوع", "Topic", "text"),
    "district": ("منطقه", "District", "text"),
    "unit": ("واحد", "Unit", "text"),
    "address": ("نشانی", "Address", "text"),
    "lat": ("عرض جغرافیایی", "Latitude", "number"),
    "lon": ("طول جغرافیایی", "Longitude", "number"),
    "report_count": ("شمار گزارش‌ها", "Reports", "number"),
    "text": ("متن گزارش", "Words of the report", "text"),
}  # fmt: skip
_URGENCIES: Final = {
    "U": ("فوری", "urgent"), "N": ("عادی", "normal"), "P": ("برنامه‌ای", "planned"), "I": ("آنی", "on the spot"),
}  # fmt: skip
_LAT, _LON = list(COLUMNS).index("lat"), list(COLUMNS).index("lon")


def as_file(form: str, cases: Iterable[Exported], *, language: str = "", zone: str = "UTC") -> Iterator[bytes]:
    """The file's bytes as they come. `language` "" is for machines; "fa" and "en" for people, on the city's clock."""
    heads = [Column(_said(names, language) if language else name, "text" if language and kind == "moment" else kind)
             for name, (*names, kind) in COLUMNS.items()]  # fmt: skip
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
    """The address, or where it is not for the reader the neighbourhood's name."""
    area = case.area
    return case.address or (_said((area.name_fa, area.name_en), language) if area is not None else "")


def _by_codes(case: Exported) -> Sequence[Any]:
    return (
        case.code, case.state, case.close_kind, case.urgency, case.opened_at, case.due_at, case.closed_at,
        case.topic.code if case.topic else "", case.district.code if case.district else "",
        case.unit.code if case.unit else "", _place(case, "fa"), case.lat, case.lon, case.report_count, case.text,
    )  # fmt: skip


def _in_words(language: str, zone: ZoneInfo) -> Callable[[Exported], Sequence[Any]]:
    def moment(value: datetime | None) -> str:
        if value is None:
            return ""
        here = value.astimezone(zone)
        day = format_numeric(here.date()) if language == "fa" else here.date().isoformat()
        return f"{day} {here:%H:%M}"

    def named(thing: Any) -> str:
        return _said((thing.name_fa, thing.name_en), language) if thing is not None else ""

    def row(case: Exported) -> Sequence[Any]:
        closed = CLOSE_KINDS[case.close_kind][:2] if case.close_kind else ("", "")
        return (
            case.code, _said(STATES[case.state], language), _said(closed, language),
            _said(_URGENCIES.get(case.urgency, ("", "")), language), moment(case.opened_at), moment(case.due_at),
            moment(case.closed_at), named(case.topic), named(case.district), named(case.unit),
            _place(case, language), case.lat, case.lon, case.report_count, case.text,
        )  # fmt: skip

    return row


def _said(names: Sequence[str], language: str) -> str:
    return names[0] if language == "fa" or not names[1] else names[1]
