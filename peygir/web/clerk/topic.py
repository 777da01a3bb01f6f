"""The classifier's topics for a case, beside the topic in force, with a command that corrects it."""

from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from peygir.cases.facts import CaseFacts
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.desks.understanding.queries import readings_of
from peygir.web.clerk.options import options
from peygir.web.kit.current_city import current_city

WORTH_SHOWING: Final = 0.02


@dataclass(frozen=True, slots=True)
class GuessPart:
    """A topic that the classifier proposes; `percent` is its confidence."""

    topic: TopicFacts
    percent: int
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class TopicPanel:
    """The proposals, who chose the topic in force (said, machine, person, …), and the detected kind of message."""

    guesses: list[GuessPart]
    chosen_by: str
    kind: str
    choices: SafeString


def topic_panel(case: CaseFacts, *, chosen: str = "") -> TopicPanel:
    """Return the panel of a case; the `chosen` code is selected, or else the topic in force."""
    readings = readings_of(case.pk)
    read = next((one for one in readings if one.guesses), None)
    guesses = []
    for code, confidence in read.guesses if read else []:
        topic = city.topic_by_code(current_city().id, code)
        if topic is not None and confidence >= WORTH_SHOWING:
            guesses.append(GuessPart(topic, round(100 * confidence), topic.id == case.topic_id))
    choices = options("topic", chosen or (case.topic.code if case.topic else ""))
    return TopicPanel(guesses, readings[-1].topic_by if readings else "", read.kind if read else "", choices)
