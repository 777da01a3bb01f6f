"""The people named in a report: their fields as plain text, and their citizens."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from peygir.cases.new_report import Reporter
from peygir.core.phones import normalise_phone
from peygir.core.words import plain
from peygir.people.actions import find_or_make_citizen


def plain_reporter(who: Reporter) -> Reporter:
    """The reporter with all fields as plain text."""
    texts: dict[str, Any] = {name: plain(getattr(who, name)) for name in Reporter.__slots__ if name != "proof"}
    return replace(who, **texts)


def citizens_of(who: Reporter, *, region: str, language: str, at: datetime) -> tuple[int | None, int | None]:
    """The citizens' ids of the reporter and of the person they speak for, each if a phone is given.

    Always in the order of the phones: two who report for each other at once would otherwise deadlock.
    """
    people = {"own": (who.phone, who.name, bool(who.proof)), "other": (who.for_phone, who.for_name, False)}
    phones = {role: normalise_phone(phone, region) for role, (phone, _, _) in people.items() if phone}
    ids: dict[str, int] = {}
    for role in sorted(phones, key=lambda role: (phones[role], people[role])):
        _, name, is_proven = people[role]
        ids[role] = find_or_make_citizen(phones[role], name=name, language=language, is_proven=is_proven, at=at)
    return ids.get("own"), ids.get("other")
