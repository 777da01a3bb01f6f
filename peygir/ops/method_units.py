"""What the methods that compare units share: the names of the column, the target, and how a row is named."""

import argparse
from collections.abc import Sequence
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.method_rows import TableRow, plain_number, refuse_repeated

UNIT: Final = ("name", "area", "group", "hospital", "organisation", "organization", "district")
"""Further headings of the column `unit`."""
AVERAGE: Final = "average"


class NothingHappened(Invalid):
    """All counts are 0, so their average is no target."""

    message = _("All counts are 0: there is no average to compare with. Please give a --target.")


def unit_of(cells: TableRow, seen: dict[str, int]) -> str:
    """Return the name of a row's unit, "" if it has none. Raises ValueIsWrong if an earlier row has it.

    Names that differ in the script of their digits alone are the same.
    """
    unit = cells.values["unit"]
    if unit:
        refuse_repeated(seen, ascii_digits(unit), cells.number)
    return unit


def named(number: int, unit: str) -> dict[str, object]:
    """Return the row's number, and the unit's name if it has one, for the answer."""
    return {"row": number, **({"unit": unit} if unit else {})}


def scaled(limits: Sequence[float], factor: float) -> list[float]:
    """Return limits times the multiplier of the answer."""
    return [limit * factor for limit in limits]


def target_option(text: str) -> float | None:
    """Read a target above 0; None for the average of all units. Raises argparse.ArgumentTypeError."""
    if text.strip().casefold() == AVERAGE:
        return None
    value = plain_number(text.strip())
    if value is None or not 1e-9 <= value <= 1e9:
        raise argparse.ArgumentTypeError(in_every(_("“{text}” is no number above 0, and not “average”", text=text)))
    return value


def average(counts: Sequence[float], sizes: Sequence[float]) -> float:
    """Return the sum of the counts over the sum of the sizes. Raises NothingHappened if the first is 0."""
    if sum(counts) <= 0:
        raise NothingHappened()
    return sum(counts) / sum(sizes)
