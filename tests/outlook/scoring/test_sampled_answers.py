"""Answers of units, drawn by lot and read a second time: who may, once, and what enters the mark."""

import pytest

from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.actions.answers import drawn
from peygir.outlook.scoring.actions.reading import loaded, rows_by_unit
from peygir.outlook.scoring.answer_rules import AnswerQuestion, PointsAreNotRight, lot
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.models import AnswerSample, SampledAnswer
from peygir.outlook.scoring.people_queries import answers_to_read, count_answers_to_read
from peygir.outlook.scoring.snapshot_tables import TABLES
from peygir.outlook.scoring.snapshot_text import FIRST_LINE, section
from tests import make
from tests.scores import KHORDAD, close, decide_scheme, live_khordad, whys_of
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_answers_are_drawn_once_read_by_another_and_count(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    live_khordad(town, town_clock)
    assert actions.draw_answers(clock.now()) == 5, "four finished cases and one declined"
    assert actions.draw_answers(clock.now()) == 0
    answer, later = in_order(town)[:2]
    assert {row[0] for row in answers_to_read(town.city_id, town.supervisor)} >= {answer.pk}, "the first of each unit"
    assert len(answers_to_read(town.city_id, town.supervisor)) == 2
    assert count_answers_to_read(town.city_id, town.supervisor) == 5
    good = dict.fromkeys(AnswerQuestion.values(), 2)
    for who in (town.clerk, town.manager, town.mayor):
        with make.refused(actions.AnswerIsNotYours):
            actions.read_answer(answer.pk, good, by=who)
    for wrong in ({}, {**good, "fits": 3}, {**good, "fits": True}, {**good, "more": 1}):
        with make.refused(PointsAreNotRight):
            actions.read_answer(answer.pk, wrong, by=town.supervisor)
    with make.refused(actions.AnswerIsNotNext):
        actions.read_answer(later.pk, good, by=town.supervisor)
    actions.read_answer(answer.pk, {**good, "says_next": 0}, by=town.supervisor)
    with make.refused(actions.AnswerIsRead):
        actions.read_answer(answer.pk, good, by=town.supervisor)
    actions.read_answer(later.pk, good, by=town.supervisor)
    sample = AnswerSample.objects.get()
    kinds = [event.kind for event in timeline("scanswer", sample.pk)]
    assert kinds == ["score_answers_drawn", "score_answer_read", "score_answer_read"]
    code = later.case.code
    assert whys_of(town, "answer_quality", code) == [], "the third of the unit is not read"
    (last,) = in_order(town)
    actions.read_answer(last.pk, good, by=town.supervisor)
    month = close(town)
    mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert mark is not None
    part = next(one for one in queries.parts_of(mark.id) if one.indicator == "answer_quality")
    assert (part.n, str(part.value)) == (3, "0.933333333333")
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    assert verify().breaks == []


def in_order(town: Town) -> list[SampledAnswer]:
    """The answers of district 1 that nobody has read, by lot."""
    rows = SampledAnswer.objects.filter(unit_id=town.units["D-01"], points__isnull=True).select_related(
        "sample", "case"
    )
    return sorted(rows, key=lambda row: lot(row.sample.seed, row.case_id, row.number))


@pytest.mark.django_db
def test_without_all_the_first_ten_by_lot_count_or_none() -> None:
    """Which rows of the indicator there are, of a unit of which 12 answers were drawn, by the places that were read."""
    for read, counted in (
        (range(1, 13), range(1, 13)),
        (range(1, 11), range(1, 11)),
        (range(1, 12), range(1, 11)),
        (range(1, 10), ()),
        ((*range(1, 10), 11, 12), ()),
    ):
        lines = [f"{place},1,7,CIV-01,{place},{'10,10' if place in read else ','}\n" for place in range(1, 13)]
        bodies = {table.name: b"" for table in TABLES} | {"reading": "".join(lines).encode()}
        text = FIRST_LINE.encode() + b"".join(section(table, bodies[table.name]) for table in TABLES)
        with loaded(text):
            rows = rows_by_unit(INDICATORS["answer_quality"]).get(7, [])
        assert {row.case_id for row in rows} == set(counted), read


def test_of_each_unit_the_smallest_lots_are_read() -> None:
    answers = [(case_id, 4, unit_id, "staff:1") for case_id in range(1, 31) for unit_id in (1, 2)]
    some = drawn(answers, "seed", 5)
    assert [sum(answer[2] == unit for answer in some) for unit in (1, 2)] == [5, 5]
    worst = max(lot("seed", answer[0], answer[1]) for answer in some if answer[2] == 1)
    rest = [lot("seed", answer[0], 4) for answer in answers if answer[2] == 1 and answer not in some]
    assert worst < min(rest)
    assert some == drawn(reversed(answers), "seed", 5)
