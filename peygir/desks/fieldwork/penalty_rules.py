"""Penalties and bonuses of a contract: rules as data, proposed amounts, and who decides what next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary

PERCENT: Final = 100
"""Hundredths of a per cent in one per cent: percentages are kept as integers of these."""
MOST_PERCENT: Final = 100 * PERCENT
MOST_RULES: Final = 20


class PenaltyCause(Vocabulary):
    """What a rule of a contract looks at."""

    LATE = "late", pgettext_lazy("penalty", "Late, for each day")
    EARLY = "early", pgettext_lazy("penalty", "Early, for each day (bonus)")
    RETURNED = "returned", pgettext_lazy("penalty", "Work that inspection returned")
    NO_EVIDENCE = "no_evidence", pgettext_lazy("penalty", "Finished without evidence")


class PenaltyState(Vocabulary):
    """Where a penalty or bonus stands."""

    PROPOSED = "proposed", pgettext_lazy("state of a penalty", "proposed")
    CONFIRMED = "confirmed", pgettext_lazy("state of a penalty", "confirmed")
    WAIVED = "waived", pgettext_lazy("state of a penalty", "waived")
    OBJECTED = "objected", pgettext_lazy("state of a penalty", "the contractor objects")
    UPHELD = "upheld", pgettext_lazy("state of a penalty", "upheld after the objection")
    LIFTED = "lifted", pgettext_lazy("state of a penalty", "lifted after the objection")


BONUSES: Final = frozenset({PenaltyCause.EARLY})
DECISIONS: Final[Mapping[str, tuple[str, ...]]] = {
    PenaltyState.PROPOSED: (PenaltyState.CONFIRMED, PenaltyState.WAIVED),
    PenaltyState.OBJECTED: (PenaltyState.UPHELD, PenaltyState.LIFTED),
}
"""What a person of the city may decide in which state."""
PAYABLE: Final = frozenset({PenaltyState.CONFIRMED, PenaltyState.UPHELD})
"""The states in which it enters a statement: not while it is proposed or an objection is open."""
OBJECTION_DAYS: Final = 15
"""Days after the decision within which the contractor may object."""


class PenaltyRuleIsWrong(Invalid):
    """A rule of a contract cannot be read."""

    message = _("Rule {number} of the contract is not right: {why}")


class DecisionNotPossible(Conflict):
    """The penalty is not in a state in which this can be decided."""

    message = _("This cannot be decided now: it is “{state}”.")


class AmountExceedsProposal(Invalid):
    """A person decided on more than the rule proposed."""

    message = _("At most the proposed amount can be decided; to change the rule, change the contract.")


class ObjectionIsTooLate(Conflict):
    """The contractor's time to object is over, or the amount stands in a statement."""

    message = _("An objection is possible for {days} days after the decision, before it stands in a statement.")


@dataclass(frozen=True, slots=True)
class PenaltyRule:
    """One rule: a share of the order's contract amount (hundredths of a per cent), a fixed amount, or both.

    Per day for LATE and EARLY; `most_percent` caps it at a share of the same amount (0: no cap); `grace_days` are not
    counted.
    """

    cause: str
    percent: int = 0
    fixed: int = 0
    grace_days: int = 0
    most_percent: int = 0

    def content(self) -> dict[str, Any]:
        """The rule as it is stored."""
        return {
            "cause": str(self.cause),
            "percent": self.percent,
            "fixed": self.fixed,
            "grace_days": self.grace_days,
            "most_percent": self.most_percent,
        }


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the rules look at: the last promised day and the day of finishing, and amounts of contract items.

    `billed` is the sum of the accepted contract items and levies, `returned` that of the returned ones.
    """

    promised_on: date | None
    finished_on: date | None
    billed: int
    returned: int
    has_evidence: bool


@dataclass(frozen=True, slots=True)
class ProposedPenalty:
    """What a rule proposes: `amount` ≥ 0 in the contract's currency, and the days that it counted."""

    cause: str
    amount: int
    days: int

    @property
    def is_bonus(self) -> bool:
        """Whether the contractor gets it rather than pays it."""
        return self.cause in BONUSES


