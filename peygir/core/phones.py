"""Phone numbers: normalised to E.164 ("+989121234567"), and shown to strangers with the middle hidden.

Parsing by `phonenumbers`, the Python port of Google's libphonenumber.
"""

from __future__ import annotations

import re
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

_LONGEST_INPUT: Final = 40
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
# libphonenumber reads letters as keys and ";ext=" as an extension; a citizen's number has neither.
_PHONE_SHAPE: Final = re.compile(r"\+?[0-9\s().\-\u2010-\u2015\u2212/]+")
# Operators get new mobile prefixes faster than the library learns them; the national plan says 9 + nine digits.
_IRANIAN_MOBILE: Final = re.compile(r"\+989[0-9]{9}")
_MAYBE_MOBILE: Final = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_HIDDEN: Final = "•••"


class PhoneIsNotValid(Invalid):
    """The text is not a phone number that can be called."""

    message = _("This phone number is not right. Write a mobile like 09123456789, or a landline with its area code.")


class PhoneGetsNoSms(Invalid):
    """The number is a landline: no SMS reaches it."""

    message = _("This is a landline, and no SMS reaches it. Please write a mobile number like 09123456789.")


def normalise_phone(text: str, region: str = "IR") -> str:
    """Return the E.164 form of a number: 0912…, 912…, +98…, 0098…, 98…, any digits, blanks, dashes.

    `region` is the ISO country whose national form is meant when no country code is given.
    Raises PhoneIsNotValid; the number itself is kept out of the exception, which may be logged.
    """
    plain = _INVISIBLE.sub("", ascii_digits(text)).replace("＋", "+").strip()
    if len(plain) > _LONGEST_INPUT or not _PHONE_SHAPE.fullmatch(plain):
        raise PhoneIsNotValid()
    try:
        number = phonenumbers.parse(plain, region)
    except NumberParseException as unreadable:
        raise PhoneIsNotValid() from unreadable
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if _IRANIAN_MOBILE.fullmatch(e164) or phonenumbers.is_valid_number(number):
        return e164
    raise PhoneIsNotValid()


def normalise_mobile(text: str, region: str = "IR") -> str:
    """The E.164 form of a number that an SMS can reach; of some countries landlines cannot be told apart.

    Raises PhoneIsNotValid, PhoneGetsNoSms.
    """
    phone = normalise_phone(text, region)
    if gets_sms(phone):
        return phone
    raise PhoneGetsNoSms()


def gets_sms(phone: str) -> bool:
    """Whether an SMS can reach an E.164 number."""
    if phone.startswith("+98"):
        return _IRANIAN_MOBILE.fullmatch(phone) is not None
    return phonenumbers.number_type(phonenumbers.parse(phone)) in _MAYBE_MOBILE


def mask_phone(phone: str) -> str:
    """The public form of an E.164 number: "+989121234567" gives "0912•••4567".

    A foreign number keeps its plus. Anything that is not E.164 is hidden whole.
    """
    if not _E164.fullmatch(phone):
        return _HIDDEN
    shown = f"0{phone[3:]}" if phone.startswith("+98") else phone
    # Three digits stay hidden, however short the number is.
    head = min(5 if shown.startswith("+") else 4, len(shown) - 7)
    if head < 2:
        return _HIDDEN
    return f"{shown[:head]}{_HIDDEN}{shown[-4:]}"


def national_form(phone: str) -> str:
    """How an Iranian number is dialled at home ("09121234567", ASCII digits); others stay E.164."""
    return f"0{phone[3:]}" if phone.startswith("+98") else phone
