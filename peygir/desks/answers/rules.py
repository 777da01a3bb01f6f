"""Which events are told to reporters, who may still answer a question, and what withdrawing a report ends."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from peygir.cases.lifecycle import unsettles
from peygir.cases.questions import QuestionKind
from peygir.cases.states import CaseState
from peygir.history.kinds.case_moves import CaseMerged, CaseSplit
from peygir.history.kinds.case_work import PromiseBroken, PromisesRenewed
from peygir.history.kinds.cases import CaseGaveBack, CaseOpened, CaseTookIn, ReportJoined

ASKED_STATES: Final[dict[str, CaseState]] = {
    QuestionKind.FIXED: CaseState.DONE,
    QuestionKind.OBJECTION: CaseState.NOT_ACTIONABLE,
}
"""Question → the state of a case in which it is asked of the reporters."""
MOST_A_DAY: Final = 5
"""The most messages a day about followed cases to one address; further news waits for the evening."""
MOST_FOLLOWED: Final = 20
"""The most cases and areas that one phone or mail address follows at a time."""
EVENING: Final = time(18, 0)
"""When the day's news is sent as one message, in the city's time."""


def reports_at(story: Iterable[tuple[str, dict[str, Any]]]) -> set[int]:
    """The ids of the reports that a case has after `story`, its events in order as (kind, data)."""
    held: set[int] = set()
    for kind, data in story:
        if kind in (CaseOpened.kind, ReportJoined.kind):
            held.add(int(data["report"]))
        elif kind in (CaseTookIn.kind, CaseSplit.kind):
            held |= set(data["reports"])
        elif kind in (CaseGaveBack.kind, CaseMerged.kind):
            held -= set(data["reports"])
    return held


def is_worth_telling(happened: str, data: dict[str, Any]) -> bool:
    """Whether the reporter is told of the event: of a broken promise only if it is the finish promise.

    If the centre granted more time before, the reporter has been sent the new date already.
    """
    if happened == PromiseBroken.kind:
        return data.get("promise") == "finish" and not data.get("granted")
    return happened != PromisesRenewed.kind or bool(data.get("finish"))


def word_on(
    question: str, *, state: str, close_kind: str, is_ended: bool, is_in_time: bool
) -> Literal["first", "second", ""]:
    """Whether the reporter may answer a question first (settling it), second (after it was settled), or not at all
    ("").
    """
    if question == QuestionKind.SURVEY:
        return "first" if state == CaseState.CLOSED and is_in_time and not is_ended else ""
    if not is_ended:
        return "first" if state == ASKED_STATES[question] else ""
    return "second" if is_in_time and unsettles(question, state=state, close_kind=close_kind) else ""


def taking_back(*, others: int, is_open: bool) -> Literal["case", "report", ""]:
    """What a withdrawal ends: the case if nobody else reported it, else only the report; "" for an ended case."""
    if not is_open:
        return ""
    return "report" if others else "case"


def next_evening(now: datetime, zone: str) -> datetime:
    """The first evening after `now` in the city, when waiting news is sent."""
    here = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(here.date(), EVENING, here.tzinfo)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), EVENING, here.tzinfo)
