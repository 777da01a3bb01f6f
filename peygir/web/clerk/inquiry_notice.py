"""Whether a question or a date of a leader waits in a case, as its events say."""

from collections.abc import Sequence
from typing import Final

from peygir.desks.inquiries.rules import WAITING
from peygir.history.facts import EventFacts
from peygir.history.kinds.inquiries import (
    DateJudged,
    InquiryAnswered,
    InquiryMade,
    InquiryOverdue,
    QuestionAnswered,
    QuestionAsked,
)

_MADE: Final = frozenset({InquiryMade.kind, QuestionAsked.kind})
_ANSWERED: Final = frozenset({InquiryAnswered.kind, QuestionAnswered.kind, DateJudged.kind})


def waits_for_answer(events: Sequence[EventFacts]) -> bool:
    """Return whether anything that was asked or set is still to be answered; no statement."""
    open_ids: set[object] = set()
    for event in events:
        if event.kind in _MADE and event.data["what"] in WAITING:
            open_ids.add(event.data["inquiry"])
        elif event.kind in _ANSWERED or (event.kind == InquiryOverdue.kind and event.data["what"] == "date"):
            open_ids.discard(event.data["inquiry"])
    return bool(open_ids)
