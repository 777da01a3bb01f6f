"""What the sync contract does beside its table: decisions on two versions, hostile contents, the clock, the night."""

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.history.queries import timeline
from peygir.journey.clock import next_due_at, tick
from peygir.journey.night import tidy
from peygir.journey.sync.touched import change_of
from peygir.people.models import Staff
from peygir.storage.receipts.models import DeviceBranch, DeviceCommand
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def command(code: str, seq: int, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    version = make.case(code).version if not code.startswith("local:") else None
    given = {"uuid": str(uuid.uuid4()), "device": "d", "branch": "b", "seq": seq, "order": code, "body": body}
    return {**given, "base_version": version, "made_at": clock.now().isoformat(), **more}


def send(user: str, *commands: dict[str, Any], status: int = 200) -> Any:
    body = json.dumps({"commands": commands, "sent_at": clock.now().isoformat()})
    answer = signed_in(user).post("/outbox/commands/", body, content_type="application/json")
    assert answer.status_code == status, answer.content.decode()
    return answer.json()["results"] if status == 200 else answer


def in_conflict(town: Town) -> tuple[str, DeviceCommand]:
    """A case that clerk_b has accepted, and which the clerk's phone would decline."""
    code = make.referred()
    late = command(code, 1, {"verb": "decline", "note": "ملک خصوصی است"})
    make.command(code, "accept", town.clerk_b)
    assert [result["result"] for result in send("clerk", late)] == ["conflict"]
    return code, DeviceCommand.objects.get()


def choose(user: str, code: str, row: DeviceCommand, choice: str) -> Any:
    address = reverse("case_versions", args=[code, row.pk])
    return signed_in(user).post(address, {"choice": choice, "version": make.case(code).version})


def test_what_the_phone_says_is_told_in_words(town: Town) -> None:
    code = make.referred()
    late = command(code, 1, {"verb": "return", "reason": "wrong_district", "note": "آن سوی خیابان است"})
    make.command(code, "accept", town.clerk_b)
    assert [result["result"] for result in send("clerk", late)] == ["conflict"]
    page = packed(signed_in("clerk_b").get(reverse("case", args=[code])).content.decode())
    assert "Why is it not yours?" in page
    assert "Wrong district" in page
    assert "wrong_district" not in page.partition("Two versions of")[2].partition("Leave the case as it is")[0]


def test_both_versions_are_shown_and_the_file_may_stay(town: Town) -> None:
    code, row = in_conflict(town)
    page = packed(signed_in("clerk_b").get(reverse("case", args=[code])).content.decode())
    for words in ("Two versions of the state", "ملک خصوصی است", "The unit took it in hand.", "Use the phone's entry"):
        assert words in page, words
    assert choose("clerk_b", code, row, "file").status_code == 302
    assert make.case(code).state == "in_hand"
    events = timeline("case", make.case(code).pk)
    assert [event.kind for event in events][-2:] == ["command_conflicted", "conflict_decided"]
    assert events[-1].data["choice"] == "file"
    assert "ملک" not in json.dumps([event.data for event in events], ensure_ascii=False)
    page = packed(signed_in("clerk").get(reverse("case", args=[code])).content.decode())
    assert "Two versions of the state" not in page
    assert "was not carried out" in page
    assert choose("clerk", code, row, "command").status_code == 409  # decided already


def test_the_phone_may_hold(town: Town) -> None:
    code, row = in_conflict(town)
    assert choose("clerk_b", code, row, "command").status_code == 302
    assert make.case(code).state == "not_actionable"
    assert make.kinds(code)[-1] == "conflict_decided"
    [again] = send("clerk", _sent(row))
    assert (again["result"], again["known"], again["choice"]) == ("conflict", True, "command")


def _sent(row: DeviceCommand) -> dict[str, Any]:
    return {
        "uuid": str(row.uuid),
        "device": "d",
        "branch": "b",
        "seq": row.seq,
        "order": row.target,
        "base_version": row.base_version,
        "body": row.body,
    }


def test_what_is_not_possible_any_more_is_said_and_the_choice_stays_open(town: Town) -> None:
    code, row = in_conflict(town)
    make.command(code, "finish", town.clerk_b, note="انجام شد", form="بله")
    answer = choose("clerk_b", code, row, "command")
    assert answer.status_code == 409
    assert "Two versions of the state" in packed(answer.content.decode())
    assert DeviceCommand.objects.get().choice == ""


@pytest.mark.parametrize(("user", "status"), [("clerk_two", 404), ("council", 403), ("supervisor", 302)])
def test_who_may_decide(town: Town, user: str, status: int) -> None:
    code, row = in_conflict(town)
    assert choose(user, code, row, "file").status_code == status


def test_an_unknown_choice_and_versions_of_another_case(town: Town) -> None:
    code, row = in_conflict(town)
    assert choose("clerk", code, row, "both").status_code == 422
    assert choose("clerk", make.referred(phone="09170000009"), row, "file").status_code == 404


def test_a_case_that_the_person_may_not_see_is_refused_like_one_that_is_not_there(town: Town) -> None:
    secret = make.referred("CNF-01")
    results = send("clerk", command(secret, 1, {"verb": "note", "note": "x"}))
    assert [(result["result"], result["error"]) for result in results] == [("refused", "NoSuchCase")]
    assert results[0]["code"] == ""


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"verb": "explode"},
        {"verb": "note"},
        {"verb": "note", "note": 5},
        {"verb": "note", "note": "x", "photo": "x"},
        {"verb": "topic", "topic_id": "1"},
        {"verb": "topic", "topic_id": 2**70},
        {"verb": "wait", "reason": "weather", "until": "never", "note": "x"},
        {"verb": "place", "lat": "x", "lon": 1},
        {"verb": "report", "text": ["x"]},
        {"verb": "report", "lat": True, "text": "x"},
    ],
)
def test_a_body_that_is_not_understood_is_refused_and_the_next_goes_on(town: Town, body: dict[str, Any]) -> None:
    code = make.referred()
    first, second = send("clerk", command(code, 1, body), command(code, 2, {"verb": "accept"}))
    assert (first["result"], first["error"]) == ("refused", "CommandIsNotReadable")
    assert first["fa"]
    assert second["result"] == "applied"


