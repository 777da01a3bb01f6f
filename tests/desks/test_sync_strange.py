"""Strange commands of phones: of a revoked key, of two systems with equal names, for joined cases, by hundreds."""

from datetime import timedelta
from typing import Any

import pytest

from peygir.cases import actions as cases
from peygir.cases.drafts import drafts_of
from peygir.cases.models import Note
from peygir.core import clock
from peygir.journey.clock import tick
from peygir.journey.retention.erasing import erase_in_case
from peygir.people.actions import revoke_key
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import CLOCK, SYSTEM
from peygir.storage.receipts.models import DeviceCommand
from tests import make
from tests.api.caller import Caller, token_for
from tests.desks.test_sync import command, send
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
REPORT = {"verb": "report", "text": "A deep hole", "topic": "CIV-01", "address": "Zand"}


def outcomes(results: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(result["result"], result["error"]) for result in results]


def test_what_a_revoked_key_has_sent_is_not_carried_out_later(town: Town, town_clock: TownClock) -> None:
    code, token = make.referred(), token_for("clerk")
    late = command(code, 2, {"verb": "accept"})
    assert Caller(token).post("/commands", {"commands": [late]})[1]["results"][0]["result"] == "waiting"
    revoke_key("test clerk", by=SYSTEM)
    tick(town_clock.forward(hours=13))
    row = DeviceCommand.objects.get()
    assert (row.state, row.answer["error"]) == ("refused", "KeyIsNotValid")
    assert make.case(code).state == "referred"


def test_two_systems_that_use_the_same_names_do_not_meet(town: Town) -> None:
    one, other = Caller(token_for("supervisor")), Caller(token_for("operator"))
    one.post("/commands", {"commands": [command("local:1", 1, REPORT)]})
    sent = [
        command("local:1", 1, {**REPORT, "text": "Another one"}),
        command("local:1", 2, {"verb": "note", "note": "words"}),
    ]
    results = other.post("/commands", {"commands": sent})[1]["results"]
    assert [result["result"] for result in results] == ["applied", "applied"]
    assert Note.objects.get().case.code == results[0]["code"]


def test_two_hundred_that_wait_for_ever_hold_up_nothing_for_ever(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    stuck = [command("local:never", number, {"verb": "note", "note": "x"}) for number in range(1, 202)]
    for at in (0, 100):
        send("clerk", *stuck[at : at + 100])
    last = command(code, 202, {"verb": "accept"})
    assert outcomes(send("clerk", stuck[-1], last)) == [("waiting", ""), ("waiting", "")]
    tick(town_clock.forward(hours=13))
    assert outcomes(send("clerk", last)) == [("applied", "")]


def test_one_uuid_in_one_request_for_two_things_is_the_first_of_them(town: Town) -> None:
    code = make.referred()
    first = command(code, 1, {"verb": "note", "note": "one"})
    results = send("clerk", first, {**first, "seq": 2, "body": {"verb": "note", "note": "two"}}, first)
    assert outcomes(results) == [("applied", ""), ("refused", "KeyIsOfAnotherCommand"), ("applied", "")]
    assert outcomes(send("clerk", {**first, "branch": "another-tab", "seq": 7})) == [("applied", "")]
    assert [note.text for note in Note.objects.all()] == ["one"]


def test_a_case_that_was_joined_to_another_takes_no_work_and_keeps_words(town: Town) -> None:
    code, into = make.referred(), make.referred(phone="09170000009")
    late = [command(code, 1, {"verb": "visit", "note": "seen"}), command(code, 2, {"verb": "note", "note": "words"})]
    make.command(code, "merge", town.operator, into=into, note="same")
    assert outcomes(send("clerk", *late)) == [("refused", "MoveNotPossible"), ("applied_soft", "")]
    assert Note.objects.filter(case__code=code, text="words").exists()


def test_what_was_erased_does_not_come_back_with_a_phone_that_sends_again(town: Town) -> None:
    code = make.referred()
    late = command(code, 1, {"verb": "decline", "note": "the gate of Sara"})
    make.command(code, "accept", town.clerk_b)
    assert outcomes(send("clerk", late)) == [("conflict", "")]
    make.command(code, "withdraw", town.operator, note="same")
    erase_in_case(make.case(code).pk, RetentionKind.WORDS, before=clock.now() + timedelta(days=1), by=CLOCK)
    [again] = send("clerk", late)
    assert (again["result"], again["known"], again["choice"]) == ("conflict", True, "file")
    assert DeviceCommand.objects.get().body == {}


def test_a_draft_goes_when_its_command_is_carried_out_and_a_newer_one_stays(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    cases.keep_draft(code, form="accept", typed={"note": "x"}, seen=3, by=town.clerk)
    cases.keep_draft(code, form="note", typed={"note": "begun before"}, seen=3, by=town.clerk)
    late = [command(code, 1, {"verb": "accept"}), command(code, 2, {"verb": "note", "note": "begun before, and ended"})]
    town_clock.forward(hours=1)
    cases.keep_draft(code, form="note", typed={"note": "of later"}, seen=3, by=town.clerk)
    refused = command(code, 3, {"verb": "merge", "into": code, "note": "x"})
    cases.keep_draft(code, form="merge", typed={"note": "x"}, seen=3, by=town.clerk)
    assert [result["result"] for result in send("clerk", *late, refused)] == ["applied", "applied", "refused"]
    left = {form: row.words["note"] for form, row in drafts_of(make.case(code), town.clerk).items()}
    assert left == {"note": "of later", "merge": "x"}
