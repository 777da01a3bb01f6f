"""A message as the citizen will read it, before the move that sends it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.answers.filling import language_of, message_for
from peygir.answers.links import token_of
from peygir.cases.models import Case, Report
from peygir.core.short_message import Length, length_of

# The moves whose words go straight to the citizen, and the message that carries them.
KINDS: Final = {"finish": "done", "decline": "declined"}


@dataclass(frozen=True, slots=True)
class Preview:
    """One short message, how long it is, and to how many reporters it goes in this language."""

    language: str
    body: str
    length: Length
    reporters: int


def previews(case: Case, verb: str, *, answer: str, reports: Sequence[Report]) -> list[Preview]:
    """The messages of a move with this answer, one for each language of the reporters who left a phone.

    The link speaks for the reporter, so its signature is shown as crosses: as long, and of no use.
    """
    kind = KINDS.get(verb)
    told = [one for one in reports if one.citizen_id is not None and one.channel != "import"]
    found = []
    for language in ("fa", "en"):
        mine = [one for one in told if language_of(one) == language]
        if kind and mine:
            first = mine[0]
            _, body = message_for(first, kind, case=case, channel="sms", answer=answer, data={})
            token = token_of(first.pk)
            body = body.replace(token, "x" * len(token))
            found.append(Preview(language, body, length_of(body), len(mine)))
    return found
