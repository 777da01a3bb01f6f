"""Imports work orders of an earlier system from a table: all rows are read and checked first, then written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.sheets import Sheet, read_sheet
from peygir.desks.fieldwork.actions.money import currency_row
from peygir.desks.fieldwork.actions.past_orders import take_past_orders
from peygir.desks.fieldwork.past_order_rules import PastFault, PastNameIsUnknown, PastRow, PastRowReader, past_places
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class JudgedOrders:
    """A table that was read: its valid rows and all faults. Nothing is written yet."""

    sheet: Sheet
    rows: list[PastRow]
    faults: list[PastFault]


def judge_orders(path: Path, columns: Mapping[str, str], *, currency: str) -> JudgedOrders:
    """Read a table by a column mapping and find every fault; amounts are in `currency` (a code), in its main unit.

    Raises TableIsNotReadable, PastMappingIsWrong, NoSuchCurrency.
    """
    digits, city_id = currency_row(currency).digits, city.current_city(settings.CITY).id
    sheet = read_sheet(path)
    row_reader = PastRowReader(
        past_places(columns, sheet.headings),
        digits=digits,
        today=city.day_of(city_id, clock.now()),
        topics=_by_words((one.code, one.name_fa, one.name_en) for one in city.topics(city_id)),
        units=_by_words((one.code, one.name_fa, one.name_en) for one in city.units(city_id)),
    )
    found = [row_reader.read(number, cells) for number, cells in sheet.rows]
    return JudgedOrders(sheet, [row for row in found if row is not None], row_reader.faults)


def take_orders(judged: JudgedOrders, *, source: str, currency: str, unit: str = "", by: Actor) -> Iterator[int]:
    """Import the valid rows; yields how many are done. `unit` (a code) owns orders without one, else the centre.

    Raises NotYourWork, PastSourceIsWrong, NoSuchCurrency, PastNameIsUnknown.
    """
    city_id = city.current_city(settings.CITY).id
    owner = city.unit_by_code(city_id, unit) if unit else city.centre_of(city_id)
    if owner is None:
        raise PastNameIsUnknown(text=unit[:60])
    return take_past_orders(city_id, judged.rows, source=source, currency=currency, unit_id=owner.id, by=by)


def _by_words(rows: Iterator[tuple[str, str, str]]) -> dict[str, str]:
    """Code by code and by each name; a code takes precedence over another's name."""
    listed = list(rows)
    names = {search_key(name): code for code, *both in listed for name in both if name}
    return names | {search_key(code): code for code, *_both in listed}
