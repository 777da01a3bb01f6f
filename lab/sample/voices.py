"""Feedback of the sample's citizens: a survey of the last days, a past live session and a coming one."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from peygir.cases import queries as cases
from peygir.centre.sessions import actions as sessions
from peygir.centre.sessions.rules import NewSession
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.answers import actions as answers
from peygir.desks.surveys import actions as surveys
from peygir.desks.surveys import queries as surveyed
from peygir.desks.surveys.rules import SurveySettings
from peygir.journey.sessions import answer_order
from peygir.journey.surveys import tell_survey
from peygir.people.roles import Role
from peygir.people.rules import SYSTEM, Actor

PHONES: Final = ("+989170001371", "+989170001372", "+989170001373")
LINE: Final = "137"
SURVEYED: Final = 5  # days; a first start can afford to wait for them and the calls
MOST_TOLD: Final = 30
# The citizens' answers in rotation; an empty one is still to be called.
ANSWERS: Final = (
    "satisfied",
    "",
    "satisfied",
    "unsatisfied",
    "satisfied",
    "unreached",
    "satisfied",
    "",
    "satisfied",
    "unknown",
    "satisfied",
    "not_done",
)


def hear_voices(city_id: int, operators: Sequence[int], *, at: datetime) -> None:
    """Save the survey and the sessions."""
    centre = city.centre_of(city_id)
    operator = Actor("staff", operators[0], Role.OPERATOR, centre.id)
    _survey(city_id, operator, at)
    _hold_session(city_id, operator, at)
    unit = city.unit_by_code(city_id, "D-02")
    if unit is not None:
        begins = _morning(at, ahead=2)
        coming = NewSession(
            unit.id,
            "مهندس رضا نمونه",
            begins,
            begins + timedelta(hours=2),
            LINE,
            "Eng. Reza Sample",
            "شهردار منطقهٔ دو",
            "Mayor of District 2",
            "نظافت معابر و فضای سبز",
            20,
        )
        number = sessions.plan_session(city_id, coming, by=SYSTEM, is_sample=True)
        sessions.register(
            number, phone=PHONES[1], name="مریم نمونه", text="درخت‌های بلوار ما خشک شده‌اند.", by=Actor("citizen")
        )


def _survey(city_id: int, operator: Actor, at: datetime) -> None:
    """Draw the survey of some days and answer a part, the most sampled units first, so that these can be judged."""
    first = city.day_of(city_id, at) - timedelta(days=SURVEYED)
    surveys.keep_survey_settings(city_id, SurveySettings(first, share=3, most=3, fewest=8), by=SYSTEM)
    now = clock.now()  # making the year took a while, and the settings hold from when they were saved
    surveys.draw_surveys(now)
    lines = surveyed.asks_due(city_id, operator, now=now)
    asked = Counter(line.unit for line in lines)
    lines.sort(key=lambda line: (-asked[line.unit], line.unit))
    for number, ask in enumerate(lines[:MOST_TOLD]):
        case = cases.case_of(ask.code)
        if case is not None and (result := ANSWERS[number % len(ANSWERS)]):
            answers.ask_surveyed(case.pk, case.event_count)
            tell_survey(ask.id, result=result, by=operator)


def _hold_session(city_id: int, operator: Actor, at: datetime) -> None:
    """Write a session of last week, with three conversations and two orders, of which one is done."""
    unit, parks = city.unit_by_code(city_id, "D-01"), city.unit_by_code(city_id, "D-03")
    if unit is None or parks is None:
        return
    begins = _morning(at, ahead=-6)
    held = NewSession(
        unit.id,
        "مهندس زهرا نمونه",
        begins,
        begins + timedelta(hours=2),
        LINE,
        "Eng. Zahra Sample",
        "شهردار منطقهٔ یک",
        "Mayor of District 1",
        "آسفالت و پیاده‌روها",
        20,
    )
    with clock.simulated(lambda: begins - timedelta(days=2)):
        number = sessions.plan_session(city_id, held, by=SYSTEM, is_sample=True)
        places = [
            sessions.register(number, phone=phone, name=name, text=words, by=Actor("citizen"))
            for phone, name, words in zip(
                PHONES,
                ("سارا نمونه", "علی نمونه", "نرگس نمونه"),
                (
                    "پیاده‌روی کوچهٔ ما پر از چاله است.",
                    "کی نوبت آسفالت خیابان ماست؟",
                    "چراغ پارک محله خاموش است.",
                ),
                strict=True,
            )
        ]
    with clock.simulated(lambda: begins + timedelta(minutes=40)):
        for place, notes in zip(places[:2], ("خانم شهردار قول بازدید داد.", "در برنامهٔ ماه آینده است."), strict=True):
            sessions.tell_talk(place, is_reached=True, notes=notes, by=operator)
        done = sessions.give_order(
            places[0],
            unit_id=unit.id,
            text="پیاده‌روی کوچه تا پایان هفته هموار شود.",
            due_at=begins + timedelta(days=5),
            by=operator,
        )
        sessions.give_order(
            places[1],
            unit_id=parks.id,
            text="زمان آسفالت خیابان به شهروند اعلام شود.",
            due_at=begins + timedelta(days=9),
            by=operator,
        )
        sessions.end_session(number, by=operator)
    with clock.simulated(lambda: begins + timedelta(days=3)):
        answer_order(done, answer="پیاده‌رو هموار و چاله‌ها پر شد.", by=SYSTEM)


def _morning(at: datetime, *, ahead: int) -> datetime:
    """Return a morning hour of another day, some days away."""
    return (at + timedelta(days=ahead)).replace(hour=7, minute=0, second=0, microsecond=0)
