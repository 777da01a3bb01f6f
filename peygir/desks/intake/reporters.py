"""The people whom a report names: their plain texts, and the citizens that they are."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from peygir.cases.new_report import Reporter
from peygir.core.phones import normalise_phone
from peygir.core.words import plain
from peygir.people.actions import find_or_make_citizen


def plain_reporter(who: Reporter) -> Reporter:
    """The same without what no text may hold."""
    texts: dict[str, Any] = {name: plain(getattr(who, name)) for name in Reporter.__slots__ if name != "proof"}
    return replace(who, **texts)


def citizens_of(who: Reporter, *, region: str, language: str, at: datetime) -> tuple[int | None, int | None]:
    """The reporter and the one spoken for, as far as they left a phone.

    Always in the order of their phones: two who speak for each other at once would wait for each other for ever.
    """
    people = {"own": (who.phone, who.name, bool(who.proof)), "other": (who.for_phone, who.for_name, False)}
    phones = {role: normalise_phone(phone, region) for role, (phone, _, _) in people.items() if phone}
    ids: dict[str, int] = {}
    for role in sorted(phones, key=lambda role: (phones[role], people[role])):
        _, name, is_proven = people[role]
        ids[role] = find_or_make_citizen(phones[role], name=name, language=language, is_proven=is_proven, at=at)
    return ids.get("own"), ids.get("other")
