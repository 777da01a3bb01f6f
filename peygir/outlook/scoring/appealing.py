"""Who may appeal against a mark and decide an appeal, and the digest of the words."""

import hashlib

from peygir.people.permissions import Permission
from peygir.people.rules import Actor


def may_appeal(by: Actor, unit_id: int) -> bool:
    """Whether somebody appeals for a unit: who leads it."""
    return by.kind == "staff" and by.unit_id == unit_id and by.may(Permission.LEAD_UNIT)


def may_decide_appeal(by: Actor, *, unit_id: int, made_by_id: int) -> bool:
    """Whether somebody proposes or confirms a decision: of the committee, neither in the unit nor above it.

    Who made the appeal does neither.
    """
    is_of_committee = by.kind == "staff" and by.may(Permission.DECIDE_APPEALS)
    return is_of_committee and by.unit_id != unit_id and unit_id not in by.unit_ids_below and by.id != made_by_id


def salted(salt: str, words: str) -> str:
    """The digest of words as the history keeps it: SHA-256 of salt and text, 64 hexadecimal digits."""
    return hashlib.sha256(f"{salt}{words}".encode()).hexdigest()
