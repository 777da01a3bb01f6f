"""Mentions in a note: user names after an @, of people who may see the case."""

import re
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.people.queries import staff_who_see
from peygir.people.rules import CaseVisibility

MOST: Final = 20
# At the beginning or after a character that is no part of an address, so that a mail address is no mention.
_NAMED: Final = re.compile(r"(?<![\w.@+-])@([A-Za-z0-9_][\w.+-]*[\w])", re.ASCII)


class NobodyToMention(Invalid):
    """A name after an @ is unknown, or the person may not see the case."""

    message = _("“@{name}” is no colleague who may see this case. Correct the user name, or take the @ away.")


def names_in(text: str) -> list[str]:
    """The user names after an @ in a text, each once."""
    return list(dict.fromkeys(_NAMED.findall(text)))[:MOST]


def mentioned(text: str, visibility: CaseVisibility) -> list[int]:
    """The ids of the people mentioned in a note. Raises NobodyToMention."""
    names = names_in(text)
    people = {person.username: person.pk for person in staff_who_see(visibility, usernames=names)} if names else {}
    for name in names:
        if name not in people:
            raise NobodyToMention(name=name[:60])
    return sorted(people.values())
