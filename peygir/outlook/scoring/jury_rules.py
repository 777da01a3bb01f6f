"""Who judges a season: members of the jury, and nobody who works in a unit that is ranked."""

from collections.abc import Iterable

from peygir.people.permissions import Permission
from peygir.people.rules import Actor


def may_judge(by: Actor) -> bool:
    """Whether somebody proposes seasons, notes and decisions, and agrees to those of others."""
    return by.kind == "staff" and by.may(Permission.JUDGE_SEASONS)


def is_of_ranked_unit(by: Actor, unit_ids: Iterable[int]) -> bool:
    """Whether somebody works in one of these units."""
    return by.unit_id is not None and by.unit_id in set(unit_ids)
