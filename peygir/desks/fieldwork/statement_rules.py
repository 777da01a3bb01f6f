"""A contractor's monthly statement: accepted lines, penalties and bonuses, and what is to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from peygir.core.jalali import FIRST_YEAR, LAST_YEAR, to_gregorian
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _


class MonthIsNotValid(Invalid):
    """There is no such month of the Jalali calendar."""

    message = _("This is no month. Write the year and the month like 1405/08.")


class MonthIsNotOver(Conflict):
    """A statement was drawn before its month was over."""

    message = _("A statement is drawn when its month is over.")


class StatementIsEmpty(Invalid):
    """There is nothing to put into a statement."""

    message = _("No accepted work and no decided penalty of this contract is waiting for a statement.")


@dataclass(frozen=True, slots=True)
class StatementLine:
    """An accepted line of an order, as a statement lists it."""

    order_number: str
    worked_on: date
    text: str
    measure: str
    quantity: Decimal
    price: int
    amount: int


@dataclass(frozen=True, slots=True)
class StatementPenalty:
    """A decided penalty or bonus, as a statement lists it; `amount` ≥ 0."""

    order_number: str
    cause: str
    days: int
    amount: int
    is_bonus: bool

    @property
    def taken(self) -> int:
        """What it adds to the sum: below 0 for a penalty."""
        return self.amount if self.is_bonus else -self.amount


@dataclass(frozen=True, slots=True)
class StatementSums:
    """The sums of a statement: `payable` = `work` + `bonuses` − `penalties`; below 0 the contractor owes it."""

    work: int
    bonuses: int
    penalties: int

    @property
    def payable(self) -> int:
        """What the city pays, or (negative) is owed."""
        return self.work + self.bonuses - self.penalties


def sums_of(lines: Sequence[StatementLine], penalties: Sequence[StatementPenalty]) -> StatementSums:
    """The sums of a statement's lines."""
    return StatementSums(
        sum(line.amount for line in lines),
        sum(one.amount for one in penalties if one.is_bonus),
        sum(one.amount for one in penalties if not one.is_bonus),
    )


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first day of a Jalali month, and the first day after it. Raises MonthIsNotValid."""
    if not (FIRST_YEAR <= year < LAST_YEAR and 1 <= month <= 12):
        raise MonthIsNotValid()
    following = (year, month + 1) if month < 12 else (year + 1, 1)
    return to_gregorian(year, month, 1), to_gregorian(*following, 1)


def year_days(year: int) -> tuple[date, date]:
    """The first day of a Jalali year, and the first day after it. Raises MonthIsNotValid."""
    return month_days(year, 1)[0], month_days(year, 12)[1]


def last_day(end: date) -> date:
    """The last day of a period that ends before `end`."""
    return end - timedelta(days=1)