def promised_day(ordered_on: date, promised_days: int | None) -> date | None:
    """The last day on which work ordered on a day is on time: calendar days; None without a promise."""
    return None if promised_days is None else ordered_on + timedelta(days=promised_days)


def propose(rules: Sequence[PenaltyRule], facts: OrderFacts) -> list[ProposedPenalty]:
    """What the rules of a contract propose for one finished order; nothing for a rule that finds no cause."""
    found = [_apply(rule, facts) for rule in rules]
    return [one for one in found if one is not None and one.amount > 0]


def _apply(rule: PenaltyRule, facts: OrderFacts) -> ProposedPenalty | None:
    base, days = facts.billed + facts.returned, 1
    if rule.cause in (PenaltyCause.LATE, PenaltyCause.EARLY):
        if facts.promised_on is None or facts.finished_on is None:
            return None
        late = (facts.finished_on - facts.promised_on).days
        days = max(0, (late if rule.cause == PenaltyCause.LATE else -late) - rule.grace_days)
    elif rule.cause == PenaltyCause.RETURNED:
        base, days = facts.returned, int(facts.returned > 0)
    elif facts.has_evidence:
        return None
    amount = days * (_share(base, rule.percent) + rule.fixed)
    if rule.most_percent:
        amount = min(amount, _share(base, rule.most_percent))
    return ProposedPenalty(rule.cause, max(0, amount), days)


def _share(base: int, percent: int) -> int:
    """A share of an amount ≥ 0, rounded down: a rounding never costs the contractor."""
    return max(0, base) * percent // MOST_PERCENT


def check_decision(state: str, decision: str, *, amount: int, proposed: int) -> None:
    """Whether a person may decide so now. Raises DecisionNotPossible, AmountExceedsProposal."""
    if decision not in DECISIONS.get(state, ()):
        raise DecisionNotPossible(state=PenaltyState.labels()[state])
    if not 0 <= amount <= proposed:
        raise AmountExceedsProposal()


def check_objection(state: str, *, decided_on: date | None, today: date, is_stated: bool) -> None:
    """Whether the contractor may object now: once, to a confirmed penalty, in time and before it was paid.

    Raises DecisionNotPossible, ObjectionIsTooLate.
    """
    if state != PenaltyState.CONFIRMED:
        raise DecisionNotPossible(state=PenaltyState.labels()[state])
    if is_stated or decided_on is None or today > decided_on + timedelta(days=OBJECTION_DAYS):
        raise ObjectionIsTooLate(days=OBJECTION_DAYS)


def read_rules(rows: Iterable[Mapping[str, Any]]) -> tuple[PenaltyRule, ...]:
    """The rules of a contract from their stored or entered content. Raises PenaltyRuleIsWrong with the first fault."""
    rules = []
    for number, row in enumerate(rows, start=1):
        if number > MOST_RULES:
            raise PenaltyRuleIsWrong(number=number, why=_("A contract has at most {most} rules.", most=MOST_RULES))
        if row.get("cause") not in PenaltyCause.labels():
            raise PenaltyRuleIsWrong(number=number, why=_("What it looks at is not known."))
        values = {name: row.get(name, 0) for name in ("percent", "fixed", "grace_days", "most_percent")}
        if any(type(value) is not int or value < 0 for value in values.values()):
            raise PenaltyRuleIsWrong(number=number, why=_("Every number must be a whole one, 0 or more."))
        if max(values["percent"], values["most_percent"]) > MOST_PERCENT:
            raise PenaltyRuleIsWrong(number=number, why=_("A share is at most 100 per cent."))
        if not values["percent"] and not values["fixed"]:
            raise PenaltyRuleIsWrong(number=number, why=_("It has neither a share nor an amount."))
        rules.append(PenaltyRule(str(row["cause"]), **values))
    return tuple(rules)


def hundredths(text: str) -> int | None:
    """A percentage as a person writes it ("2.5") in hundredths of a per cent, or None if it is none up to 100."""
    try:
        value = Decimal(text) * PERCENT
    except InvalidOperation:
        return None
    if not value.is_finite() or value != value.to_integral_value() or not 0 <= value <= MOST_PERCENT:
        return None
    return int(value)
