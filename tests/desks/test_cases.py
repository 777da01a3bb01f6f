"""The moves of a case: who may make them, what they change, and what stands in the history."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases import queries
from peygir.cases.actions.file import MAX_NOTE, WordsAreTooMany
from peygir.cases.actions.verbs import (
    DateIsTooFar,
)
from peygir.cases.lifecycle import MOVES
from peygir.cases.models import Case, Note
from peygir.cases.rules import colour_of
from peygir.cases.states import CaseState
from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.town import MORNING, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
NIGHT = MORNING + timedelta(hours=14)


def test_a_wait_ends_in_the_lifetime_of_the_reader(town: Town) -> None:
    code = make.referred()
    far = datetime.fromisoformat("9999-12-31T23:59:59-12:00")
    with make.refused(DateIsTooFar):
        make.command(code, "wait", town.clerk, reason="material", until=far, note="قیر")
    make.command(code, "wait", town.clerk, reason="material", until=NIGHT, note="قیر")
    row = make.case(code)
    assert (row.state, row.until) == ("waiting", NIGHT)
    make.command(code, "accept", town.clerk)
    assert make.case(code).until is None


def test_the_one_who_accepts_has_it_and_the_manager_may_hand_it_on(town: Town) -> None:
    code = make.referred()
    make.command(code, "accept", town.clerk)
    assert make.case(code).assignee_id == town.clerk.id
    with make.refused(cases.MoveNotYours):
        make.command(code, "assign", town.clerk, assignee_id=town.staff["clerk_b"])
    make.command(code, "assign", town.manager, assignee_id=town.staff["clerk_b"])
    assert make.case(code).assignee_id == town.staff["clerk_b"]
    make.command(code, "assign", town.manager, assignee_id=None)
    assert make.case(code).assignee_id is None
    make.command(code, "refer", town.manager, unit_id=town.units["D-02"], note="مال آن‌هاست")
    assert make.case(code).assignee_id is None


def test_words_are_kept_beside_the_event_which_holds_their_digest(town: Town) -> None:
    code = make.referred()
    make.command(code, "note", town.clerk, note="  با شهروند تماس گرفتم\x00 😀  ")
    note = Note.objects.get(case__code=code, text__contains="تماس")
    assert note.text == "با شهروند تماس گرفتم 😀"
    event = timeline("case", make.case(code).pk)[-1]
    assert (event.kind, event.number, event.by) == ("note_added", note.number, str(town.clerk))
    assert event.data["note"] == hashlib.sha256(f"{note.salt}{note.text}".encode()).hexdigest()
    assert "تماس" not in event.body
    assert not note.is_public
    with make.refused(WordsAreTooMany):
        make.command(code, "note", town.clerk, note="ب" * (MAX_NOTE + 1))


def test_what_the_citizen_reads_and_what_not(town: Town) -> None:
    code = make.referred()
    make.command(code, "note", town.clerk, note="در جلسه مطرح شود")
    make.command(code, "decline", town.clerk, note="این چاله در ملک خصوصی است")
    shown = queries.public_case(code)
    assert shown is not None
    assert list(shown.public_notes.values()) == ["این چاله در ملک خصوصی است"]
    assert "note_added" not in [line.kind for line in shown.events]


def test_every_row_of_the_table_writes_its_event(town: Town, town_clock: TownClock) -> None:
    walk: list[tuple[str, str, Callable[[], Any]]] = []
    code = make.referred()
    unit = {"unit_id": town.units["D-01"], "note": "دلیل"}

    def step(verb: str, by: Actor, **given: Any) -> None:
        before = make.case(code)
        town_clock.forward(minutes=1)
        make.command(code, verb, by, **given)
        row, event = make.case(code), timeline("case", before.pk)[-1]
        move = next(row for row in MOVES if row.verb == verb)
        assert (event.kind, event.data["from"], event.data["to"]) == (move.event.kind, before.state, move.target)
        assert (row.state, row.state_at, row.version) == (move.target, clock.now(), before.version + 1)
        assert event.at == clock.now()
        walk.append((verb, row.state, lambda: None))

    wait = {"reason": "weather", "until": NIGHT, "note": "باران"}
    finish = {"note": "انجام شد", "form": "بازدید شد"}
    step("return", town.clerk, reason="wrong_unit", note="مال ما نیست")
    step("refer", town.operator, **unit)
    step("accept", town.clerk)
    step("wait", town.clerk, **wait)
    step("schedule", town.clerk, note="بودجه می‌خواهد")
    step("accept", town.clerk)
    act = make.case(code).event_count
    make.command(code, "finish", town.clerk, **finish)
    assert make.kinds(code)[act:] == ["case_finished"]
    step("reopen", town.operator, note="درست نشده")
    step("decline", town.clerk, note="نیازی نیست")
    step("reopen", town.operator, note="اعتراض")
    step("refer_out", town.clerk, agency_id=town.agencies["A-water"], note="کار آب است")
    step("close", town.operator, kind="outside")
    assert (make.case(code).close_kind, make.case(code).closed_at) == ("outside", clock.now())
    step("reopen", town.operator, note="باز هم")
    assert (make.case(code).close_kind, make.case(code).closed_at) == ("", None)
    step("withdraw", town.operator, note="پس گرفت")
    assert {verb for verb, _, _ in walk} >= {"return", "refer", "accept", "wait", "schedule", "reopen", "withdraw"}
    assert verify().breaks == []


def test_a_reopened_agency_case_belongs_to_the_centre_again(town: Town) -> None:
    code = make.referred("EXT-01")
    assert make.case(code).state == "referred_out"
    make.command(code, "reopen", town.operator, note="آب نیامد")
    drain()
    row = make.case(code)
    assert (row.state, row.unit_id) == ("reopened", town.units["C"])
    make.command(code, "refer", town.operator, unit_id=town.units["D-01"], note="خودمان می‌رویم")
    assert make.case(code).agency_id is None


def test_the_centre_answers_its_own_topics(town: Town) -> None:
    code = make.referred("INF-01", district="", text="ساعت کار شهرداری؟")
    assert make.case(code).unit_id == town.units["C"]
    make.command(code, "accept", town.operator)
    make.command(code, "finish", town.operator, note="از ۷:۳۰ تا ۱۴:۳۰", form="پاسخ تلفنی")
    assert make.case(code).state == "done"


def test_allowed_moves_tell_all_and_why_not(town: Town) -> None:
    code = make.referred()
    rows = {row.move.verb: row for row in queries.allowed_moves(town.clerk, make.case(code))}
    assert set(rows) == {move.verb for move in MOVES}
    open_to_clerk = {verb for verb, row in rows.items() if row.is_allowed}
    assert open_to_clerk == {"return", "accept", "wait", "schedule", "decline", "refer_out", "merge"}
    assert rows["finish"].why
    assert rows["refer"].why


def test_the_colours_of_a_promise(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-09")
    due = make.case(code).due_at
    assert due is not None
    shares = {0.0: "green", 0.49: "green", 0.5: "yellow", 0.79: "yellow", 0.8: "orange", 1.0: "orange", 1.01: "red"}
    for share, colour in shares.items():
        town_clock.moment = MORNING + (due - MORNING) * share
        assert queries.colour(make.case(code), clock.now()) == colour
        found = queries.inbox(town.clerk, town.city_id, queries.Filters(colour=colour))
        if share not in (0.5, 0.8, 1.0):  # the rule and the filter may round the border itself differently
            assert [row.code for row in found.cases] == [code], colour
    assert colour_of(MORNING, None, MORNING) == "none"


def test_the_states_have_their_constraint(town: Town) -> None:
    from django.db import IntegrityError, transaction

    code = make.report().code
    wrong: list[dict[str, Any]] = [
        {"state": "lost"},
        {"state": "closed"},
        {"close_kind": "silence"},
        {"state": "merged"},
        {"lat": None},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(code=code).update(**fields)
    assert make.case(code).state in CaseState.labels()
