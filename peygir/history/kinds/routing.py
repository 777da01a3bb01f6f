"""Events of routing rules: drafted, tried on the newest cases, switched on and off."""

from peygir.history.catalogue import EventData, event


@event("rule_drafted", file="rule", ends=True)
class RuleDrafted(EventData):
    """A routing rule was written down; it is off."""

    unit: int
    order: int
    from_: str


@event("rule_tried", file="rule", ends=True)
class RuleDryRun(EventData):
    """A routing rule was tried on the newest cases: how many there were, how many it matched, how many it moves."""

    cases: int
    matched: int
    changed: int


@event("rule_switched_on", file="rule", ends=True)
class RuleSwitchedOn(EventData):
    """A routing rule was switched on."""

    order: int


@event("rule_switched_off", file="rule", ends=True)
class RuleSwitchedOff(EventData):
    """A routing rule was switched off."""

    order: int
