"""What the words beside a number say it is: a phone, a national id, a postal code, money, a measure, a document."""

import re
from collections.abc import Sequence
from typing import Final

from peygir.core.personal.groups import Group

_NEAR: Final = 48  # letters before a number that are searched for such words
SAYS_PHONE: Final = re.compile(
    r"(?i)(?:تلفن|شماره|تماس|زنگ|منزل|همراه|موبایل|مبایل|گوشی|ثابت|پیامک|واتس|تلگرام|ایتا|خط(?:م|ِ من| من)|"
    r"\b(?:tel|phone|call|number|mobile|cell|shomare\w*|tamas|zang|mobayl|whatsapp|sms)\b)[^\d\n]{0,25}$"
)
SAYS_NATIONAL: Final = re.compile(
    r"(?i)(?:ملی|mell?i|national(?:\s*(?:id|code|number))?|الرقم الوطنی|رقم الهویه|شماره هویت)[^\d\n]{0,20}$"
)
SAYS_POST: Final = re.compile(
    r"(?i)(?:پستی|[ck]o?d\w{0,2}\s*posti|الرمز البریدی|post(?:al)?\s*code|zip(?:\s*code)?)[^\d\n]{0,20}$"
)
SAYS_PERSONAL: Final = re.compile(
    r"(?i)(?:شناسنامه|شناس‌نامه|گذرنامه|پاسپورت|گواهینامه|گواهی‌نامه|دانشجویی|پرسنلی|بازنشستگی|شماره\s*بیمه|"
    r"کد\s*بیمه|حساب|passport|driving\s*licen[cs]e|student\s*(?:id|number)|personnel|account\s*(?:no|"
    r"number)?)[^\d\n]{0,20}$"
)
SAYS_PLAIN: Final = re.compile(
    r"(?i)(?:رهگیری|پیگیری|نامه|قبض|شناسه|پرونده|پروانه|مجوز|اشتراک|کنتور|فیش|ثبت|ابلاغ|بخشنامه|قرارداد|کد|درخواست|"
    r"سند|دستور|مصوبه|صورتجلسه|دبیرخانه|سریال|پلاک|بدنه|تیر|پست|بارکد|ردیف|ارجاع|سامانه|سرشماره|پیامکی|تیکت|فاکتور|"
    r"\b(?:tracking|permit|licen[cs]e|invoice|bill|letter|file|case|contract|ref(?:erence)?|code|request|ticket|serial|"
    r"no|id|order|report|peygiri|rahgiri|name|parvande|parvane|ghabz))[^\d\n]{0,22}$"
)
_SAYS_MONEY: Final = re.compile(
    r"(?i)(?:مبلغ|هزینه|قیمت|جریمه|بودجه|عوارض|معادل|پول|بدهی|اعتبار|خسارت|وام|ودیعه|اجاره|بها|cost|price|fine|budget|"
    r"mablagh|hazine)[^\d\n]{0,20}$"
)
UNIT_AFTER: Final = re.compile(
    r"(?i)[ \u200c\t]{0,2}(?:(?:و\s)?(?:هزار|میلیون|ملیون|میلیارد)|ریال|تومان|تومن|متر|سانت|کیلو|لیتر|نفر|درصد|%|٪|روز|"
    r"ساعت|دقیقه|ماه|سال|هفته|عدد|تا\b|بار\b|واحد|طبقه|خانوار|دستگاه|میلی|اصله|وات|ولت|تن\b|مورد|قدم|شب|"
    r"rials?\b|tomans?\b|toman|met(?:er|re)s?\b|m2?\b|cm\b|mm\b|km\b|kg\b|people|days?\b|hours?\b|percent|million|"
    r"thousand|"
    r"metr|tooman)"
)
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}(?:[,.' /]\d{3})+")
_MOST_MONEY: Final = 13  # digits of an amount


def before(text: str, start: int) -> str:
    """The text before a number, as far as it can describe it."""
    return text[max(0, start - _NEAR) : start]


def is_said_phone(context: str) -> bool:
    """Whether the text calls a number a phone's: the word "number" alone may be that of a letter."""
    says = SAYS_PHONE.search(context)
    if says is None:
        return False
    paper = SAYS_PLAIN.search(context)
    return paper is None or re.match(r"شماره|number|shomare", says[0]) is None or paper.start() > says.start()


def is_amount(text: str, groups: Sequence[Group]) -> bool:
    """Whether groups are money or a measure."""
    whole = text[groups[0].start : groups[-1].end]
    if UNIT_AFTER.match(text, groups[-1].end) or (_THOUSANDS.fullmatch(whole) and whole.endswith("000")):
        return True
    are_few = sum(len(group.digits) for group in groups) <= _MOST_MONEY
    return are_few and _SAYS_MONEY.search(before(text, groups[0].start)) is not None
