"""One case's whole life, by every road: each job delivered twice changes nothing, each message is the right one."""

from datetime import timedelta

import pytest

from peygir.cases.queries import public_case
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.answers.models import Message
from peygir.desks.fieldwork.queries import evidence_of
from peygir.desks.intake.queries import pictures_of
from peygir.desks.promises.models import Promise
from peygir.desks.promises.queries import promises_of
from peygir.journey.clock import next_due_at, tick
from peygir.media import files
from tests import make
from tests.life import Life
from tests.town import MORNING, PHONES, TownClock

pytestmark = pytest.mark.usefixtures("all_jobs_twice")
DAY = timedelta(days=1)


def test_done_no_done_yes(life: Life) -> None:
    town, words = life.town, f"{make.POTHOLE} 😀"
    code = life.report(text=words, photos_raw=[make.photo()], name="زهرا")
    assert (life.case.state, life.case.unit_id) == ("referred", town.units["D-01"])
    assert [row.state for row in pictures_of(life.case.pk)] == ["ready"]
    due = life.case.due_at
    assert due is not None

    life.press("accept", town.clerk)
    assert life.case.assignee_id == town.clerk.id
    life.press("finish", town.clerk, note="چاله پر شد.", photo=make.photo(60, "gray"))
    assert life.case.state == "done"
    (proof,) = evidence_of(life.case.pk)
    assert (proof.kind, proof.state, proof.raw) == ("photo", "ready", "")
    assert files.read(proof.picture)[:2] == b"\xff\xd8"
    kept = Promise.objects.get(case=life.case, kind="finish").kept_at
    assert kept is not None

    life.say(is_fixed=False, reason="فردا دوباره باز شد")
    assert (life.case.state, life.case.unit_id, life.case.due_at) == ("reopened", town.units["D-01"], due)
    assert Promise.objects.get(case=life.case, kind="finish").kept_at is None, "the original clock runs on"

    life.press("accept", town.clerk_b)
    life.press("finish", town.clerk_b, note="این بار با قیر و آسفالت گرم.", form="گزارش بازدید")
    life.say(is_fixed=True)
    assert (life.case.state, life.case.close_kind) == ("closed", "confirmed")
    # Pictures are prepared outside of the rounds, beside what else is done.
    assert [kind for kind in life.kinds if not kind.endswith("_ready")] == [
        "case_opened",
        "photos_received",
        "case_read",
        "case_referred",
        "promises_given",
        "case_accepted",
        "case_finished",
        "evidence_received",
        "case_reopened",
        "case_accepted",
        "case_finished",
        "case_confirmed",
        "case_closed",
    ]
    assert [kind for kind in life.kinds if kind.endswith("_ready")] == ["photo_ready", "evidence_ready"]
    assert life.told() == ["received", "referred", "done", "reopened", "done", "closed"]
    texts = [sent.text for sent in life.box.short(PHONES[0])]
    assert len(texts) == 6
    assert all(fa_digits(code) in text for text in texts)
    assert "چاله پر شد." in texts[2]
    shown = public_case(code)
    assert shown is not None
    assert list(shown.public_notes.values()) == ["چاله پر شد.", "این بار با قیر و آسفالت گرم."]
    assert "فردا دوباره باز شد" not in str(shown.public_notes)


def test_silence(life: Life) -> None:
    life.report()
    life.press("accept", life.town.clerk)
    life.press("finish", life.town.clerk, note="انجام شد", form="بازدید")
    for _ in range(6):
        life.clock.forward(days=1)
        tick(clock.now())
        assert life.case.state == "done"
    life.clock.forward(days=1)
    while tick(clock.now()):
        life.work()
    assert (life.case.state, life.case.close_kind) == ("closed", "silence")
    assert next_due_at() is None
    assert life.told() == ["received", "referred", "done", "closed"]


