"""Words that are often written apart, or in several words, and that the patterns know as one."""

import re
from typing import Final

Replacement = tuple[re.Pattern[str], str]


def _words(pattern: str, instead: str) -> Replacement:
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), instead


def _between(pattern: str, instead: str) -> Replacement:
    return re.compile(f" (?:{pattern})(?= )"), f" {instead}"


BEFORE_FORMS: Final[tuple[Replacement, ...]] = (
    (re.compile(r"(?<!\S)(ن?می) (?=\S)"), r"\1"),
    _words(r"هیچ (کس|کسی|کدوم|یک)", "هیچکس"),
    _words(r"هیچ گونه ?ا?ی?", "هیچ"),
    _words(r"بر طرف", "برطرف"),
    _words(r"همه ?(چی|چیز|چیزا|چیزها)", "همه"),
    _words(r"(خراب|داغون|کثیف|بد) تر", "بدتر"),
    _words(r"رو ?به ?راه(ه?)", "ردیف"),
    _words(r"(یه|یک|ی) (کم|خورده|خرده|ذره|مقدار|کمی|کمش|مقداری|مقدارش)(ش|ی|شو)?", "کمی"),
    _words(r"تا (حدی|حدودی|اندازه ای)", "نسبتا"),
    _words(r"(همون|همان|همین|این) ?(جوری?|طوری?|طور)(ه|یه|است|ن)?", "همان"),
    _words(r"(ناراضی|راضی) ?(ام|م|ایم)", r"\1 هستم"),
    _words(r"سر ?(جا|جای|جاش|جاشه|جاشون|جاشونه|جاشن) ?(ش|شه|خودش|خودشه|خود|است|هست)?", "سرجاش"),
    _words(r"به قوت خود(ش)? باقی(ه|ست)?", "سرجاش"),
    _words(r"پا ?بر ?جا(ه|ست|س)?", "سرجاش"),
    _words(r"باقی(ه|ست|س|اند)?", "سرجاش"),
    _words(r"وصله ?(?:و )?پینه(?:ای| ای|کاری| کاری)?", "سرهمبندی"),
    _words(r"ان ?شا ?ا?(الله|لله|لا)", "کاش"),
    _words(r"انگار نه انگار", "هیچ"),
    _words(r"(به|ب) ?نظر (میاد|میرسه|میرسد)", "شاید"),
    _words(r"مثل اینکه|مثل این که", "شاید"),
    _words(r"(فکر|گمان|تصور|خیال) (می ?)?(کنم|میکنم)", "شاید"),
    _words(r"(فکر|گمان|تصور) (نمی ?)?(نکنم|کنم|نمیکنم)", "شاید"),
)
"""Replaced in the text as written, and again among the words of the lexicon."""
AFTER_FORMS: Final[tuple[Replacement, ...]] = (
    _between(
        r"(نشد|شد|کردن|نکردن|امدن|نیامدن|دادن|ندادن|گرفت|نگرفت|بردن|نبردن|گذاشتن|مانده) (هست|اند|ان|ام|بودهست)", r"\1"
    ),
    _between(r"(شد|کردن|امدن|دادن) (بود|بودن)", r"\1 بوده"),
    _between(r"(شد|کردن|امدن|دادن) (باشه)", r"\1باشه"),
    _between(r"خواه(د|ند|یم) (شد|کردن|امدن)", "میشه"),
    _between(r"نخواه(د|ند) (شد|کردن|امدن)", "نمیشه"),
    _between(r"(بی|با) کیفیت", r"\1کیفیت"),
)
"""Replaced among the words of the lexicon: compound tenses become one word."""
