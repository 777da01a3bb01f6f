"""What an erasure used to leave behind or take too much of: talks with managers, blocks, recordings, killed copies."""

import os
import signal
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from peygir.cases.models import Note
from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts.models import Contact
from peygir.centre.quality.models import Score, ScoreForm, ScoreSample
from peygir.centre.sessions import actions as sessions
from peygir.centre.sessions.models import LiveOrder, LiveSession
from peygir.core import clock
from peygir.desks.answers.actions import block_own, unblock_own
from peygir.desks.answers.models import BlockedAddress
from peygir.desks.intake.inbound.actions import talk_with
from peygir.desks.intake.models import Conversation
from peygir.journey.retention.due import count_due, cutoff
from peygir.journey.retention.holding import hold_case
from peygir.media.scratch import scratch
from peygir.people.channels import Channel
from peygir.people.privacy_rules import Wish
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import SYSTEM
from tests import make
from tests.calls import over
from tests.desks.test_privacy_requests import PHONE, ask
from tests.desks.test_sessions import planned
from tests.drain import drain
from tests.retained import decide, decide_all, end, marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def spoken(town: Town, town_clock: TownClock, phone: str, flower: str) -> tuple[int, int]:
    """A session in which a citizen spoke, with notes and an open order; gives the ids of session and order."""
    session = planned(town)
    place = sessions.register(session, phone=phone, name=f"{flower}نام", text=f"آسفالت {flower}متن", by=SYSTEM)
    town_clock.forward(days=1, minutes=10)
    sessions.tell_talk(place, is_reached=True, notes=f"یادداشت {flower}گفته", by=town.operator)
    order = sessions.give_order(
        place,
        unit_id=town.units["D-01"],
        text=f"به خانم {flower}نام خبر بدهید",
        due_at=clock.now() + timedelta(days=3),
        by=town.operator,
    )
    sessions.end_session(session, by=town.operator)
    LiveSession.objects.filter(pk=session).update(notes=f"خانم {flower}نام راضی بود")
    return session, order


