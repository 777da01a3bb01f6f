"""The answer code: whoever reported without a number says with it, and the tracking code, whether the work is done."""

import hmac
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from peygir.core.persian import ascii_digits
from peygir.people.channels import Channel

LENGTH: Final = 6
_SALT: Final = "peygir.answers.answer_code"
# The reports whose reporter reads or hears the code at the end; other systems and records tell nobody.
GIVEN_BY: Final = frozenset({Channel.WEB, Channel.PHONE})


def answer_code_of(report_id: int) -> str:
    """Six digits that belong to a report: derived by HMAC-SHA256 from its id with the signing key, and not stored."""
    return _code(report_id, settings.SECRET_KEY)


def is_answer_code(report_id: int, typed: str) -> bool:
    """Whether somebody typed a report's answer code, in any digits, with blanks or dashes; former keys count too.

    Whoever calls this limits the attempts: a code of six digits can be guessed.
    """
    digits = "".join(letter for letter in ascii_digits(typed) if letter.isdigit())
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(hmac.compare_digest(digits.encode(), _code(report_id, key).encode()) for key in keys)


def _code(report_id: int, key: str) -> str:
    digest = salted_hmac(_SALT, str(report_id), secret=key, algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8], 'big') % 10**LENGTH:0{LENGTH}d}"