def test_declined_and_objected(life: Life) -> None:
    life.report()
    life.press("decline", life.town.clerk, note="این معبر خصوصی است.")
    assert life.case.state == "not_actionable"
    life.say(is_fixed=False, reason="معبر عمومی است")
    assert life.case.state == "reopened"
    life.press("refer", life.town.supervisor, unit_id=life.town.units["D-02"], note="مرز دو منطقه")
    life.press("decline", life.town.clerk_two, note="ملک خصوصی، طبق سند.")
    life.clock.forward(days=7)
    while tick(clock.now()):
        life.work()
    assert (life.case.state, life.case.close_kind) == ("closed", "no_action")
    assert life.told() == ["received", "referred", "declined", "reopened", "declined", "closed"]
    assert "این معبر خصوصی است." in life.box.short()[2].text


def test_waiting_scheduled_and_delivered(life: Life) -> None:
    town = life.town
    life.report("GRN-07")
    life.press("wait", town.clerk, reason="agency", note="نقشه از ثبت", until=MORNING + 30 * DAY)
    life.press("schedule", town.clerk, note="در بودجهٔ سال آینده")
    life.clock.forward(days=200)
    tick(clock.now())
    life.press("finish", town.clerk, note="بوستان باز شد", photo=make.photo())
    life.press("close", town.operator, kind="delivered")
    assert (life.case.state, life.case.close_kind) == ("closed", "delivered")
    assert life.kinds.count("promise_broken") == 1


def test_joined_all_are_told(life: Life) -> None:
    town = life.town
    life.report()
    second = make.report(phone=PHONES[1], join_code=life.code, language="en").code
    life.work()
    life.press("accept", town.clerk)
    life.press("finish", town.clerk, note="انجام شد", form="بازدید")
    life.say(is_fixed=False, reason="جلوی خانهٔ ما مانده", code=second)
    assert life.case.state == "reopened"
    own, other = life.box.short(PHONES[0]), life.box.short(PHONES[1])
    assert (len(own), len(other)) == (4, 3)
    assert "is open again" in other[-1].text
    assert second in other[-1].text
    assert Message.objects.filter(report__code=second).count() == 3


def test_merged_and_split(life: Life) -> None:
    town = life.town
    kept = make.report(phone=PHONES[1]).code
    life.report()
    life.press("merge", town.clerk, into=kept, note="همان چاله")
    assert (life.case.state, promises_of(life.case.pk)) == ("merged", [])
    shown = public_case(life.code)
    assert shown is not None
    assert shown.case_code == kept
    life.press("split", town.operator, note="دو چاله است")
    assert (life.case.state, life.case.unit_id) == ("referred", town.units["D-01"])
    assert len(promises_of(life.case.pk)) == 2
    life.press("accept", town.clerk)
    life.press("finish", town.clerk, note="پر شد", form="بازدید")
    life.say(is_fixed=True)
    assert life.case.close_kind == "confirmed"
    assert make.case(kept).state == "referred"
    assert life.told()[-2:] == ["done", "closed"]


def test_withdrawn(life: Life) -> None:
    life.report()
    life.press("withdraw", life.town.operator, note="شهروند تلفن زد")
    assert life.case.state == "withdrawn"
    life.clock.forward(days=60)
    assert tick(clock.now()) == 0
    assert life.told() == ["received", "referred"]


def test_the_worker_slept_and_everything_still_happens_once(life: Life, town_clock: TownClock) -> None:
    town = life.town
    life.code = make.report().code
    town_clock.forward(hours=1)
    make.command(life.code, "refer", town.operator, unit_id=town.units["D-01"], note="فوری")
    make.command(life.code, "accept", town.clerk)
    town_clock.forward(hours=1)
    make.command(life.code, "finish", town.clerk, note="انجام شد", form="بازدید")
    town_clock.forward(days=1)
    life.work()
    assert life.case.state == "done"
    assert "done" in life.told()
    life.say(is_fixed=True)
    assert life.case.state == "closed"
