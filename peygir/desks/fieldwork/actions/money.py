"""Currencies and prices: rows with dates that a new row ends; what was entered at them stays."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from peygir.city import queries as city
from peygir.city.actions import note_decision
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something
from peygir.desks.fieldwork.cost_permissions import may_decide_costs
from peygir.desks.fieldwork.cost_rules import ENTERED, MeasureUnit, UnitPriceIsNegative
from peygir.desks.fieldwork.models import Contract, Currency, PriceItem
from peygir.desks.fieldwork.money import MOST_DIGITS, checked
from peygir.desks.fieldwork.price_rules import check_beginning
from peygir.history.catalogue import ABSENT
from peygir.history.kinds.costs import CurrencyAdded, PriceSet
from peygir.people.actions import NotYourWork
from peygir.people.actions.interests import refuse_interested
from peygir.people.rules import Actor, may_administer

ITEM_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")
CURRENCY_CODE: Final = re.compile(r"[A-Z]{3,8}")
MOST_UNITS: Final = 1_000_000
# With the first price or cost, a city that decided nothing gets the money of Iran, under its code of ISO 4217.
_FIRST: Final = {"code": "IRR", "name_fa": "ریال", "name_en": "rial", "digits": 0, "valid_from": date(1932, 3, 21)}


class NoSuchCurrency(Missing):
    """No currency has this code."""

    message = _("There is no currency “{code}”. The administrator adds it under “Prices and money”.")


class CurrencyIsNotRight(Invalid):
    """A value of a new currency is missing or impossible."""

    message = _(
        "A currency needs a code of three to eight capital letters, a name, at most {digits} decimals, and, where it "
        "replaces another, for how many of its smallest units."
    )


class CurrencyBeginsTooEarly(Conflict):
    """A redenomination begins before the currency that it replaces, or after that has ended."""

    message = _("The new currency must begin after the one that it replaces began, and that must still be in force.")


class CurrencyIsThere(Conflict):
    """The code is taken."""

    message = _("A currency with the code “{code}” is there already.")


class PriceItemIsNotRight(Invalid):
    """A value of a price is missing or unknown."""

    message = _(
        "A price needs a code (letters, digits, dot and dash, at most 30), a name, a kind and a unit of measure."
    )


@dataclass(frozen=True, slots=True)
class NewCurrency:
    """A currency to be added; `follows` is the code of the one that it replaces, at `former_units` for one."""

    code: str
    name_fa: str
    name_en: str
    digits: int
    valid_from: date
    follows: str = ""
    former_units: int = 0
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class NewPrice:
    """A price to be set from a day on, in the smallest unit of the currency in force on that day."""

    code: str
    kind: str
    name_fa: str
    name_en: str
    measure: str
    price: int
    since: date


def currency_row(code: str) -> Currency:
    """The currency of a code. Raises NoSuchCurrency."""
    currency = Currency.objects.filter(code=code).first()
    if currency is None:
        raise NoSuchCurrency(code=code)
    return currency


def own_currency(day: date) -> Currency:
    """The city's own currency on a day; the first one (the rial) is written where there is none yet."""
    own = Currency.objects.filter(is_own=True, valid_from__lte=day).order_by("-valid_from").first()
    return own or Currency.objects.get_or_create(code=_FIRST["code"], defaults=_FIRST)[0]


def add_currency(city_id: int, new: NewCurrency, *, by: Actor) -> int:
    """Add a currency; one that replaces the city's own ends that on its first day. Returns its id.

    Raises NotYourWork, CurrencyIsNotRight, CurrencyIsThere, CurrencyBeginsTooEarly, NoSuchCurrency.
    """
    if not may_administer(by):
        raise NotYourWork()
    is_named = says_something(new.name_fa) and len(new.name_fa) <= 40 and len(new.name_en) <= 40
    ratio_fits = (1 <= new.former_units <= MOST_UNITS) if new.follows else new.former_units == 0
    if not (CURRENCY_CODE.fullmatch(new.code) and is_named and 0 <= new.digits <= MOST_DIGITS and ratio_fits):
        raise CurrencyIsNotRight(digits=MOST_DIGITS)
    with transaction.atomic():
        own_currency(new.valid_from)
        if Currency.objects.filter(code=new.code).exists():
            raise CurrencyIsThere(code=new.code)
        former = currency_row(new.follows) if new.follows else None
        if former is not None:
            if new.valid_from <= former.valid_from or former.valid_to is not None:
                raise CurrencyBeginsTooEarly()
            former.valid_to = new.valid_from
            former.save(update_fields=["valid_to"])
        row = Currency.objects.create(
            code=new.code,
            name_fa=new.name_fa.strip(),
            name_en=new.name_en.strip() or new.code,
            digits=new.digits,
            valid_from=new.valid_from,
            follows=former,
            former_units=new.former_units,
            is_own=former.is_own if former is not None else False,
        )
        event = CurrencyAdded(
            currency=row.code,
            from_=row.valid_from.isoformat(),
            former=former.code if former is not None else ABSENT,
            units=new.former_units if former is not None else ABSENT,
        )
        note_decision(city_id, event, by=str(by), at=clock.now())
    return int(row.pk)


def set_price(city_id: int, new: NewPrice, *, contract_id: int | None = None, by: Actor) -> int:
    """Set what an item costs from a day on, in the city's list or a contract's; ends the price before. Returns its id.

    The city's list is for administrators, a contract's for who leads its unit. Raises NotYourWork,
    OwnInterest, PriceItemIsNotRight, UnitPriceIsNegative, PriceBeginsTooEarly, AmountIsTooLarge.
    """
    is_known = new.kind in {str(kind) for kind in ENTERED} and new.measure in MeasureUnit.labels()
    is_named = says_something(new.name_fa) and max(len(new.name_fa), len(new.name_en)) <= 160
    if not (ITEM_CODE.fullmatch(new.code) and is_known and is_named):
        raise PriceItemIsNotRight()
    if new.price < 0:
        raise UnitPriceIsNegative()
    with transaction.atomic():
        contract = Contract.objects.select_for_update(no_key=True).filter(pk=contract_id or 0).first()
        if contract_id is not None and contract is None:
            raise NotYourWork()
        if not (may_administer(by) if contract is None else may_decide_costs(by, contract.unit_id)):
            raise NotYourWork()
        if contract is not None:
            refuse_interested(by, contractor=contract.contractor.code)
        currency = (contract.currency if contract is not None else None) or own_currency(new.since)
        event = PriceSet(
            item=new.code,
            price=checked(new.price),
            currency=currency.code,
            from_=new.since.isoformat(),
            contract=contract.pk if contract is not None else ABSENT,
        )
        note_decision(city_id, event, by=str(by), at=clock.now())  # holds the city's lock: one price at a time
        versions = list(PriceItem.objects.filter(city_id=city_id, contract=contract, code=new.code))
        check_beginning(versions, new.since)
        PriceItem.objects.filter(pk__in=[one.pk for one in versions], valid_to=None).update(valid_to=new.since)
        row = PriceItem.objects.create(
            city_id=city_id,
            contract=contract,
            code=new.code,
            kind=new.kind,
            name_fa=new.name_fa.strip(),
            name_en=new.name_en.strip(),
            measure=new.measure,
            price=new.price,
            currency=currency,
            valid_from=new.since,
        )
    return int(row.pk)


def today_of(city_id: int) -> date:
    """Today on the city's calendar."""
    return city.day_of(city_id, clock.now())
