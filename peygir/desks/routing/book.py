"""An in-process cache of the routing rules that are on, reloaded when a rule changes.

At most every five seconds one statement checks for changes; in between, cases are judged from memory.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final

from peygir.core import clock
from peygir.desks.routing.condition_reading import ConditionsAreNotValid, read_conditions
from peygir.desks.routing.conditions import Conditions, Facts, holds
from peygir.desks.routing.models import Rule
from peygir.desks.routing.rules import Offer

FRESH_SECONDS: Final = 5.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """One rule, ready to be evaluated."""

    id: int
    order: int
    unit_id: int
    person_id: int | None
    branch: str
    valid_from: date
    valid_to: date | None
    conditions: Conditions

    def is_in_force(self, on: date) -> bool:
        """Whether the rule is valid on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)

    @property
    def offer(self) -> Offer:
        """The unit or person that the rule names for a case that fits."""
        return Offer(self.unit_id, "rule", self.branch, rule_id=self.id, person_id=self.person_id)


@dataclass(frozen=True, slots=True)
class CityRules:
    """The rules of one city in their order."""

    rules: tuple[RuleFacts, ...] = ()

    def fitting(self, facts: Facts, *, on: date) -> list[RuleFacts]:
        """The rules in force that fit a case, in their order."""
        return [rule for rule in self.rules if rule.is_in_force(on) and holds(rule.conditions, facts)]

    def with_one_more(self, rule: RuleFacts) -> "CityRules":
        """The same rules and one more that is not on yet."""
        others = [one for one in self.rules if one.id != rule.id]
        return CityRules(tuple(sorted([*others, rule], key=lambda one: (one.order, one.id))))


Stamp = tuple[tuple[int, bytes], ...]


class RuleBook:
    """The rules of all cities; thread-safe."""

    def __init__(self) -> None:
        self._cities: dict[int, CityRules] = {}
        self._stamp: Stamp | None = None
        self._asked_at = -FRESH_SECONDS
        self._lock = Lock()

    def of(self, city_id: int) -> CityRules:
        """The rules of a city that are on."""
        if clock.monotonic() - self._asked_at >= FRESH_SECONDS:
            with self._lock:
                # Of several threads at that moment only the first reloads.
                if clock.monotonic() - self._asked_at >= FRESH_SECONDS:
                    self._refresh()
        return self._cities.get(city_id, CityRules())

    def forget(self) -> None:
        """Check the database at the next call."""
        self._asked_at = -FRESH_SECONDS

    def _refresh(self) -> None:
        asked_at = clock.monotonic()
        # The head of each rule's own history: it differs between any two states of the rules.
        heads = Rule.objects.filter(is_on=True).order_by("pk").values_list("pk", "event_head")
        stamp: Stamp = tuple((pk, bytes(head)) for pk, head in heads)
        if stamp != self._stamp:
            self._cities = _read(Rule.objects.filter(is_on=True).order_by("order", "pk"))
            self._stamp = stamp
        self._asked_at = asked_at


def _read(rows: Iterable[Rule]) -> dict[int, CityRules]:
    rules_by_city: dict[int, list[RuleFacts]] = {}
    for row in rows:
        try:
            rules_by_city.setdefault(row.city_id, []).append(facts_of(row))
        except ConditionsAreNotValid:
            # A rule from before a change of the allowed conditions must not stop the others.
            _log.exception("rule_cannot_be_read", extra={"rule": row.pk})
    return {city_id: CityRules(tuple(rules)) for city_id, rules in rules_by_city.items()}


def facts_of(row: Rule) -> RuleFacts:
    """A rule's row as a plain value. Raises ConditionsAreNotValid."""
    return RuleFacts(
        row.pk,
        row.order,
        row.unit_id,
        row.person_id,
        row.branch,
        row.valid_from,
        row.valid_to,
        read_conditions(row.conditions),
    )


RULES: Final = RuleBook()
