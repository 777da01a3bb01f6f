"""Work is handed out case by case: a conflict on one stops no other, and every line says what became of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.cases.actions import CaseHasChanged, MoveNotYours, NoSuchCase
from peygir.cases.models import Case, Note
from peygir.cases.narrowing import Narrowing, finished_in
from peygir.cases.queries import Filters, Tally, inbox, load_of, tallies, weeks_of
from peygir.core import clock
from peygir.history.audit import last_moves
from peygir.journey.bulk_commands import MOST_AT_ONCE, BulkCommand, TooManyAtOnce, apply_commands
from tests import make
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REASON = "کار همکار در مرخصی است"


def handing(code: str, assignee: int | None) -> BulkCommand:
    """A case as it is now, and who shall take it."""
    return BulkCommand(code, make.case(code).version, {"assignee_id": assignee, "note": REASON})


def test_one_conflict_stops_no_other(town: Town) -> None:
    first, second, other = make.referred(), make.referred(phone=PHONES[1]), make.referred(district="2", phone=PHONES[2])
    stale = handing(second, town.staff["clerk_b"])
    make.command(second, "accept", town.clerk)
    requests = [
        handing(first, town.staff["clerk_b"]),
        stale,
        handing(other, town.staff["clerk_b"]),
        BulkCommand("0000000000", 1, {"assignee_id": town.staff["clerk_b"]}),
    ]
    results = apply_commands(requests, "assign", by=town.manager)
    assert [type(one.refusal) for one in results] == [type(None), CaseHasChanged, NoSuchCase, NoSuchCase]
    assert make.case(first).assignee_id == town.staff["clerk_b"]
    assert make.case(second).assignee_id == town.staff["clerk"]
    assert make.kinds(first)[-1] == "case_assigned"
    assert list(Note.objects.filter(case=make.case(first)).values_list("text", "is_public")) == [(REASON, False)]
    # The manager hands the second to herself: taken over.
    [taken] = apply_commands([handing(second, town.staff["manager"])], "assign", by=town.manager)
    assert taken.refusal is None
    assert make.case(second).assignee_id == town.staff["manager"]


def test_each_case_once_and_not_too_many(town: Town) -> None:
    code = make.referred()
    one = handing(code, town.staff["clerk_b"])
    assert len(apply_commands([one, one], "assign", by=town.manager)) == 1
    with make.refused(TooManyAtOnce):
        apply_commands([BulkCommand(str(number), 1) for number in range(MOST_AT_ONCE + 1)], "assign", by=town.manager)
    [line] = apply_commands([handing(code, town.staff["clerk_b"])], "assign", by=town.clerk)
    assert isinstance(line.refusal, MoveNotYours)


# ── the numbers of a unit, and the lists behind them ────────────────────────────────────────────────────────────────


def the_load(town: Town, by: Any, *units: str) -> Tally:
    now = clock.now()
    day = (now + timedelta(hours=14), now + timedelta(hours=38))
    parts = load_of(by, town.city_id, [town.units[one] for one in units], now=now, tomorrow=day, next_day=day)
    return sum((part.tally for part in parts), Tally())


def test_the_load_counts_what_the_list_shows(town: Town, town_clock: TownClock) -> None:
    make.in_hand()
    make.referred(phone=PHONES[1])
    make.done(phone=PHONES[2])
    make.referred(district="2", phone=PHONES[3])
    town_clock.forward(days=30)
    now = clock.now()
    assert the_load(town, town.manager, "D-01", "D-02") == Tally(to_do=2, late=2)
    assert the_load(town, town.supervisor, "D-01", "D-02") == Tally(to_do=3, late=3)
    assert the_load(town, town.council, "D-03") == Tally()
    day = (now, now)
    parts = load_of(town.manager, town.city_id, [town.units["D-01"]], now=now, tomorrow=day, next_day=day)
    by_person = tallies(parts, lambda part: part.assignee_id)
    assert {pk: tally.to_do for pk, tally in by_person.items()} == {town.staff["clerk"]: 1, None: 1}
    for pk, tally in by_person.items():
        narrowing = Narrowing(assignee_ids=(pk,)) if pk else Narrowing(is_unassigned=True)
        states = ("referred", "in_hand")
        shown = inbox(town.manager, town.city_id, Filters(states=states, colour="red", narrowing=narrowing))
        assert len(shown.cases) == tally.late


def test_a_week_counts_what_came_and_what_the_units_people_finished(town: Town, town_clock: TownClock) -> None:
    first = clock.now()
    make.done()
    town_clock.forward(days=7)
    make.in_hand(phone=PHONES[1])
    make.done(town.clerk_two, district="2", phone=PHONES[2])
    town_clock.forward(days=1)
    spans = [(first, first + timedelta(days=7)), (first + timedelta(days=7), first + timedelta(days=14))]
    people = tuple(f"staff:{town.staff[name]}" for name in ("clerk", "clerk_b", "manager"))
    weeks = weeks_of(town.manager, town.city_id, [town.units["D-01"]], spans, by=people)
    assert [(week.received, week.finished) for week in weeks] == [(1, 1), (1, 0)]
    shown = Case.objects.filter(finished_in(spans[0], by=people))
    assert shown.count() == weeks[0].finished
    assert weeks_of(town.manager, town.city_id, [town.units["D-01"]], spans, by=())[0].finished == 0


def test_who_moved_last(town: Town, town_clock: TownClock) -> None:
    people = [f"staff:{town.staff[name]}" for name in ("clerk", "clerk_b")]
    assert last_moves(people) == {}
    make.in_hand()
    moved = clock.now()
    town_clock.forward(days=3)
    assert last_moves(people) == {people[0]: moved}


def test_each_question_is_few_statements_and_uses_its_index(town: Town) -> None:
    make.done()
    now = clock.now()
    spans = [(now - timedelta(weeks=week + 1), now - timedelta(weeks=week)) for week in range(8)][::-1]
    with CaptureQueriesContext(connection) as queries:
        the_load(town, town.manager, "D-01")
        weeks_of(town.manager, town.city_id, [town.units["D-01"]], spans, by=(f"staff:{town.staff['clerk']}",))
        last_moves([f"staff:{town.staff['clerk']}"])
    assert len(queries) == 4
    plan = explained(queries[-1]["sql"])
    assert "Seq Scan" not in plan, plan


def explained(statement: str) -> str:
    """How the planner would do it if reading a whole table were dear, as it is with a million cases."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = on")
    return plan
