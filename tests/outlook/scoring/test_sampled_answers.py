"""Answers of units, drawn by lot and read a second time: who may, once, and what enters the mark."""

import pytest

from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.actions.answers import drawn
from peygir.outlook.scoring.answer_rules import AnswerQuestion, PointsAreNotRight, lot
from peygir.outlook.scoring.models import AnswerSample, SampledAnswer
from peygir.outlook.scoring.people_queries import answers_to_read
from tests import make
from tests.scores import KHORDAD, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_answers_are_drawn_once_read_by_another_and_count(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    lived = live_khordad(town, town_clock)
    assert actions.draw_answers(clock.now()) == 5, "four finished cases and one declined"
    assert actions.draw_answers(clock.now()) == 0
    waiting = answers_to_read(town.city_id, town.supervisor)
    assert {row[1] for row in waiting} >= {make.case(lived.in_time).pk, make.case(lived.declined).pk}
    answer = SampledAnswer.objects.get(case__code=lived.in_time)
    good = dict.fromkeys(AnswerQuestion.values(), 2)
    for who in (town.clerk, town.manager, town.mayor):
        with make.refused(actions.AnswerIsNotYours):
            actions.read_answer(answer.pk, good, by=who)
    for wrong in ({}, {**good, "fits": 3}, {**good, "fits": True}, {**good, "more": 1}):
        with make.refused(PointsAreNotRight):
            actions.read_answer(answer.pk, wrong, by=town.supervisor)
    actions.read_answer(answer.pk, {**good, "says_next": 0}, by=town.supervisor)
    with make.refused(actions.AnswerIsRead):
        actions.read_answer(answer.pk, good, by=town.supervisor)
    sample = AnswerSample.objects.get()
    kinds = [event.kind for event in timeline("scanswer", sample.pk)]
    assert kinds == ["score_answers_drawn", "score_answer_read"]
    month = close(town)
    mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert mark is not None
    part = next(one for one in queries.parts_of(mark.id) if one.indicator == "answer_quality")
    assert (part.n, str(part.value)) == (1, "0.800000000000")
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    assert verify().breaks == []


def test_of_each_unit_the_smallest_lots_are_read() -> None:
    answers = [(case_id, 4, unit_id, "staff:1") for case_id in range(1, 31) for unit_id in (1, 2)]
    some = drawn(answers, "seed", 5)
    assert [sum(answer[2] == unit for answer in some) for unit in (1, 2)] == [5, 5]
    worst = max(lot("seed", answer[0], answer[1]) for answer in some if answer[2] == 1)
    rest = [lot("seed", answer[0], 4) for answer in answers if answer[2] == 1 and answer not in some]
    assert worst < min(rest)
    assert some == drawn(reversed(answers), "seed", 5)