def test_a_request_leaves_no_talk_with_a_manager(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    session, _ = spoken(town, town_clock, PHONE, "یاسمن")
    others, _ = spoken(town, town_clock, PHONES[2], "نسترن")
    ask(town)
    night(town_clock, days=2)
    night(town_clock, days=31)
    assert places_of(["یاسمننام", "یاسمنمتن", "یاسمنگفته"]) == []
    assert LiveSession.objects.get(pk=session).notes == ""
    assert LiveSession.objects.get(pk=others).notes == "خانم نسترننام راضی بود"


def test_an_order_that_ended_after_its_citizen_was_erased_goes_by_time(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    _, order = spoken(town, town_clock, PHONE, "نسترن")
    LiveOrder.objects.update(words="لکه‌گیری کوچهٔ یاسمن")
    ask(town)
    decide(town, contacts=1)
    night(town_clock, days=70)
    assert LiveOrder.objects.get().words == "لکه‌گیری کوچهٔ یاسمن", "its unit still needs it"
    sessions.drop_order(order, by=town.operator)
    night(town_clock)
    assert places_of(["یاسمن"]) == []


def test_a_hold_keeps_its_own_session_and_no_other(town: Town, town_clock: TownClock) -> None:
    held = marked_case(town, PHONES[2], "زنبق")
    hold_case(held.code, reason="دادگاه", until=None, by=town.admin)
    free, _ = spoken(town, town_clock, PHONE, "یاسمن")
    kept, _ = spoken(town, town_clock, PHONES[2], "نسترن")
    decide(town, contacts=1)
    night(town_clock, days=70)
    assert LiveSession.objects.get(pk=free).notes == ""
    assert LiveSession.objects.get(pk=kept).notes == "خانم نسترننام راضی بود"


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_lifted_block_goes_and_one_in_force_stays(is_asked: bool, town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    block_own(Channel.SMS, PHONE, by=SYSTEM)
    unblock_own(Channel.SMS, PHONE)
    block_own(Channel.SMS, PHONE, by=SYSTEM)
    if is_asked:
        ask(town)
    else:
        decide(town, phones=1)
    night(town_clock, days=70)
    lifted, in_force = BlockedAddress.objects.order_by("pk")
    assert (lifted.address, in_force.address) == (f"erased:{lifted.pk}", PHONE)


def test_a_conversation_that_has_ended_goes_by_time(town: Town, town_clock: TownClock) -> None:
    talk_with(Channel.MAIL, "minu@example.org", language="fa")
    decide(town, messages=1)
    night(town_clock, days=20)
    assert Conversation.objects.exists()
    night(town_clock, days=30)
    assert not Conversation.objects.exists()


def test_a_recording_has_a_time_of_its_own(town: Town, town_clock: TownClock) -> None:
    contact = over(town, town_clock, "1", caller=PHONE)
    contacts.tell_outcome(contact, outcome="answered", notes="زنبق", by=town.supervisor)
    contacts.keep_recording("1", link="https://pbx.example/1.wav")
    decide(town, contacts=1, recordings=6)
    night(town_clock, days=70)
    row = Contact.objects.get(pk=contact)
    assert (row.phone, row.notes, row.recording) == ("", "", "https://pbx.example/1.wav")
    night(town_clock, days=200)
    assert Contact.objects.get(pk=contact).recording == ""


def test_a_request_takes_recordings_and_scores_too(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    contact = over(town, town_clock, "1", caller=PHONE)
    contacts.tell_outcome(contact, outcome="answered", by=town.supervisor)
    contacts.keep_recording("1", link="https://pbx.example/1.wav")
    scored(town, contact, "با خانم یاسمن مهربان بود")
    ask(town)
    night(town_clock, days=2)
    assert Contact.objects.get(pk=contact).recording == ""
    assert places_of(["یاسمن"]) == []


def scored(town: Town, contact: int, comment: str) -> None:
    """A score of a contact with words."""
    today = clock.now().date()
    form = ScoreForm.objects.create(city_id=town.city_id, from_on=today)
    days = {"from_on": today, "to_on": today, "drawn_at": clock.now()}
    sample = ScoreSample.objects.create(city_id=town.city_id, form=form, seed=1, each=1, **days)
    Score.objects.create(sample=sample, contact_id=contact, operator_id=town.operator.id, comment=comment)


def test_an_ordinary_sentence_erases_no_notes(town: Town, town_clock: TownClock) -> None:
    sentence, note = "آسفالت ریخته شد و تمام", "آسفالت ریختۀ شد، و تمام."
    own = marked_case(town, PHONE, "زنبق", is_ended=False, photos=0)
    make.command(own.code, "note", town.clerk, note=note)
    rare = marked_case(town, PHONES[2], "نسترن", is_ended=False, photos=0)
    make.command(rare.code, "note", town.clerk, note="گفت: روبه‌روي مدرسة نسترن، چاله است")
    for one, text in ((own, sentence), (rare, "روبه‌روی مدرسهٔ نسترن چاله است")):
        row = make.report_row(one.code)
        type(row).objects.filter(pk=row.pk).update(text=text)
    for number in range(20):
        case = make.case(make.report(phone=PHONES[3], text=f"چالهٔ {number}").code)
        Note.objects.create(case=case, number=90, by="staff:1", at=clock.now(), text=f"{note} {number}", salt="x")
    end(own.code, town)
    end(rare.code, town)
    ask(town)
    ask(town, phone=PHONES[2])
    night(town_clock, days=2)
    assert Note.objects.filter(case=own.case, text=note).exists(), "twenty other cases say the same"
    assert not Note.objects.filter(case=rare.case, text__contains="نسترن").exists()


def test_the_preview_finds_all_that_then_goes(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONE, "زنبق")
    spoken(town, town_clock, PHONES[2], "یاسمن")
    LiveOrder.objects.update(state="done", done_at=clock.now())
    talk_with(Channel.MAIL, "minu@example.org", language="fa")
    block_own(Channel.SMS, PHONES[3], by=SYSTEM)
    unblock_own(Channel.SMS, PHONES[3])
    contact = over(town, town_clock, "1", caller=PHONES[4])
    contacts.tell_outcome(contact, outcome="answered", notes="نسترن", by=town.supervisor)
    contacts.keep_recording("1", link="https://pbx.example/1.wav")
    decide_all(town)
    town_clock.forward(days=70)
    due = {}
    for kind in RetentionKind:
        before = cutoff(town.city_id, kind, town_clock())
        assert before is not None
        due[kind.value] = count_due(kind, before=before)
    assert all(due.values()), due
    erased = night(town_clock, days=0).erased
    for kind in (RetentionKind.PHONES, RetentionKind.MESSAGES, RetentionKind.CONTACTS, RetentionKind.RECORDINGS):
        assert due[kind] == erased[kind], kind


def half_made() -> Path:
    """The folder of a process that was killed while it made a copy."""
    code = (
        "import sys, time; from tempfile import TemporaryDirectory\n"
        "with TemporaryDirectory(dir=sys.argv[1]) as name: print(name, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(scratch())], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        folder = Path(child.stdout.readline().strip())
        child.send_signal(signal.SIGKILL)
    (folder / "copy.zip").write_bytes(b"personal")
    return folder


def test_what_a_killed_copy_leaves_is_swept(town: Town, town_clock: TownClock) -> None:
    killed_copy = half_made()
    stale = (town_clock() - timedelta(days=1)).timestamp()
    os.utime(killed_copy, (stale, stale))
    night(town_clock, days=0)
    assert not killed_copy.exists()


def test_a_copy_is_made_in_the_home(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "not-there"))
    marked_case(town, PHONE, "زنبق")
    request = ask(town, Wish.EXPORT)
    drain()
    request.refresh_from_db()
    assert request.state == "done"
    assert list(scratch().iterdir()) == []
