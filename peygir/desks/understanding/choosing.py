"""Turns a reader's probabilities into a proposal, and decides whether the topic may be taken without a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.city.urgencies import Urgency
from peygir.core.spoken import spoken
from peygir.desks.understanding.foreign import in_known_words
from peygir.desks.understanding.learning.reader import CityReader
from peygir.desks.understanding.parts import may_say_two_things, parts_of, second_thing
from peygir.desks.understanding.stance import QUESTION, REPORT, SARCASM, THANKS, shipped_stances
from peygir.desks.understanding.tone import Kind, kind_of, urgency_of
from peygir.desks.understanding.topic import Chances, Guess

Flags = npt.NDArray[np.bool_]

# The confidence from which the first guess is taken without a person; an urgent, confidential or other agency's topic
# does more harm when it is wrong, so its threshold is higher.
SURE: Final = 0.6
VERY_SURE: Final = 0.8
CLEAR: Final = 0.9
"""The required probability, for any topic, that the text reports something (or gives thanks, for thanks)."""
FLOOR: Final = 0.05
"""The weight of a topic where nothing seems to be reported: a person still sees what the text is about."""
FITTING: Final = 0.25
"""Topics that fit the stance are normalised by at least this sum, so that improbable ones do not fill the whole."""
MISHEARD: Final = 0.2
"""The weight of the topics of thanks and questions in a text that seems to report something."""
ANSWERED: Final = 0.8
"""The share of questions that the centre answers at once; the rest are requests in the form of a question."""


@dataclass(frozen=True, slots=True)
class TopicTraits:
    """What a proposal needs to know of a topic; `needs_care`: urgent, confidential, or another agency's."""

    urgency: str
    needs_care: bool
    kind: Kind = "request"


@dataclass(frozen=True, slots=True)
class TopicProposal:
    """What a text is about: topics with confidences (likeliest first), and the one taken without a person (or empty).

    A confidence is the probability that the text asks for something to be done and that this is its topic. `stance` is
    what the text does (one of `stance.STANCES`; empty for a text without words), `also` a second thing it speaks of.
    """

    guesses: tuple[Guess, ...]
    chosen: str
    urgency: str
    kind: Kind
    version: str = ""
    stance: str = ""
    also: Guess | None = None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Masks of a reader's columns: open topics, urgent topics, and topics with a kind of their own."""

    is_known: Flags
    is_urgent: Flags
    is_thanks: Flags
    is_question: Flags


def propose(
    city_reader: CityReader, text: str, topics: Mapping[str, TopicTraits], *, own_names: Collection[str] = ()
) -> TopicProposal:
    """Propose topics for one text; guesses are among `topics` only (a closed topic is never proposed).

    `own_names`: the city's own names in lower case; a text that names another city is about nothing of ours.
    """
    return propose_all(city_reader, [text], topics, own_names=own_names)[0]


def propose_all(
    city_reader: CityReader, texts: Sequence[str], topics: Mapping[str, TopicTraits], *, own_names: Collection[str] = ()
) -> list[TopicProposal]:
    """`propose` for many texts at once."""
    columns = _columns(city_reader.topics.codes, topics)
    known = [in_known_words(text) for text in texts]
    texts = [text for text, _ in known]
    chances = city_reader.topics.chances(texts) * columns.is_known
    proposals = [
        _proposal(city_reader, text, row, columns, topics, own_names) for text, row in zip(texts, chances, strict=True)
    ]
    parts = {at: parts_of(text) for at, text in enumerate(texts) if proposals[at].stance == REPORT}
    # Classifying the parts doubles the cost, so it is done only where a second topic is possible.
    parts = {at: listed for at, listed in parts.items() if may_say_two_things(texts[at], listed, chances[at])}
    rows = iter(city_reader.topics.chances([part for listed in parts.values() for part in listed]) if parts else ())
    for at, listed in parts.items():
        read = np.array([next(rows) for _ in listed]) * columns.is_known
        also = second_thing(texts[at], listed, city_reader.topics.codes, chances[at], read)
        proposals[at] = _with(proposals[at], also, topics)
    # A text that was translated word by word gets a proposal, but the choice is left to a person.
    return [
        replace(one, chosen="") if is_foreign else one for one, (_, is_foreign) in zip(proposals, known, strict=True)
    ]


