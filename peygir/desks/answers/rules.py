"""Who is told of an event, who may still answer a question, and what taking a report back takes back."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from peygir.cases.lifecycle import CLOSED, DONE, NOT_ACTIONABLE, unsettles
from peygir.history.kinds.case_moves import CaseMerged, CaseSplit
from peygir.history.kinds.case_work import PromiseBroken, PromisesRenewed
from peygir.history.kinds.cases import CaseGaveBack, CaseOpened, CaseTookIn, ReportJoined

ASKED_STATES: Final = {"fixed": DONE, "objection": NOT_ACTIONABLE}
"""Which question a state asks of the reporters."""
SURVEY: Final = "survey"
"""The question that a survey asks of one reporter after the case was closed."""
SURVEY_ANSWERS: Final = ("satisfied", "unsatisfied", "not_done", "unknown")
"""By the number with which it is answered, from 1 on; the last is no verdict."""
MOST_A_DAY: Final = 5
"""Messages that somebody gets in a day about cases that they follow; what is more waits for the evening."""
MOST_FOLLOWED: Final = 20
"""Cases and areas that one phone or mail address follows at a time."""
EVENING: Final = time(18, 0)
"""When the news of a day are told together, on the city's clock."""


def reports_at(story: Iterable[tuple[str, dict[str, Any]]]) -> set[int]:
    """The ids of the reports that a case holds after `story`, its events in order as (kind, data)."""
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
    """Whether the citizen hears of it: of a broken promise once, and only of the one he waits for.

    When the centre had granted more time before, he has read the new date already.
    """
    if happened == PromiseBroken.kind:
        return data.get("promise") == "finish" and not data.get("granted")
    return happened != PromisesRenewed.kind or bool(data.get("finish"))


def word_on(
    question: str, *, state: str, close_kind: str, is_ended: bool, is_in_time: bool
) -> Literal["first", "second", ""]:
    """Which word a reporter who has not spoken has on a question: the one that settles it, one after it, or none."""
    if question == SURVEY:
        return "first" if state == CLOSED and is_in_time and not is_ended else ""
    if not is_ended:
        return "first" if state == ASKED_STATES[question] else ""
    return "second" if is_in_time and unsettles(question, state=state, close_kind=close_kind) else ""


def taking_back(*, others: int, is_open: bool) -> Literal["case", "report", ""]:
    """What a reporter takes back: the case where nobody else stands behind it, else the own report; nothing ended."""
    if not is_open:
        return ""
    return "report" if others else "case"


def midnight_before(now: datetime, zone: str) -> datetime:
    """The moment at which the day began in the city."""
    here = now.astimezone(ZoneInfo(zone))
    return datetime.combine(here.date(), time(), here.tzinfo)


def next_evening(now: datetime, zone: str) -> datetime:
    """The first evening after `now` in the city, at which news that wait are told."""
    here = now.astimezone(ZoneInfo(zone))
    today = datetime.combine(here.date(), EVENING, here.tzinfo)
    return today if today > here else datetime.combine(here.date() + timedelta(days=1), EVENING, here.tzinfo)
