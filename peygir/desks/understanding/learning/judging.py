"""Measures proposals on texts whose topic, kind and urgency people have labelled, hard ones among them.

`training.measure` measures whether the topic reader names the right topic; this measures whether the machine chooses
only where it should, whether urgent texts are noticed, and whether confidences are calibrated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.desks.understanding.choosing import TopicProposal
from peygir.desks.understanding.learning.material import MaterialIsBroken
from peygir.desks.understanding.tone import KINDS

NOTHING: Final = "-"
BINS: Final = 10
_COLUMNS: Final = 5


@dataclass(frozen=True, slots=True)
class JudgedText:
    """A text and its labels.

    `topics` holds, for each thing that the text speaks of, the topics that are right for it; empty where it asks for
    nothing.
    """

    text: str
    topics: tuple[frozenset[str], ...]
    kind: str = ""
    urgency: str = ""
    group: str = ""

    @property
    def right(self) -> frozenset[str]:
        """The topics of which any may come first."""
        return frozenset().union(*self.topics)

    @property
    def may_be_chosen(self) -> bool:
        """Whether a machine may choose the topic; a text that asks for nothing, or only asks a question, is left to a
        person.
        """
        return bool(self.topics) and self.kind != "question"


@dataclass(frozen=True, slots=True)
class Reliability:
    """One bin of the reliability table: texts whose first guess has a confidence in [low, high)."""

    low: float
    high: float
    count: int
    confidence: float  # mean
    right: float  # share of them whose first guess is right


@dataclass(frozen=True, slots=True)
class GroupScores:
    """Scores of one group of texts: how many, how many chosen, how many wrongly, and how many right first guesses."""

    group: str
    count: int
    chosen: int
    wrongly: int
    first: int


@dataclass(frozen=True, slots=True)
class ReadingScores:
    """The scores of a file. Shares are of the texts that they concern; 0 where there are none."""

    count: int
    nothing_count: int
    nothing_chosen: float  # share of the texts in which nothing may be chosen but something was
    topic_count: int
    chosen: float  # share of the texts with a topic that was taken without a person
    wrongly: float  # share of the texts with a topic for which a wrong one was chosen
    top1: float
    top3: float
    kinds: float  # share of the texts with a kind whose kind is right
    urgent_count: int
    urgent_missed: int
    raised: int  # texts taken for urgent that are not
    two_count: int  # texts that speak of two things
    two_noticed: int
    calibration_error: float  # expected calibration error over the bins (Naeini et al. 2015)
    reliability: tuple[Reliability, ...]
    groups: tuple[GroupScores, ...]


def read_judged(path: Path) -> list[JudgedText]:
    """The labelled texts of a file: text and topic, or text, topics, kind, urgency and group, separated by tabs.

    Topics are codes with «,» between those of which each is right, «+» between two things, «-» for nothing. Urgency is
    U or N. Raises MaterialIsBroken.
    """
    judged = []
    for number, text_line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not text_line.strip():
            continue
        cells = [cell.strip() for cell in text_line.split("\t")]
        if len(cells) not in (2, _COLUMNS) or not cells[0] or not cells[1]:
            raise MaterialIsBroken(
                f"{path.name}:{number}: a line is a text, a tab and a topic's code; "
                "or text, topics, kind, urgency and group"
            )
        if len(cells) == _COLUMNS and (cells[2] not in KINDS or cells[3] not in ("U", "N")):
            raise MaterialIsBroken(f"{path.name}:{number}: the kind is one of {', '.join(KINDS)}, the urgency U or N")
        topics = () if cells[1] == NOTHING else tuple(frozenset(one.split(",")) for one in cells[1].split("+"))
        judged.append(JudgedText(cells[0], topics, *cells[2:]))
    return judged


def judge(texts: Sequence[JudgedText], proposals: Sequence[TopicProposal]) -> ReadingScores:
    """Compare proposals with the labels."""
    pairs = list(zip(texts, proposals, strict=True))
    none = [(text, proposal) for text, proposal in pairs if not text.may_be_chosen]
    some = [(text, proposal) for text, proposal in pairs if text.may_be_chosen]
    urgent = [proposal.urgency == "U" for text, proposal in pairs if text.urgency == "U"]
    calm = [proposal.urgency == "U" for text, proposal in pairs if text.urgency == "N"]
    two = [_notices(text, proposal) for text, proposal in pairs if len(text.topics) > 1]
    bins = _bins(pairs)
    names = list(dict.fromkeys(text.group for text in texts))
    return ReadingScores(
        len(pairs),
        len(none),
        _share([bool(proposal.chosen) for _, proposal in none]),
        len(some),
        _share([bool(proposal.chosen) for _, proposal in some]),
        _share([_is_wrong(*pair) for pair in some]),
        _share([_rank(*pair) == 0 for pair in some]),
        _share([0 <= _rank(*pair) < 3 for pair in some]),
        _share([proposal.kind == text.kind for text, proposal in pairs if text.kind]),
        len(urgent),
        len(urgent) - sum(urgent),
        sum(calm),
        len(two),
        sum(two),
        round(sum(abs(one.right - one.confidence) * one.count for one in bins) / max(len(pairs), 1), 4),
        bins,
        tuple(_figures(name, [pair for pair in pairs if pair[0].group == name]) for name in names if name),
    )


def _rank(text: JudgedText, proposal: TopicProposal) -> int:
    """The rank of the first right topic among the guesses; -1 where none is right."""
    return next((at for at, guess in enumerate(proposal.guesses) if guess.code in text.right), -1)


def _is_wrong(text: JudgedText, proposal: TopicProposal) -> bool:
    return bool(proposal.chosen) and not (text.may_be_chosen and proposal.chosen in text.right)


def _notices(text: JudgedText, proposal: TopicProposal) -> bool:
    """Whether the first guess is one of two things and the second thing is the other."""
    also = proposal.also
    return also is not None and any(
        proposal.guesses[0].code in codes and also.code in other
        for codes in text.topics
        for other in text.topics
        if codes != other
    )


def _bins(pairs: Sequence[tuple[JudgedText, TopicProposal]]) -> tuple[Reliability, ...]:
    guesses = [
        (proposal.guesses[0].confidence, _rank(text, proposal) == 0) for text, proposal in pairs if proposal.guesses
    ]
    bins = []
    for at in range(BINS):
        inside = [pair for pair in guesses if min(int(pair[0] * BINS), BINS - 1) == at]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            right = _share([is_right for _, is_right in inside])
            bins.append(Reliability(at / BINS, (at + 1) / BINS, len(inside), round(mean, 3), right))
    return tuple(bins)


def _figures(name: str, pairs: Sequence[tuple[JudgedText, TopicProposal]]) -> GroupScores:
    return GroupScores(
        name,
        len(pairs),
        sum(bool(proposal.chosen) for _, proposal in pairs),
        sum(_is_wrong(*pair) for pair in pairs),
        sum(_rank(*pair) == 0 for pair in pairs),
    )


def _share(flags: Sequence[bool]) -> float:
    return round(sum(flags) / len(flags), 4) if flags else 0.0