def test_a_command_that_changes_something_needs_its_base(town: Town) -> None:
    code = make.referred()
    [result] = send("clerk", command(code, 1, {"verb": "accept"}, base_version=None))
    assert result["error"] == "CommandIsNotReadable"


def test_the_same_uuid_with_something_else_is_refused_and_changes_nothing(town: Town) -> None:
    code = make.referred()
    first = command(code, 1, {"verb": "note", "note": "one"})
    send("clerk", first)
    [other] = send("clerk", {**first, "body": {"verb": "note", "note": "two"}})
    assert (other["result"], other["error"]) == ("refused", "KeyIsOfAnotherCommand")
    [again] = send("clerk", first)
    assert again["result"] == "applied"
    [foreign] = send("clerk_b", {**first, "body": {"verb": "note", "note": "mine"}})
    assert foreign["result"] == "applied"  # a uuid belongs to its owner


def test_what_is_no_batch_is_refused_with_a_sentence_and_nothing_is_stored(town: Town) -> None:
    for body in ("{", "[]", '{"commands": []}', "\xff"):
        answer = signed_in("clerk").post(
            "/outbox/commands/", body, content_type="application/json", headers={"Accept": "application/json"}
        )
        assert answer.status_code == 422
        assert answer.json()["faults"]
    assert not DeviceBranch.objects.exists()


def test_the_moments_of_a_wrong_clock_are_both_kept(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    wrong = clock.now() - timedelta(days=1)
    late = command(code, 1, {"verb": "note", "note": "x"}, made_at=(wrong - timedelta(hours=2)).isoformat())
    body = json.dumps({"commands": [late], "sent_at": wrong.isoformat()})
    signed_in("clerk").post("/outbox/commands/", body, content_type="application/json")
    row = DeviceCommand.objects.get()
    assert (row.made_at, row.received_at, row.clock_offset) == (wrong - timedelta(hours=2), clock.now(), 86_400)


def test_a_case_that_is_not_with_its_unit_yet_lets_its_commands_wait(town: Town) -> None:
    report = {"verb": "report", "text": "چاله", "topic": "CIV-01", "address": "زند", "place": "1"}
    create, note = command("local:x", 1, report), command("local:x", 2, {"verb": "accept"})
    results = send("clerk", create, note)
    assert [result["result"] for result in results] == ["applied", "waiting"]
    drain()
    assert make.case(results[0]["code"]).unit_id == town.units["D-01"]
    assert send("clerk", note)[0]["result"] == "applied"


def test_who_has_left_carries_out_nothing(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    send("clerk", command(code, 2, {"verb": "accept"}))
    Staff.objects.filter(username="clerk").update(is_active=False)
    assert next_due_at() is not None
    tick(town_clock.forward(hours=13))
    row = DeviceCommand.objects.get()
    assert (row.state, row.answer["error"]) == ("refused", "AccountHasEnded")
    assert make.case(code).state == "referred"


def test_the_clock_carries_out_what_has_waited_for_long_with_a_mark(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    send("clerk", command(code, 2, {"verb": "accept"}))
    tick(town_clock.forward(hours=13))
    assert make.case(code).state == "in_hand"
    event = timeline("case", make.case(code).pk)[-1]
    assert (event.kind, event.data["has_gap"]) == ("command_came_late", True)
    page = packed(signed_in("clerk").get(reverse("case", args=[code])).content.decode())
    assert "an entry before it never arrived" in page


def test_in_the_night_old_bodies_go_and_open_conflicts_stay(town: Town, town_clock: TownClock) -> None:
    _, row = in_conflict(town)
    other = make.referred(phone="09170000008")
    send("clerk", command(other, 2, {"verb": "note", "note": "words"}))
    now = town_clock.forward(days=31)
    tidy(now, before=now)
    bodies = {each.pk: each.body for each in DeviceCommand.objects.all()}
    assert bodies[row.pk] != {}
    assert [body for pk, body in bodies.items() if pk != row.pk] == [{}]
    now = town_clock.forward(days=401)
    tidy(now, before=now)
    assert [each.pk for each in DeviceCommand.objects.all()] == [row.pk]


def test_the_version_is_one_more_than_the_events_that_raise_it(town: Town) -> None:
    code = make.referred()
    case = make.case(code)
    make.command(code, "topic", town.clerk_b, topic_id=town.topics["CIV-09"])
    make.command(code, "accept", town.clerk)
    make.command(code, "visit", town.clerk)
    make.command(code, "note", town.clerk, note="x")
    make.command(code, "finish", town.clerk, note="انجام شد", form="بله")
    drain()
    case = make.case(code)
    assert case.version == 1 + sum(change_of(event).raised for event in timeline("case", case.pk))