def weigh(chances: Chances, stances: Mapping[str, float], *, is_thanks: Flags, is_question: Flags) -> Chances:
    """The probability of each topic and that something is to be done about it.

    A mixture over what the text may do: one that reports or mocks is about a topic that is neither thanks nor a
    question, one that thanks is thanks, one that asks is a question; the others are about nothing. People ask
    about anything, so the topic of questions gets its whole share even where no phrase of it is like the text.
    """
    is_plain = ~(is_thanks | is_question)
    weighed = np.zeros_like(chances)
    for share, group, fitting in (
        (max(stances[REPORT], FLOOR), np.where(is_plain, 1.0, MISHEARD), FITTING),
        (stances[SARCASM], is_plain, FITTING),
        (stances[THANKS], is_thanks, FITTING),
        (stances[QUESTION] * ANSWERED, is_question, 0.0),
    ):
        within = chances * group
        if (total := float(within.sum())) > 0:
            weighed += (share * within / max(total, fitting)).astype(np.float32)
    return np.minimum(weighed, 1.0)  # the floor lets the shares sum to a little more than one


def _columns(codes: Sequence[str], topics: Mapping[str, TopicTraits]) -> _Columns:
    traits = [topics.get(code) for code in codes]
    return _Columns(
        np.array([one is not None for one in traits]),
        np.array([one is not None and one.urgency == Urgency.URGENT for one in traits]),
        np.array([one is not None and one.kind == THANKS for one in traits]),
        np.array([one is not None and one.kind == QUESTION for one in traits]),
    )


def _proposal(
    city_reader: CityReader,
    text: str,
    chances: Chances,
    columns: _Columns,
    topics: Mapping[str, TopicTraits],
    own_names: Collection[str],
) -> TopicProposal:
    if not spoken(text) or not columns.is_known.any():
        return TopicProposal((), "", Urgency.NORMAL, kind_of(text, topic="request"), city_reader.version)
    stances = shipped_stances()[0].stances(text, own_names=own_names)
    stance = max(stances, key=lambda name: stances[name])
    weighed = weigh(chances, stances, is_thanks=columns.is_thanks, is_question=columns.is_question)
    guesses = tuple(guess for guess in city_reader.topics.ranked(weighed) if guess.code in topics)
    first = topics[guesses[0].code]
    reported = stances[REPORT] + stances[SARCASM]
    clear = stances[THANKS] if first.kind == THANKS else reported
    is_taken = (
        first.kind != QUESTION and clear >= CLEAR and guesses[0].confidence >= (VERY_SURE if first.needs_care else SURE)
    )
    # An unsure guess passes on its urgency only if it is urgent: one look too many is cheap.
    on_urgent = float((chances * columns.is_urgent).sum()) * reported
    return TopicProposal(
        guesses,
        guesses[0].code if is_taken else "",
        urgency_of(text, topic=first.urgency if is_taken else Urgency.NORMAL, on_urgent=on_urgent),
        _kind(text, stance, first.kind if is_taken else "request"),
        city_reader.version,
        stance,
    )


def _kind(text: str, stance: str, topic: Kind) -> Kind:
    """The kind of message: the topic's own, what the text says, or the stance's."""
    kind = kind_of(text, topic=topic)
    if kind != "request":
        return kind
    of_stance: dict[str, Kind] = {QUESTION: "question", THANKS: "thanks", SARCASM: "complaint"}
    return of_stance.get(stance, kind)


def _with(proposal: TopicProposal, also: Guess | None, topics: Mapping[str, TopicTraits]) -> TopicProposal:
    """The proposal with a second thing, which may be the urgent one."""
    if also is None or also.code == proposal.guesses[0].code or topics[also.code].kind in (THANKS, QUESTION):
        return proposal  # thanks ask for nothing
    urgency = urgency_of("", topic=proposal.urgency, on_urgent=float(topics[also.code].urgency == Urgency.URGENT))
    return replace(proposal, also=also, urgency=urgency)
