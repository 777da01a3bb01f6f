"""Amounts of money as integers of a currency's smallest unit: read, written, and carried over to a new currency."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from peygir.core.persian import ascii_digits, fa_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

MOST: Final = 10**16
"""No amount, in the smallest unit, is as large as this: what is larger is a slip of the keyboard."""
MOST_DIGITS: Final = 3
_MINUS: Final = "-−–"
_NUMBER: Final = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
_GROUPS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)


class AmountIsUnreadable(Invalid):
    """The text is no amount of money."""

    message = _("“{text}” is no amount. Write digits only, like 1250000 or 1,250,000.")


class AmountIsTooFine(Invalid):
    """The amount has more decimals than the currency."""

    message = _("“{text}” has more decimals than the currency, which has {digits}.")


class AmountIsTooLarge(Invalid):
    """The amount is beyond `MOST`."""

    message = _("This amount is too large to be right. Please check the number of its digits.")


class CurrenciesDoNotMeet(Invalid):
    """An amount was to be carried over between currencies of which none follows the other."""

    message = _("Amounts in {from_} cannot be carried over to {to}.")


@dataclass(frozen=True, slots=True)
class CurrencyFacts:
    """A currency: `digits` decimals, in force on [valid_from, valid_to), and how it follows a former one.

    `former_units` is how many of the smallest units of `follows` (a code) one smallest unit of this currency replaced.
    `is_own` says that it is (or was) the city's own money; others only occur in records of other systems.
    """

    id: int
    code: str
    name_fa: str
    name_en: str
    digits: int
    valid_from: date
    valid_to: date | None = None
    follows: str = ""
    former_units: int = 0
    is_own: bool = True


def read_amount(text: str, digits: int) -> int:
    """The amount in a text (any digits; commas between thousands; a sign) in the smallest unit of a currency.

    Raises AmountIsUnreadable, AmountIsTooFine (zeros at the end are no decimals) and AmountIsTooLarge.
    """
    plain = ascii_digits(text).strip().replace("٫", ".").replace("٬", ",").replace("\u200f", "").replace("\u200e", "")
    is_negative = plain[:1] in _MINUS if plain else False
    body = plain[1:].strip() if is_negative else plain
    body = body.replace(",", "") if _GROUPS.fullmatch(body) else body
    match = _NUMBER.fullmatch(body)
    if match is None:
        raise AmountIsUnreadable(text=text.strip()[:40])
    whole, decimals = match[1], (match[2] or "").rstrip("0")
    if len(decimals) > digits:
        raise AmountIsTooFine(text=text.strip()[:40], digits=digits)
    if len(whole.lstrip("0")) > len(str(MOST)):
        raise AmountIsTooLarge()
    amount = int(whole + decimals.ljust(digits, "0"))
    return checked(-amount if is_negative else amount)


def checked(amount: int) -> int:
    """The amount itself. Raises AmountIsTooLarge."""
    if abs(amount) >= MOST:
        raise AmountIsTooLarge()
    return amount


def plain_amount(amount: int | Decimal, digits: int) -> str:
    """An amount for machines, in the currency's main unit: 33550 with two digits is "335.50"."""
    value = Decimal(amount).scaleb(-digits)
    places = max(digits, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{places}f}"


def written_amount(amount: int, digits: int, language: str) -> str:
    """An amount for readers, thousands apart: «۱٬۲۵۰٬۰۰۰», or "1,250,000" for any language but "fa"."""
    text = f"{Decimal(amount).scaleb(-digits):,.{digits}f}".replace("-", "−")
    if language != "fa":
        return text
    return fa_digits(text.replace(",", "٬").replace(".", "٫"))


def own_on(currencies: Sequence[CurrencyFacts], day: date) -> CurrencyFacts | None:
    """The city's own currency on a day, or None where no row says."""
    return next(
        (
            one
            for one in currencies
            if one.is_own and one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
        ),
        None,
    )


def ratio(currencies: Mapping[str, CurrencyFacts], from_: str, to: str) -> tuple[int, int]:
    """(a, b): an amount in `from_` times a, divided by b, is the same money in `to`. Raises CurrenciesDoNotMeet.

    A chain of redenominations is followed in either direction.
    """
    if (down := _steps(currencies, to, from_)) is not None:
        return 1, down
    if (up := _steps(currencies, from_, to)) is not None:
        return up, 1
    raise CurrenciesDoNotMeet(from_=from_, to=to)


def _steps(currencies: Mapping[str, CurrencyFacts], newer: str, older: str) -> int | None:
    """How many smallest units of `older` one of `newer` replaced, or None if it does not follow it."""
    product, code, seen = 1, newer, set[str]()
    while code != older:
        facts = currencies.get(code)
        if facts is None or not facts.follows or code in seen:
            return None
        seen.add(code)
        product, code = product * facts.former_units, facts.follows
    return product


def carried_over(amounts: Sequence[int], *, times: int, by: int) -> list[int]:
    """Amounts of one table in another currency (times `times`, divided by `by`): they sum to the carried-over sum.

    The sum is rounded half away from zero. Each cell is rounded down, and those with the largest remainders get one
    more until the sum is reached, so that a table that added up still does and an amount that divides evenly stays
    exact. With mixed signs each sign is carried over for itself.
    """
    result = [0] * len(amounts)
    for sign in (1, -1):
        places = [place for place, amount in enumerate(amounts) if amount * sign > 0]
        sizes = {place: divmod(abs(amounts[place]) * times, by) for place in places}
        rounded = (2 * sum(abs(amounts[place]) for place in places) * times + by) // (2 * by)
        missing = rounded - sum(whole for whole, _ in sizes.values())
        up = set(sorted(places, key=lambda place: (-sizes[place][1], place))[:missing])
        for place, (whole, _remainder) in sizes.items():
            result[place] = sign * (whole + (place in up))
    return result
