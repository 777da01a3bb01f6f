"""What a work order's cost line is and what it costs: quantity times price, as an integer amount."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.core.words import says_something
from peygir.desks.fieldwork.money import checked

MOST_PEOPLE: Final = 500
MOST_HOURS: Final = Decimal(10_000)
MOST_QUANTITY: Final = Decimal(10_000_000)
MOST_DECIMALS: Final = 3
LONGEST_TEXT: Final = 200
LONGEST_REASON: Final = 500


class CostKind(Vocabulary):
    """What money was spent on."""

    LABOUR = "labour", pgettext_lazy("cost", "Labour")
    MACHINE = "machine", pgettext_lazy("cost", "Machine")
    MATERIAL = "material", pgettext_lazy("cost", "Material")
    CONTRACT_ITEM = "contract_item", pgettext_lazy("cost", "Contract item")
    LEVY = "levy", pgettext_lazy("cost", "Levy")
    CARRIED_OVER = "carried_over", pgettext_lazy("cost", "Sum from an earlier system")


class LineCheck(Vocabulary):
    """What an inspection of the work said of one line of a contractor's bill."""

    UNCHECKED = "unchecked", pgettext_lazy("check of a line", "not inspected yet")
    ACCEPTED = "accepted", pgettext_lazy("check of a line", "accepted")
    RETURNED = "returned", pgettext_lazy("check of a line", "returned")


class MeasureUnit(Vocabulary):
    """The unit of measure of a price."""

    HOUR = "hour", pgettext_lazy("measure", "hour")
    DAY = "day", pgettext_lazy("measure", "day")
    PIECE = "piece", pgettext_lazy("measure", "piece")
    METRE = "m", pgettext_lazy("measure", "m")
    SQUARE_METRE = "m2", pgettext_lazy("measure", "m²")
    CUBIC_METRE = "m3", pgettext_lazy("measure", "m³")
    KILOGRAM = "kg", pgettext_lazy("measure", "kg")
    TONNE = "tonne", pgettext_lazy("measure", "tonne")
    LITRE = "litre", pgettext_lazy("measure", "litre")
    TRIP = "trip", pgettext_lazy("measure", "trip")
    LUMP = "lump", pgettext_lazy("measure", "lump sum")


ENTERED: Final = tuple(kind for kind in CostKind if kind is not CostKind.CARRIED_OVER)
"""The kinds that a person enters."""
BILLED: Final = frozenset({CostKind.CONTRACT_ITEM, CostKind.LEVY})
"""The kinds that stand in a contractor's statement, once their work is accepted."""


class QuantityIsNotRight(Invalid):
    """The quantity is zero, negative, too large or too fine."""

    message = _("The quantity must be above 0 and at most {most}, with at most {decimals} decimals.")


class PeopleAreNotRight(Invalid):
    """The number of people is not plausible."""

    message = _("The number of people must be from 1 to {most}.")


class UnitPriceIsNegative(Invalid):
    """The price is negative."""

    message = _("A price cannot be negative. To take money back, enter a correction with its reason.")


class CorrectionNeedsReason(Invalid):
    """A correction was entered without a reason."""

    message = _("A correction needs a reason: colleagues and auditors read it.")


class CostTextIsNeeded(Invalid):
    """A line does not say what was paid for."""

    message = _("Say in a few words what this is for, or choose an item of the price list.")


@dataclass(frozen=True, slots=True)
class CostEntry:
    """One line as it is entered: `people` and hours (`quantity`) for labour, else a quantity; the price of one unit.

    `price` is in the smallest unit of the currency. A correction takes back (a part of) what was entered earlier:
    its amount is negative, its quantity is written as it was entered.
    """

    kind: str
    text: str
    quantity: Decimal
    price: int
    measure: str
    people: int = 1
    is_correction: bool = False
    reason: str = ""


def amount_of(entry: CostEntry) -> int:
    """What a line costs, in the smallest unit of its currency: people × quantity × price, rounded half up.

    Raises QuantityIsNotRight, PeopleAreNotRight, UnitPriceIsNegative, CorrectionNeedsReason, CostTextIsNeeded and
    AmountIsTooLarge.
    """
    most = MOST_HOURS if entry.kind == CostKind.LABOUR else MOST_QUANTITY
    if not entry.quantity.is_finite() or not 0 < entry.quantity <= most or _decimals(entry.quantity) > MOST_DECIMALS:
        raise QuantityIsNotRight(most=f"{most:,}", decimals=MOST_DECIMALS)
    if not 1 <= entry.people <= MOST_PEOPLE:
        raise PeopleAreNotRight(most=MOST_PEOPLE)
    if entry.price < 0:
        raise UnitPriceIsNegative()
    if entry.is_correction and not says_something(entry.reason):
        raise CorrectionNeedsReason()
    if not says_something(entry.text):
        raise CostTextIsNeeded()
    people = entry.people if entry.kind == CostKind.LABOUR else 1
    thousandths = people * int(entry.quantity * 1000) * checked(entry.price)
    amount = checked((thousandths + 500) // 1000)
    return -amount if entry.is_correction else amount


def _decimals(quantity: Decimal) -> int:
    return max(0, -int(quantity.normalize().as_tuple().exponent))
