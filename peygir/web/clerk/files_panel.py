"""The documents and recordings that came with a case's reports, as its page lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from peygir.cases.facts import CaseFacts
from peygir.cases.judging import may_see_originals
from peygir.cases.rules import visibility_of
from peygir.desks.intake import queries as intake
from peygir.history.facts import EventFacts
from peygir.history.kinds.cases import FilesReceived
from peygir.media.kinds import MediaKind
from peygir.people.rules import Actor
from peygir.web.kit.templatetags.ui import in_language

_NOT_PLAYED: Final = frozenset({"audio/amr"})  # by any browser


@dataclass(frozen=True, slots=True)
class FilePart:
    """One file: its kind in words, its address (empty for somebody who may not open it), and what to know before."""

    kind: str
    file_name: str
    size: int
    href: str
    is_played: bool
    is_examined: bool
    length: str
    findings: Sequence[str]


def file_parts(case: CaseFacts, by: Actor, events: Sequence[EventFacts]) -> list[FilePart]:
    """Return the files in the order they came."""
    # Most cases have none, and their events say whether to look for any.
    if not any(event.kind == FilesReceived.kind for event in events):
        return []
    is_open = may_see_originals(by, visibility_of(case))
    return [
        FilePart(
            in_language(MediaKind.labels()[attached.kind]),
            attached.file_name if is_open else "",  # it may hold a person's name
            attached.size,
            reverse("case_file", args=[case.code, attached.id]) if is_open else "",
            attached.kind is MediaKind.SOUND and attached.media_type not in _NOT_PLAYED,
            attached.is_examined,
            "" if attached.seconds is None else _length(attached.seconds),
            [in_language(finding.label) for finding in attached.findings],
        )
        for attached in intake.files_of(case.pk)
    ]


def _length(seconds: int) -> str:
    """Return "2:05", or "1:02:05" from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
