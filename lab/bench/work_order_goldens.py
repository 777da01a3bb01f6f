"""Imports the goldens' real work orders through the product's own import, and compares sums and medians.

The file is read where it lies and never copied; what the import writes is undone at the end.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from peygir.city import queries as city
from peygir.desks.fieldwork.actions.money import CurrencyIsThere, NewCurrency, add_currency
from peygir.desks.fieldwork.cost_facts import PastKindSums
from peygir.desks.fieldwork.money import plain_amount
from peygir.desks.fieldwork.queries.past_orders import past_order_sums
from peygir.journey.past_orders import judge_orders, take_orders
from peygir.people.rules import SYSTEM

FILE: Final = "work_orders_excavators.csv"
SOURCE: Final = "goldens"
AUD: Final = NewCurrency("AUD", "دلار استرالیا", "Australian dollar", 2, date(1966, 2, 14))
COLUMNS: Final = {
    "done_on": "BscStartDate",
    "asset": "Asset",
    "text": "OriginalShorttext",
    "kind": "PMType",
    "cost": "Cost",
}
BROKEN_ROW: Final = 3454
# Golden O10: Hodkiewicz & Ho 2016, the data set of NIST's Nestor.
EXPECTED: Final = {
    "orders imported": "5484",
    "rows refused": "3454",
    "why": "AmountIsUnreadable",
    "orders at zero": "1288",
    "sum": "17506068.13",
    "PM01 orders": "5216",
    "PM01 median": "335.505",
    "PM02 orders": "153",
    "PM02 median": "1732.58",
    "PM04 orders": "7",
    "PM05 orders": "4",
    "PM06 orders": "98",
    "PM13 orders": "6",
    "costs below zero": "6",
    "lines by asset add up": "17506068.13",
}


def work_order_goldens(folder: Path) -> list[tuple[str, str, str]]:
    """(name, expected, found) of each figure of the goldens' work orders; empty if the folder has no such file."""
    path = folder / FILE
    if not path.exists():
        return []
    with _undone():
        found = _figures(path)
    return [(name, expected, found.get(name, "")) for name, expected in EXPECTED.items()]


def _figures(path: Path) -> dict[str, str]:
    city_id = city.current_city(settings.CITY).id
    with suppress(CurrencyIsThere):
        add_currency(city_id, AUD, by=SYSTEM)
    judged = judge_orders(path, COLUMNS, currency=AUD.code)
    for _done in take_orders(judged, source=SOURCE, currency=AUD.code, by=SYSTEM):
        pass
    kinds = {one.kind: one for one in past_order_sums(SOURCE)[AUD.code]}
    whole = kinds[""]
    return {
        "orders imported": str(whole.count),
        "rows refused": ", ".join(str(fault.row) for fault in judged.faults),
        "why": ", ".join(fault.why.name for fault in judged.faults),
        "orders at zero": str(whole.at_zero),
        "sum": plain_amount(whole.total, AUD.digits),
        **{f"{kind} orders": str(one.count) for kind, one in kinds.items() if kind},
        **{f"{kind} median": _median(one) for kind, one in kinds.items() if kind},
        "costs below zero": str(sum(1 for row in judged.rows if (row.cost or 0) < 0)),
        "lines by asset add up": _by_asset(path, {row.row for row in judged.rows}),
    }


def _median(sums: PastKindSums) -> str:
    return plain_amount(sums.median, AUD.digits) if sums.median is not None else ""


def _by_asset(path: Path, rows: set[int]) -> str:
    """The sum of the file's own figures, read without the product, over the rows that were imported."""
    with path.open(encoding="utf-8", newline="") as file:
        cents = [
            round(float(row["Cost"]) * 100) for number, row in enumerate(csv.DictReader(file), 2) if number in rows
        ]
    return plain_amount(sum(cents), AUD.digits)


@contextmanager
def _undone() -> Iterator[None]:
    """Everything that is written within the block is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
