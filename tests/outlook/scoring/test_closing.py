"""The closing of a month: marks by hand, the history, the job, verification, and what nobody can change."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from peygir.cases.models import Case, Note, Report
from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.journey.dispatch import run_job
from peygir.ops.commands import score
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.facts import MarkPartFacts
from peygir.outlook.scoring.models import CaseEffect, MarkPart, ScoredMonth, ScoreSnapshot, UnitMark
from peygir.outlook.scoring.months import month_of
from peygir.outlook.scoring.people_queries import marks_of_people_in, marks_of_person, mean_of_person
from peygir.outlook.scoring.snapshot_text import digest_of, unpacked
from peygir.people.models import Post
from peygir.people.rules import CLOCK
from peygir.storage.jobs.rules import PendingJob
from tests import make
from tests.drain import drain, waiting
from tests.scores import KHORDAD, TIR, LivedMonth, at, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, for which a scheme was decided; a manager since 1 June, and a deputy."""
    decide_scheme(town)
    posts = (("manager", "D-01", date(2026, 6, 1)), ("deputy", "V-city", date(2026, 4, 1)))
    for role, unit, from_on in posts:
        Post.objects.create(
            staff_id=town.staff[role],
            unit_id=town.units[unit],
            role=role,
            kind="holder",
            from_on=from_on,
            recorded_at=clock.now(),
            recorded_by="system",
        )
    return live_khordad(town, town_clock)


def parts(month: ScoredMonth, unit_id: int) -> dict[str, MarkPartFacts]:
    """The parts of a unit's mark by indicator."""
    mark = queries.mark_of_unit(month.pk, unit_id)
    assert mark is not None
    return {part.indicator: part for part in queries.parts_of(mark.id)}


def test_the_values_are_those_counted_by_hand(town: Town, month: ScoredMonth) -> None:
    first, two = parts(month, town.units["D-01"]), parts(month, town.units["D-02"])
    assert first["finished_in_time"].value == Decimal("0.25"), "in time, late, never, reopened"
    assert first["finished_in_time"].counts == {"in_time": 1, "late": 1, "overdue": 2}
    assert first["acknowledged"].value == 1
    assert first["solved"].value == Decimal("0.5")
    assert first["answered"].value == Decimal("0.5")
    assert first["reopened"].value == exact(1, 3), "of three that were called done"
    assert first["documents"].value == 1
    assert first["told_before"].value == 0
    assert first["returned"].value == 1, "five hours, over five files"
    assert two["solved"].value == 0, "silence and “no action needed” are not solved"
    assert two["answered"].value is not None
    assert two["answered"].value > Decimal("0.6")
    assert first["verified"].state == "too_few"
    assert first["answered"].state == "shown"
    assert first["answered"].weight == 0


def exact(count: int, of: int) -> Decimal:
    """A share as it is stored."""
    return (Decimal(count) / of).quantize(Decimal("1e-12"))


def test_the_mark_is_the_weighted_mean_of_its_parts_and_each_case_has_its_effect(
    town: Town, lived: LivedMonth, month: ScoredMonth
) -> None:
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    assert unit_mark.mark is not None
    assert unit_mark.low is not None
    assert unit_mark.high is not None
    all_parts = queries.parts_of(unit_mark.id)
    total = sum((part.weight * part.score for part in all_parts if part.score is not None), Decimal(0))
    assert unit_mark.mark == (total * 20).quantize(Decimal("0.01"))
    assert sum(part.weight for part in all_parts) == pytest.approx(1, abs=1e-9)
    assert 0 <= unit_mark.low <= unit_mark.mark <= unit_mark.high <= 20
    part = next(one for one in all_parts if one.indicator == "solved")
    effects = queries.effects_of(part.id, town.manager)
    assert {effect.code for effect in effects} == {lived.in_time, lived.late, lived.never, lived.reopened}
    # Without an unsolved case the share were 2/3, without a solved one 1/3; the score goes from 0.2 to 0.8.
    worth = part.weight * 20 / Decimal("0.6")
    by_code = {effect.code: effect for effect in effects}
    assert by_code[lived.never].effect == pytest.approx(worth * (Decimal("0.5") - exact(2, 3)), abs=Decimal("1e-6"))
    assert by_code[lived.late].effect == pytest.approx(worth * (Decimal("0.5") - exact(1, 3)), abs=Decimal("1e-6"))
    assert by_code[lived.never].why == "not_closed"
    assert effects[0].effect < 0 < effects[-1].effect, "what cost most comes first"
    others = queries.effects_of(part.id, town.clerk_two)
    assert [(one.case_id, one.code, one.topic_id) for one in others] == [(None, "", None)] * 4, "not for other units"
    assert [(one.why, one.effect) for one in others] == [(one.why, one.effect) for one in effects]


def test_effects_come_in_pages(town: Town, month: ScoredMonth) -> None:
    part = parts(month, town.units["D-01"])["solved"]
    whole = queries.effects_of(part.id, town.manager)
    paged, after = [], None
    while page := queries.effects_of(part.id, town.manager, after=after, most=1):
        paged += page
        after = page[-1].id
    assert paged == whole
    assert {one.why for one in queries.effects_of(part.id, town.manager, why="solved")} == {"solved"}


