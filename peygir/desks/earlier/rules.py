"""The words of earlier systems: which fields have them, what a word may mean, and the headings of their tables."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from peygir.core.persian import key_words, search_key
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
_NUMBER: Final = re.compile(r"\d+")
_NUMERALS: Final = "یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|نوزده|بیست"
_NUMBERS: Final = {key_words(word)[0]: str(number) for number, word in enumerate(_NUMERALS.split("|"), start=1)}
_COMMON: Final = frozenset(
    word
    for text in (
        "سازمان شهرداری اداره کل معاونت مدیریت واحد مرکز حوزه و یا در به از غیر سایر امور شهری خدمات "
        "department office division of the and city unit deputy organisation",
    )
    for word in key_words(text)
)
"""Words that many names share, so that they make no two alike."""
_OPEN: Final = (
    "open|new|in progress|in process|pending|assigned|started|active|reopened|unspecified|باز|جدید|جاری|در جریان|"
    "در دست اقدام|در دست بررسی|در حال بررسی|در حال انجام|در حال پیگیری|در انتظار|در انتظار بازدید|ارجاع شده|ارجاع|"
    "ارجاع به واحد|ثبت شده|بررسی نشده|پاسخ داده نشده|انجام نشده|ناتمام|معوق"
)
_CLOSED: Final = (
    "closed|done|resolved|fixed|completed|complete|finished|canceled|cancelled|duplicate|rejected|archived|"
    "بسته|بسته شده|انجام شد|انجام شده|پایان یافته|مختومه|مختومه شده|رفع شد|رفع شده|خاتمه یافته|خاتمه|پاسخ داده شده|"
    "پاسخ داده شد|پاسخ نهایی|تکمیل شده|لغو شده|ابطال شده|تکراری|بایگانی|بایگانی شده"
)
HEADINGS: Final[Mapping[str, str]] = {
    "number": "شماره|شماره درخواست|کد رهگیری|شماره رهگیری|کد پیگیری|شماره پیگیری|شماره پیام|کد پیام|"
    "کد درخواست|شماره پرونده|کد پرونده|شماره ثبت|شناسه|شناسه درخواست|شناسه پیام|id|"
    "case_enquiry_id|unique_key|sr_number|"
    "service_request_id|service_request_number|request_id|case_id|case_number|request_number|number|ticket|ticket_id|"
    "tracking_number|reference|old_number",
    "opened_at": "تاریخ ثبت|تاریخ و ساعت ثبت|تاریخ و زمان ثبت|زمان ثبت|تاریخ پیام|تاریخ درخواست|تاریخ تماس|تاریخ ایجاد|"
    "تاریخ دریافت|تاریخ شروع|تاریخ|"
    "open_dt|created_date|created_at|opened_at|opened|open_date|created|requested_datetime|"
    "request_date|received|date_created|date_opened|reported_at|date",
    "opened_hour": "ساعت ثبت|زمان تماس|ساعت پیام|ساعت درخواست|ساعت تماس|ساعت ایجاد|ساعت دریافت|ساعت|زمان ثبت|زمان|"
    "created_time|open_time|time",
    "topic": "موضوع|موضوع پیام|موضوع درخواست|عنوان موضوع|عنوان پیام|عنوان|نوع درخواست|نوع پیام|گروه موضوع|موضوع اصلی|"
    "complaint_type|sr_type|service_name|request_type|case_type|type|topic|category|subject",
    "text": "شرح|متن|متن پیام|شرح پیام|متن درخواست|شرح درخواست|شرح موضوع|توضیحات|توضیح|شرح مشکل|case_title|text|"
    "descriptor|description|details|comments|title",
    "address": "نشانی|آدرس|نشانی محل|آدرس محل|آدرس پیام|نشانی دقیق|آدرس دقیق|محل|محل وقوع|incident_address|"
    "street_address|full_address|address|location",
    "district": "منطقه|شهرداری منطقه|منطقه شهرداری|کد منطقه|شماره منطقه|neighborhood|neighbourhood|district|borough|"
    "community_area|ward",
    "lat": "عرض جغرافیایی|عرض|latitude|lat|y",
    "lon": "طول جغرافیایی|طول|longitude|long|lon|lng|x",
    "phone": "تلفن|موبایل|تلفن همراه|شماره همراه|همراه|شماره موبایل|شماره تماس|شماره تلفن|تلفن تماس|تلفن شهروند|"
    "تلفن متقاضی|phone|mobile|phone_number|caller_phone",
    "name": "نام|نام شهروند|نام و نام خانوادگی|نام تماس گیرنده|تماس گیرنده|نام متقاضی|متقاضی|نام درخواست کننده|"
    "درخواست کننده|name|caller|caller_name|citizen|requester",
    "unit": "واحد|واحد مسئول|واحد اقدام کننده|واحد رسیدگی کننده|واحد ارجاع|واحد ارجاع شده|ارجاع به|واحد مربوطه|سازمان|"
    "سازمان مسئول|حوزه|حوزه مسئول|اداره|معاونت|department|owner_department|agency_name|agency_responsible|agency|"
    "responsible_agency|unit",
    "due_at": "مهلت|مهلت پاسخ|مهلت اقدام|مهلت رسیدگی|تاریخ مهلت|موعد|target_dt|due|due_date|due_at|expected_datetime|"
    "deadline",
    "closed_at": "تاریخ اتمام|تاریخ پایان|تاریخ خاتمه|تاریخ مختومه|تاریخ بستن|تاریخ بسته شدن|تاریخ انجام|تاریخ پاسخ|"
    "تاریخ پاسخگویی|تاریخ رسیدگی|تاریخ و ساعت پاسخ|زمان پاسخ|closed_dt|closed_date|closed_at|close_date|closed|"
    "completion_date|completed_at|resolved_at|resolution_date|date_closed|finished",
    "closed_hour": "ساعت اتمام|ساعت پایان|ساعت خاتمه|ساعت پاسخ|ساعت انجام|closed_time|close_time",
    "state": "وضعیت|وضعیت پیام|وضعیت درخواست|وضعیت پرونده|وضعیت نهایی|آخرین وضعیت|وضعیت رسیدگی|case_status|"
    "status_description|state|status|request_status",
}
"""Headings by which tables of earlier systems are known, the likeliest first, with | between them."""


def proposed_columns(headings: Sequence[str], kept: Iterable[Mapping[str, str]] = ()) -> dict[str, str]:
    """Return a column for each field that one is known for: of a kept choice that fits whole, and by its heading.

    A column that the table of the choice did not have is proposed beside it, so that none is lost unseen.
    """
    by_key = {search_key(heading): heading for heading in headings if heading}
    columns = next((dict(choice) for choice in kept if choice and set(choice.values()) <= set(headings)), {})
    for field, names in HEADINGS.items():
        if field in columns:
            continue
        for name in names.split("|"):
            heading = by_key.get(search_key(name))
            if heading is not None and heading not in columns.values():
                columns[field] = heading
                break
    return columns


def proposed_code(text: str, names: Mapping[str, str]) -> str:
    """Return the code whose name is most like a word; "" where none is like enough. `names`: name → code.

    A name with other numbers is not like it, however similar: «منطقهٔ دو» is not «منطقهٔ ۱». Words that many names have
    in common make none alike.
    """
    word = _telling_words(text)
    if not any(letter.isalpha() for letter in word):
        return ""
    own, best, best_code = _NUMBER.findall(word), float(LIKE_ENOUGH), ""
    for name, code in names.items():
        telling = _telling_words(name)
        if not code or not telling or _NUMBER.findall(telling) != own:
            continue
        likeness = max(fuzz.token_set_ratio(word, telling), fuzz.ratio(word.replace(" ", ""), telling.replace(" ", "")))
        if likeness > best or (likeness == best and not best_code):
            best, best_code = likeness, code
    return best_code


@lru_cache(maxsize=4096)
def _telling_words(text: str) -> str:
    """The folded words of a name that tell it from others, with numbers in digits."""
    words = [_NUMBERS.get(word, word) for word in key_words(text)]
    return " ".join(word for word in words if word not in _COMMON)


def state_codes() -> dict[str, str]:
    """Return the usual words for states, folded, with their meaning."""
    usual = {EarlierState.OPEN: _OPEN, EarlierState.CLOSED: _CLOSED}
    return {search_key(word): state.value for state, text in usual.items() for word in text.split("|")}
