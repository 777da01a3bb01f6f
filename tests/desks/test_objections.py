"""Objections of citizens: from the unit to the council's commission, in time, late, unanswered, agreed and erased."""

from datetime import timedelta

import pytest
from django.test import Client

from peygir.cases.models import Note
from peygir.cases.states import CaseState
from peygir.core.office import OfficeWeek
from peygir.desks.answers.models import Message, Notice
from peygir.desks.objections import queries
from peygir.desks.objections.actions import (
    NothingToCarryOn,
    NothingToObjectTo,
    ObjectionAnsweredAlready,
    ObjectionAnswerNotYours,
    ObjectionIsOpen,
    ObjectionWantsAnAnswer,
    accept_answer,
    answer_objection,
    carry_on,
)
from peygir.desks.objections.models import CitizenObjection, ObjectionStage
from peygir.desks.objections.rules import ObjectionLevel, levels_for
from peygir.history.queries import verify
from peygir.journey.clock import next_due_at, tick
from peygir.journey.retention.erasing import erase_in_case
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import CLOCK, CaseVisibility
from tests import make
from tests.drain import drain
from tests.objected import REASON, WORDS, objected
from tests.town import Town, TownClock


def noticed(username: str) -> int:
    """How many notices somebody has."""
    return Notice.objects.filter(staff__username=username).count()