def test_what_would_raise_it_most(town: Town, month: ScoredMonth) -> None:
    mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert mark is not None
    raising = queries.raising(queries.parts_of(mark.id), town.manager)
    losses = [part.lost for part in raising.parts if part.lost is not None]
    assert losses == sorted(losses, reverse=True)
    assert losses[0] > 0
    assert {part.indicator for part in raising.full} >= {"acknowledged", "documents"}
    assert {part.indicator for part in raising.silent} >= {"answered", "verified"}
    here_and_elsewhere = [town.topics["CIV-01"], None]
    assert [topic.topic_id for topic in raising.topics] == here_and_elsewhere, "a case that left is told without topic"
    assert raising.topics[0].effect < 0


def test_people_carry_the_marks_of_the_days_of_their_post(
    town: Town, lived: LivedMonth, month: ScoredMonth, town_clock: TownClock
) -> None:
    first, second = (queries.mark_of_unit(month.pk, town.units[code]) for code in ("D-01", "D-02"))
    people = {(one.staff_id, one.unit_id): one for one in marks_of_people_in(month.pk)}
    assert first is not None
    assert second is not None
    assert first.mark is not None
    assert second.mark is not None
    manager = people[(town.staff["manager"], town.units["D-01"])]
    assert (manager.from_on, manager.days, manager.mark, manager.units) == (date(2026, 6, 1), 21, first.mark, 1)
    deputy = people[(town.staff["deputy"], town.units["V-city"])]
    mean = (first.mark * first.cases + second.mark * second.cases) / (first.cases + second.cases)
    assert (deputy.days, deputy.units) == (31, 2)
    assert deputy.mark == mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    (facts,) = marks_of_person(town.staff["manager"])
    assert mean_of_person(town.staff["manager"], since=KHORDAD.first_on) == facts.mark


def test_the_history_holds_the_digests(town: Town, month: ScoredMonth) -> None:
    frozen, closed, _compared, _published = timeline("scmonth", month.pk)
    snapshot = ScoreSnapshot.objects.get()
    assert (frozen.kind, closed.kind) == ("score_month_frozen", "score_month_closed")
    assert frozen.data["digest"] == snapshot.digest == digest_of(unpacked(bytes(snapshot.content)))
    assert closed.data["digest"] == queries.versions_of(month.pk)[0].digest
    assert closed.data["marks"] == UnitMark.objects.count()
    assert verify().breaks == []


def test_a_month_is_closed_once_on_its_day_by_a_scheme_in_force(
    town: Town, lived: LivedMonth, town_clock: TownClock
) -> None:
    with make.refused(actions.NoSchemeInForce):
        actions.close_month(town.city_id, month_of(date(2026, 4, 22)), by=CLOCK, now=clock.now())
    with make.refused(actions.MonthIsNotDue):
        actions.close_month(town.city_id, TIR, by=CLOCK, now=clock.now())
    assert actions.plan_closing(clock.now()) == 1
    assert waiting(("outside",)) >= 1
    run_job(PendingJob(0, town.city_id, 0, actions.CLOSE_MONTH, 0))
    assert actions.months_due(town.city_id, clock.now()) == []
    with make.refused(actions.MonthIsClosed):
        actions.close_month(town.city_id, KHORDAD, by=CLOCK, now=clock.now())
    assert actions.close_due_months(town.city_id, clock.now()) == 0


def test_it_verifies_also_after_erasure_and_a_later_life_of_the_cases(
    town: Town, lived: LivedMonth, month: ScoredMonth, town_clock: TownClock
) -> None:
    at(town_clock, "2026-09-01T06:00:00+00:00")
    make.command(lived.never, "finish", town.clerk, note="دیر شد", form="آسفالت ریخته شد")
    drain()
    Report.objects.update(text="", address="", lat=None, lon=None, citizen=None)
    Note.objects.update(text="", salt="")
    Case.objects.filter(code=lived.in_time).update(address="", lat=None, lon=None, cell=None, is_confidential=True)
    verified = actions.verify_month(town.city_id, KHORDAD)
    assert verified.differences == ()
    assert verified.digest == queries.versions_of(month.pk)[-1].digest


def test_marks_cannot_be_changed_by_the_application(town: Town, month: ScoredMonth) -> None:
    for model in (UnitMark, MarkPart, CaseEffect, ScoreSnapshot):
        statement = f"DELETE FROM {model._meta.db_table}"
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        UnitMark.objects.update(cases=0)
    with make.refused(actions.MonthIsNotClosed):
        actions.verify_month(town.city_id, TIR)


def test_history_of_a_unit(town: Town, month: ScoredMonth) -> None:
    (latest,) = queries.history_of_unit(town.units["D-01"])
    assert latest.first_on == KHORDAD.first_on
    assert queries.scored_months(town.city_id)[0].id == month.pk


def test_the_command_gives_the_marks_and_what_a_verification_found(town: Town, month: ScoredMonth) -> None:
    answer = score.as_data(town.city_id, KHORDAD, actions.verify_month(town.city_id, KHORDAD))
    assert (answer["month"], answer["version"], answer["verified"], answer["differences"]) == ("1405-03", 1, True, [])
    assert answer["snapshot"] == ScoreSnapshot.objects.get().digest
    marks = answer["marks"]
    assert isinstance(marks, list)
    own = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert own is not None
    assert {line["unit"]: line["mark"] for line in marks}["D-01"] == str(own.mark)
