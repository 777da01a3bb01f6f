"""The words of earlier systems: which fields have them, what a word may mean, and the headings of their tables."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from peygir.core.persian import search_key
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class WordField(Vocabulary):
    """A field whose words are led to our codes."""

    TOPIC = "topic", pgettext_lazy("field of an earlier record", "topic")
    DISTRICT = "district", pgettext_lazy("field of an earlier record", "district")
    UNIT = "unit", pgettext_lazy("field of an earlier record", "unit")
    STATE = "state", pgettext_lazy("field of an earlier record", "state")


class EarlierState(Vocabulary):
    """How a record stood in the earlier system."""

    OPEN = "open", pgettext_lazy("state of an earlier record", "Still open")
    CLOSED = "closed", pgettext_lazy("state of an earlier record", "Done or closed")


LIKE_ENOUGH: Final = 80
"""From this likeness (0 to 100) on a code is proposed."""
_OPEN: Final = "open|new|in progress|pending|باز|جدید|در دست اقدام|در دست بررسی|در حال بررسی|در حال انجام|ارجاع شده"
_CLOSED: Final = "closed|done|resolved|fixed|بسته|بسته شده|انجام شد|انجام شده|پایان یافته|مختومه|رفع شد|خاتمه یافته"
HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("شماره", "شماره درخواست", "کد رهگیری", "شماره پیگیری", "id", "case_enquiry_id", "number", "ticket"),
    "opened_at": ("تاریخ ثبت", "تاریخ", "زمان ثبت", "تاریخ درخواست", "open_dt", "opened", "created", "received"),
    "topic": ("موضوع", "عنوان", "نوع درخواست", "type", "topic", "category", "subject"),
    "text": ("شرح", "متن", "توضیحات", "شرح درخواست", "case_title", "text", "description", "title"),
    "address": ("نشانی", "آدرس", "محل", "location", "address"),
    "district": ("منطقه", "شهرداری منطقه", "neighborhood", "district"),
    "lat": ("عرض", "عرض جغرافیایی", "latitude", "lat", "y"),
    "lon": ("طول", "طول جغرافیایی", "longitude", "lon", "lng", "x"),
    "phone": ("تلفن", "موبایل", "شماره تماس", "شماره تلفن", "phone", "mobile"),
    "name": ("نام", "نام شهروند", "نام و نام خانوادگی", "name", "caller"),
    "unit": ("واحد", "واحد مسئول", "سازمان", "department", "unit"),
    "due_at": ("مهلت", "مهلت پاسخ", "تاریخ مهلت", "موعد", "target_dt", "due", "deadline"),
    "closed_at": (
        "تاریخ اتمام",
        "تاریخ پایان",
        "تاریخ خاتمه",
        "تاریخ بسته شدن",
        "تاریخ انجام",
        "closed_dt",
        "closed",
        "finished",
    ),
    "state": ("وضعیت", "case_status", "state", "status"),
}
"""Headings by which tables of earlier systems are known, the likeliest first."""


def proposed_columns(headings: Sequence[str], kept: Iterable[Mapping[str, str]] = ()) -> dict[str, str]:
    """Return a column for each field that one is known for: of a kept choice that fits whole, else by its heading."""
    for choice in kept:
        if choice and set(choice.values()) <= set(headings):
            return dict(choice)
    by_key = {search_key(heading): heading for heading in headings if heading}
    columns: dict[str, str] = {}
    for field, names in HEADINGS.items():
        for name in names:
            heading = by_key.get(search_key(name))
            if heading is not None and heading not in columns.values():
                columns[field] = heading
                break
    return columns


def proposed_code(text: str, known: Mapping[str, str]) -> str:
    """Return the code whose name is most like a word; "" where none is like enough. `known`: folded name → code."""
    match = process.extractOne(search_key(text), known.keys(), scorer=fuzz.WRatio, score_cutoff=LIKE_ENOUGH)
    return known[match[0]] if match is not None else ""


def state_codes() -> dict[str, str]:
    """Return the usual words for states, folded, with their meaning."""
    usual = {EarlierState.OPEN: _OPEN, EarlierState.CLOSED: _CLOSED}
    return {search_key(word): state.value for state, text in usual.items() for word in text.split("|")}
