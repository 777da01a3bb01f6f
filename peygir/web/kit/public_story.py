"""A case's history as text for everybody: without persons, and by days but for who reported it."""

from collections.abc import Mapping, Sequence

from peygir.cases.public_events import PublicEvent
from peygir.history.kinds.case_work import PromiseBroken, PromisesGiven
from peygir.web.kit import clock_words
from peygir.web.kit.current_city import start_of
from peygir.web.kit.parts import TimelineLine
from peygir.web.kit.story import TELLINGS


def public_story(events: Sequence[PublicEvent], notes: Mapping[int, str]) -> list[TimelineLine]:
    """Return the entries that anybody with the code may read, oldest first; the city's words only, never a person's."""
    lines = []
    for event in events:
        telling = TELLINGS.get(event.kind)
        if telling is None or not telling.is_public or (event.kind == PromiseBroken.kind and not _is_finish(event)):
            continue
        if event.kind == PromisesGiven.kind and not clock_words.due_of({**event.data}):
            continue
        words = telling.words({**event.data, "at": event.at or start_of(event.on)})
        when = event.at or event.on
        lines.append(TimelineLine(telling.icon, telling.tone, words, when, more=notes.get(event.number, "")))
    return lines


def _is_finish(event: PublicEvent) -> bool:
    return event.data.get("promise") == "finish"
