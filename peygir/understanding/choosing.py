"""From what a reader holds to be likely to what is proposed, and whether a machine may choose by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.core.spoken import spoken
from peygir.understanding.learning.reader import CityReader
from peygir.understanding.tone import Kind, Urgency, kind_of, urgency_of
from peygir.understanding.topic import Guess

# The confidence from which the reader's first guess is taken without asking a person; what is urgent, secret or another
# agency's goes further out of our hands when it is wrong, so there the bar is higher. Of the held-out utterances of
# Shiraz nine tenths are taken under these two bars, and one of those 429 wrongly.
SURE: Final = 0.6
VERY_SURE: Final = 0.8


@dataclass(frozen=True, slots=True)
class TopicTraits:
    """What must be known of a topic to propose it; `needs_care`: urgent, secret, or another agency's."""

    urgency: Urgency
    needs_care: bool
    kind: Kind = "request"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a text is about: topics with confidences (likeliest first), the one taken without a person (or empty)."""

    guesses: tuple[Guess, ...]
    chosen: str
    urgency: Urgency
    kind: Kind
    version: str = ""


def propose(reader: CityReader, text: str, topics: Mapping[str, TopicTraits]) -> Proposal:
    """Read one text; guesses are among `topics` only (a topic that the city has closed is never proposed)."""
    return propose_all(reader, [text], topics)[0]


def propose_all(reader: CityReader, texts: Sequence[str], topics: Mapping[str, TopicTraits]) -> list[Proposal]:
    """`propose` for many texts at once."""
    codes = reader.topics.codes
    known = [code in topics for code in codes]
    urgent = [code in topics and topics[code].urgency == "U" for code in codes]
    found = []
    for text, chances in zip(texts, reader.topics.chances(texts), strict=True):
        ranked = reader.topics.ranked(chances * known)
        guesses = tuple(guess for guess in ranked if guess.code in topics)
        if not spoken(text) or not any(known):
            found.append(Proposal((), "", "N", kind_of(text, topic="request"), reader.version))
            continue
        first = topics[guesses[0].code]
        is_taken = guesses[0].confidence >= (VERY_SURE if first.needs_care else SURE)
        found.append(
            Proposal(
                guesses,
                guesses[0].code if is_taken else "",
                # An unsure guess lends its urgency only where it is urgent: a look too many is cheap.
                urgency_of(text, topic=first.urgency if is_taken else "N", on_urgent=float((chances * urgent).sum())),
                kind_of(text, topic=first.kind if is_taken else "request"),
                reader.version,
            )
        )
    return found
