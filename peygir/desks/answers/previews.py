"""Previews of the messages that a move would send."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.cases.commands import BY_COMMAND
from peygir.cases.facts import CaseFacts, ReportFacts
from peygir.core.short_message import Length, length_of
from peygir.core.translation import citizen_languages
from peygir.desks.answers.contact_channels import reached_by
from peygir.desks.answers.filling import language_of, message_for
from peygir.desks.answers.links import crossed_link
from peygir.people.channels import MESSENGERS, Channel


@dataclass(frozen=True, slots=True)
class MessagePreview:
    """One message, its length as an SMS, and the number of reporters who get it in this language.

    `channel` is sms, chat or mail: the first that reaches them.
    """

    language: str
    channel: str
    body: str
    length: Length
    reporters: int


def previews(case: CaseFacts, verb: str, *, answer: str, reports: Sequence[ReportFacts]) -> list[MessagePreview]:
    """The messages of a move with this answer, one for each language and channel of the reachable reporters.

    The link lets its holder answer for the reporter, so its signature is shown as crosses of the same length.
    """
    kind = BY_COMMAND[verb].message
    channels = reached_by(reports) if kind else {}
    groups: dict[tuple[str, str], list[ReportFacts]] = {}
    for one in reports:
        if one.pk in channels:
            groups.setdefault((language_of(one), channels[one.pk]), []).append(one)
    message_previews = []
    for language, channel in sorted(groups, key=_LIKE.index):
        mine = groups[language, channel]
        crossed = crossed_link(mine[0].pk)
        _, body = message_for(mine[0], kind, case=case, channel=channel, answer=answer, data={}, verdict=crossed)
        message_previews.append(MessagePreview(language, channel, body, length_of(body), len(mine)))
    return message_previews


# The order in which they are shown.
_LIKE: Final[list[tuple[str, str]]] = [
    (language, channel) for language in citizen_languages() for channel in (Channel.SMS, *MESSENGERS, Channel.MAIL)
]