def test_the_unit_agrees_and_the_case_is_opened_again(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    number = objected(code)
    assert (noticed("manager"), noticed("clerk"), noticed("supervisor")) == (1, 0, 0)
    (objection,) = queries.objections_to_answer(town.manager, town.city_id)
    assert (objection.text, objection.ground, objection.level) == (WORDS, "not_fixed", "unit")
    # Sunday morning; three whole working days later is Wednesday, when the office closes.
    assert objection.waiting is not None
    assert objection.waiting.due_at - town_clock() == timedelta(days=3, hours=5)
    assert queries.objections_to_answer(town.supervisor, town.city_id) == []
    answer_objection(number, outcome="agreed", text=REASON, by=town.manager)
    drain(twice=True)
    assert make.case(code).state == CaseState.REOPENED
    row = CitizenObjection.objects.get(pk=number)
    assert (row.end, row.reply_until) == ("agreed", None)
    assert Message.objects.filter(kind="objection_answered").count() == 1
    assert REASON not in Message.objects.get(kind="objection_answered").body
    assert verify().breaks == []


def test_who_does_not_answer_loses_it_to_the_next_level_up_to_the_commission(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    number = objected(code)
    for level, days in (("centre", 4), ("inspectorate", 8), ("commission", 15)):
        town_clock.forward(days=days)
        assert (next_due_at() or town_clock()) <= town_clock()
        tick(town_clock())
        tick(town_clock())
        drain(twice=True)
        assert CitizenObjection.objects.get(pk=number).level == level
    assert [stage.outcome for stage in ObjectionStage.objects.order_by("pk")] == ["unanswered"] * 3 + [""]
    assert Message.objects.filter(kind="objection_raised").count() == 3
    assert (noticed("supervisor"), noticed("inspectorate"), noticed("council")) == (1, 1, 1)
    # The last level keeps it, and it counts as unanswered until somebody answers; then as late.
    town_clock.forward(days=40)
    tick(town_clock())
    drain(twice=True)
    since, until = town_clock() - timedelta(days=100), town_clock() + timedelta(days=1)
    counts = {row.level: row for row in queries.counts_of_levels(town.city_id, since=since, until=until)}
    assert [counts[level].unanswered for level in ObjectionLevel] == [1, 1, 1, 1]
    assert all(counts[level].percent_kept is None for level in ObjectionLevel)  # too few to say
    answer_objection(number, outcome="rejected", text=REASON, by=town.council)
    counts = {row.level: row for row in queries.counts_of_levels(town.city_id, since=since, until=until)}
    assert (counts["commission"].late, counts["commission"].unanswered) == (1, 0)
    assert CitizenObjection.objects.get(pk=number).end == "exhausted"
    assert make.case(code).state in (CaseState.DONE, CaseState.CLOSED)
    assert make.kinds(code).count("citizen_objection_raised") == 4


def test_the_citizen_carries_a_rejected_objection_on_or_accepts_it(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    number = objected(code)
    answer_objection(number, outcome="rejected", text=REASON, by=town.manager)
    line = queries.objection_of_report(make.report_row(code).pk)
    assert line is not None
    assert (line.next_level, line.stages[0].answer) == ("centre", REASON)
    carry_on(number, text="قانع نشدم", by=CLOCK)
    drain(twice=True)
    with make.refused(ObjectionAnswerNotYours):
        answer_objection(number, outcome="rejected", text=REASON, by=town.manager)
    answer_objection(number, outcome="rejected", text=REASON, by=town.supervisor)
    accept_answer(number, by=CLOCK)
    with make.refused(NothingToCarryOn):
        carry_on(number, by=CLOCK)
    with make.refused(ObjectionAnsweredAlready):
        answer_objection(number, outcome="agreed", text=REASON, by=town.supervisor)
    assert CitizenObjection.objects.get(pk=number).end == "accepted"
    with make.refused(ObjectionIsOpen):  # nothing has happened since
        objected(code)


def test_a_rejected_objection_that_nobody_carries_on_ends_by_itself(town: Town, town_clock: TownClock) -> None:
    number = objected(make.done())
    answer_objection(number, outcome="rejected", text=REASON, by=town.manager)
    town_clock.forward(days=14, minutes=1)
    tick(town_clock())
    row = CitizenObjection.objects.get(pk=number)
    assert (row.end, row.level) == ("left", "unit")


def test_what_is_under_way_in_time_or_said_badly_is_refused(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    for ground in ("not_fixed", "late", "answer", "other", "strange"):
        with make.refused(NothingToObjectTo):
            objected(code, ground=ground)
    town_clock.forward(days=30)
    number = objected(code, ground="late", text="")
    with make.refused(ObjectionIsOpen):
        objected(code, ground="late")
    for outcome, text in (("agreed", " "), ("unanswered", REASON), ("", REASON), ("rejected", "آ" * 2001)):
        with make.refused(ObjectionWantsAnAnswer):
            answer_objection(number, outcome=outcome, text=text, by=town.manager)
    for by in (town.supervisor, town.council, town.inspectorate, town.operator):
        with make.refused(ObjectionAnswerNotYours):
            answer_objection(number, outcome="agreed", text=REASON, by=by)
    answer_objection(number, outcome="agreed", text=REASON, by=town.manager)
    assert make.case(code).state == CaseState.IN_HAND  # late work goes on; nothing is opened again


@pytest.mark.parametrize(
    ("visibility", "levels"),
    [
        (CaseVisibility(5, False), "unit centre inspectorate commission"),
        (CaseVisibility(1, False), "centre inspectorate commission"),
        (CaseVisibility(None, False), "centre inspectorate commission"),
        (CaseVisibility(5, False, about_unit_id=5), "centre inspectorate commission"),
        (CaseVisibility(5, False, about_unit_id=1), "unit inspectorate commission"),
        (CaseVisibility(5, True), "inspectorate"),
    ],
)
def test_nobody_answers_an_objection_to_oneself(visibility: CaseVisibility, levels: str) -> None:
    assert " ".join(levels_for(visibility, centre_id=1)) == levels


def test_a_confidential_report_goes_to_the_inspectorate_and_shows_nothing(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CNF-01")
    town_clock.forward(days=60)
    number = objected(code, ground="late")
    assert CitizenObjection.objects.get(pk=number).level == "inspectorate"
    assert noticed("inspectorate") == 1
    for by in (town.supervisor, town.manager, town.council, town.mayor):
        assert queries.objections_to_answer(by, town.city_id) == []
    shown = Client().get(f"/t/{code}/objection/").content.decode()
    assert "اعتراض شما کجاست" not in shown
    assert "بازرسی شهرداری" not in shown


def test_the_words_go_with_the_words_of_the_case(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    number = objected(code)
    answer_objection(number, outcome="rejected", text=REASON, by=town.manager)
    town_clock.forward(days=400)
    tick(town_clock())
    case = make.case(code)
    assert case.state == CaseState.CLOSED
    erase_in_case(case.pk, RetentionKind.WORDS, before=town_clock() + timedelta(days=1), by=CLOCK)
    assert not Note.objects.filter(text__in=[WORDS, REASON]).exists()
    line = queries.objection_of_report(make.report_row(code).pk)
    assert line is not None
    assert (line.text, line.stages[0].answer, line.end) == ("", "", "left")
    assert verify().breaks == []


def test_an_office_that_is_always_shut_still_has_an_end() -> None:
    from datetime import UTC, datetime, time

    week = OfficeWeek(time(7), time(14), frozenset(range(7)), frozenset(), frozenset(), "Asia/Tehran")
    start = datetime(2026, 5, 3, tzinfo=UTC)
    assert week.closes_after(start, 3) - start <= timedelta(days=61)
