"""An inspector's phone comes back: each finding once, late ones by the time at the place, others' as a difference."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.core.typed_fields import FormField
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.inspection.actions import draw_now
from peygir.desks.inspection.models import Inspection, InspectionDraw
from peygir.history.queries import timeline, verify
from peygir.journey.inspecting import inspect
from peygir.journey.sync.queries import undecided_findings
from peygir.people.models import Staff
from peygir.storage.receipts.models import DeviceCommand
from tests import make
from tests.desks.test_sync import choose, command, send
from tests.drain import drain
from tests.inspections import drawn_cases, set_form
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import Town, TownClock
from tests.tus_sender import TusSender, sha256

pytestmark = pytest.mark.usefixtures("town_clock")
ME = "inspector"
HOLE = "چاله هنوز همان‌جاست"


def finding_of(code: str, seq: int, finding: str = "fixed", note: str = "", **more: Any) -> dict[str, Any]:
    """The command of a finding; keys that an envelope has go into it, the others into its body."""
    outer = {key: more.pop(key) for key in ("photos", "made_at", "base_version", "branch", "device") if key in more}
    body = {"verb": "inspect", "finding": finding, **({"note": note} if note else {}), **more}
    return command(code, seq, body, **outer)


def results(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["result"] for answer in answers]


def test_a_day_of_visits_comes_back_once_with_its_photo_and_reopens_what_is_not_fixed(
    town: Town, town_clock: TownClock
) -> None:
    first, second, third = drawn_cases(town, town_clock, 3)
    promised = make.case(second).due_at
    photo = make.photo(300)
    TusSender(client=signed_in(ME)).send(photo)
    sent = [
        finding_of(first, 1),
        finding_of(second, 2, "not_fixed", HOLE, photos=[sha256(photo)]),
        finding_of(third, 3, "another_problem", "جدول شکسته است"),
    ]
    town_clock.forward(hours=5)
    for _ in range(2):
        assert results(send(ME, *sent)) == ["applied"] * 3
    drain(twice=True)
    rows = {row.case.code: row for row in Inspection.objects.select_related("case")}
    assert {code: row.finding for code, row in rows.items()} == {
        first: "fixed",
        second: "not_fixed",
        third: "another_problem",
    }
    case = make.case(second)
    assert (case.state, case.due_at) == ("reopened", promised), "with the original clock"
    assert Evidence.objects.get(kind="photo").state == "ready"
    assert set(InspectionDraw.objects.values_list("state", flat=True)) == {"visited"}
    assert verify().breaks == []
    page = signed_in("clerk").get(reverse("case_objection", args=[second])).content.decode()
    assert HOLE in page, "the unit may object"


def test_the_form_comes_with_the_finding_and_what_is_missing_is_said(town: Town) -> None:
    form = set_form(town, FormField("level", "هم‌سطح است", "Level", "yes_no", is_required=True))
    code = make.done()
    empty, whole = finding_of(code, 1, form=form.id), finding_of(code, 2, form=form.id, answers={"level": "yes"})
    answers = send(ME, empty, whole)
    assert results(answers) == ["refused", "applied"]
    assert "Level" in answers[0]["en"]
    assert Inspection.objects.get().answers == {"level": "yes"}


def test_a_wrong_clock_is_corrected_and_a_visit_made_in_time_is_no_miss(town: Town, town_clock: TownClock) -> None:
    (code,) = drawn_cases(town, town_clock, 1)
    draw = InspectionDraw.objects.get()
    assert draw.due_on is not None
    seen_at = clock.now() + timedelta(hours=1)
    # The phone's clock is a year ahead, when it was entered and when it is sent.
    late = finding_of(code, 1, "not_fixed", HOLE, made_at=(seen_at + timedelta(days=365)).isoformat())
    town_clock.forward(days=8)
    draw_now(clock.now())
    assert InspectionDraw.objects.get().state == "missed"
    sent_at = (clock.now() + timedelta(days=365)).isoformat()
    body = json.dumps({"commands": [late], "sent_at": sent_at})
    answer = signed_in(ME).post("/outbox/commands/", body, content_type="application/json")
    assert results(answer.json()["results"]) == ["applied"]
    row = Inspection.objects.get()
    assert row.seen_at is not None
    assert abs((row.seen_at - seen_at).total_seconds()) < 60
    draw.refresh_from_db()
    assert (draw.state, draw.inspection_id) == ("visited", row.pk)


def test_a_visit_that_was_made_too_late_stays_missed(town: Town, town_clock: TownClock) -> None:
    (code,) = drawn_cases(town, town_clock, 1)
    late = finding_of(code, 1)
    town_clock.forward(days=9)
    draw_now(clock.now())
    late["made_at"] = clock.now().isoformat()
    assert results(send(ME, late)) == ["applied"]
    assert InspectionDraw.objects.get().state == "missed"


def test_what_a_colleague_found_meanwhile_is_a_second_version(town: Town) -> None:
    code = make.done()
    mine = finding_of(code, 1, "not_fixed", HOLE)
    inspect(code, finding="fixed", note="", by=town.inspector)
    other = finding_of(code, 1, "not_fixed", HOLE, branch="b2")
    assert results(send(ME, mine, other)) == ["conflict", "applied"], "the second had seen the first finding"


def test_a_case_that_was_opened_again_meanwhile_keeps_the_finding_beside_it(town: Town) -> None:
    code = make.done()
    mine = finding_of(code, 1, "not_fixed", HOLE)
    inspect(code, finding="not_fixed", note="یک همکار دید", by=town.inspector)
    drain()
    for _ in range(2):
        (answer,) = send(ME, mine)
        assert answer["result"] == "conflict"
    assert [event.kind for event in timeline("case", make.case(code).pk)].count("command_conflicted") == 1
    row = DeviceCommand.objects.get()
    assert undecided_findings(town.inspector) == [code]
    assert "Two versions" not in signed_in("clerk").get(reverse("case", args=[code])).content.decode()
    assert choose("clerk", code, row, "file").status_code == 403, "no unit judges the inspection of its own work"
    page = packed(signed_in("supervisor").get(reverse("case", args=[code])).content.decode())
    assert HOLE in page
    assert "The finding of an inspector" in page
    assert choose("supervisor", code, row, "command").status_code == 409, "there is no finished work now"
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="دوباره پر شد", form="آسفالت")
    drain()
    assert choose("supervisor", code, row, "command").status_code == 302
    drain()
    last = Inspection.objects.order_by("-pk")[0]
    assert (last.finding, last.inspector_id) == ("not_fixed", town.staff["inspector"]), "of who was there"
    assert undecided_findings(town.inspector) == []
    assert verify().breaks == []


def test_work_that_was_done_anew_is_not_what_the_phone_had_seen(town: Town) -> None:
    code = make.done()
    mine = finding_of(code, 1)
    make.command(code, "reopen", town.operator, note="هنوز هست")
    make.command(code, "accept", town.clerk)
    make.command(code, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    (answer,) = send(ME, mine)
    assert (answer["result"], answer["fields"]) == ("conflict", ["state"])
    assert not Inspection.objects.exists()


def test_what_does_not_touch_the_finding_does_not_hold_it_up(town: Town) -> None:
    code = make.done()
    mine = finding_of(code, 1)
    make.command(code, "confirm", town.operator)
    drain()
    (answer,) = send(ME, mine)
    assert answer["result"] == "applied_soft"
    assert "command_came_late" in make.kinds(code)


def test_a_finding_does_not_stand_in_the_way_of_a_clerk(town: Town) -> None:
    code = make.done()
    late = command(code, 1, {"verb": "topic", "topic": make.case(code).topic_id})
    inspect(code, finding="fixed", note="", by=town.inspector)
    (answer,) = send("clerk", late)
    assert answer["result"] != "conflict", "the inspection changed no field of the topic"


def test_who_may_not_and_what_is_not_readable_is_refused(town: Town) -> None:
    code = make.done()
    for user in ("clerk", "manager", "operator"):
        (answer,) = send(user, finding_of(code, 1))
        assert answer["result"] == "refused", user
    (hidden,) = send("clerk_two", finding_of(code, 1))
    assert hidden["error"] == "NoSuchCase"
    wrong = [
        finding_of(code, 1, result="fixed"),
        finding_of(code, 2, form="x"),
        finding_of(code, 3, answers={"a": 1}),
        finding_of(code, 4, base_version=None),
        finding_of(code, 5, "maybe"),
        finding_of(code, 6, "not_fixed"),
        finding_of(code, 7, form=2**70),
    ]
    answers = send(ME, *wrong)
    assert results(answers) == ["refused"] * len(wrong)
    assert all(answer["fa"] for answer in answers)
    Staff.objects.filter(username=ME).update(is_active=False)
    assert not Inspection.objects.exists()
