"""Which price of a list is in force on a day, and how a new one takes the place of the one before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _

CITY_LIST: Final = None
"""In place of a contract: the price list of the city."""


class PriceBeginsTooEarly(Conflict):
    """A new price begins before, or on, the day of the latest one."""

    message = _("A price from {day} on is there already. A new one must begin later.")


class NoPriceOnDay(Invalid):
    """An item has no price on the day of the work."""

    message = _("“{item}” has no price on that day. Add one to the price list, or enter the price here.")


class DatedPrice(Protocol):
    """A price with the days [valid_from, valid_to) on which it is in force; `contract_id` None: of the city."""

    @property
    def code(self) -> str: ...
    @property
    def contract_id(self) -> int | None: ...
    @property
    def price(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """An item of a price list: what it is, its unit of measure, and its price in a currency from a day on."""

    id: int
    code: str
    kind: str
    name_fa: str
    name_en: str
    measure: str
    price: int
    currency_code: str
    currency_digits: int
    valid_from: date
    valid_to: date | None
    contract_id: int | None = None


def is_in_force(item: DatedPrice, day: date) -> bool:
    """Whether a price holds on a day."""
    return item.valid_from <= day and (item.valid_to is None or day < item.valid_to)


def price_on(items: Iterable[DatedPrice], code: str, day: date, *, contract_id: int | None) -> DatedPrice:
    """The price of an item on a day: that of the contract if it has one, else that of the city's list.

    Raises NoPriceOnDay.
    """
    in_force = [item for item in items if item.code == code and is_in_force(item, day)]
    for owner in dict.fromkeys((contract_id, CITY_LIST)):
        for item in in_force:
            if item.contract_id == owner:
                return item
    raise NoPriceOnDay(item=code)


def check_beginning(versions: Sequence[DatedPrice], day: date) -> None:
    """Refuse a new price that would begin before the latest version of the same item. Raises PriceBeginsTooEarly.

    Prices of the past stay as they were: what was entered at them was paid at them.
    """
    latest = max((item.valid_from for item in versions), default=None)
    if latest is not None and day <= latest:
        raise PriceBeginsTooEarly(day=latest.isoformat())
