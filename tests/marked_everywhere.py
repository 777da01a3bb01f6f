"""A citizen whose words lie wherever a citizen's words may lie, each place with a word of its own."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.test import Client

from peygir.cases.new_report import Reporter
from peygir.core import clock
from peygir.desks.letters import actions as letters
from peygir.desks.letters.letter_states import LetterWay
from peygir.desks.letters.models import Letter, LetterHanding
from peygir.desks.letters.rules import LetterDraft
from peygir.desks.objections.actions import answer_objection
from peygir.desks.partners.models import AgencyRequest
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import record_keys
from peygir.journey.import_orders import look_at
from peygir.journey.importing import judge_file, take_over
from peygir.journey.lake import write_lake_now
from peygir.journey.letters.sending import register_incoming, write_letter
from peygir.journey.open_data import publish_due_months
from peygir.media.actions import keep_file
from peygir.outlook.panel import actions as panel
from peygir.outlook.panel.models import PanelSampleCase
from tests import agencies, make, panelled
from tests.documents import document
from tests.drain import drain
from tests.dropped import Writer, held_key
from tests.fakes import FakeMailbox
from tests.objected import objected
from tests.retained import Marked, marked_case
from tests.scores import CLOSING, at, close, decide_scheme
from tests.town import PHONES, Town, TownClock

OFFICE: Final = "office@gas.example"
BOUNCED: Final = "zanbaq-bounced@home.example"
ANNEX: Final = b"zanbaqannex"
OLD_COLUMNS: Final = {
    "number": "شماره",
    "opened_at": "ثبت",
    "topic": "موضوع",
    "text": "شرح",
    "district": "منطقه",
    "state": "وضعیت",
    "closed_at": "پایان",
    "phone": "تلفن",
    "name": "نام",
}
NEVER: Final = ("سوسن‌صندوق", "سوسنصندوق")
"""Written into the drop box: in no place at any time."""


@dataclass(slots=True)
class Everywhere:
    """The phone, words that an erasure at its holder's request takes away, and words that the city keeps, by table."""

    town: Town
    clock: TownClock
    home: Path
    phone: str = ""
    gone: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    term: int = 0
    seat: int = 1
    marked: Marked | None = None

    def goes(self, word: str) -> str:
        """A word that is to go."""
        self.gone.append(word)
        return word

    def stays(self, word: str, table: str) -> str:
        """A word that the city keeps in one table."""
        self.kept[word] = table
        return word

    @property
    def code(self) -> str:
        """The code of the case about which most is written."""
        assert self.marked is not None
        return self.marked.code


def marked_everywhere(town: Town, town_clock: TownClock, home: Path) -> Everywhere:
    """A month in which one citizen writes, is written about, and judges as a member of the panel; then it is over."""
    one = Everywhere(town, town_clock, home)
    decide_scheme(town)
    one.term = panelled.at_work(town, town_clock)
    one.seat = next(number for number in (1, 2) if panelled.phone_of(one.term, number) != PHONES[0])  # that of others
    one.phone = panelled.phone_of(one.term, one.seat)
    one.marked = marked_case(town, one.phone, "زنبق", photos=2)
    one.gone += one.marked.words
    _released(one)
    _objection(one)
    _agency(one)
    _letters(one)
    _old_records(one)
    _drop_box(one)
    _panel(one)
    _petitions(one)
    _month_is_over(one)
    return one


def _released(one: Everywhere) -> None:
    """A public case whose author let everybody read the words: it stands in the files of the month."""
    text = f"جوی آب جلوی مدرسه {one.goes('زنبقآشکار')} گرفته است"
    code = make.done(phone=one.phone, text=text, may_publish=True)
    make.command(code, "close", one.town.supervisor, kind="silence", note="پاسخی نرسید")
    drain()


def _objection(one: Everywhere) -> None:
    number = objected(one.code, ground="not_fixed", text=f"هنوز {one.goes('زنبقاعتراض')} مانده است")
    answer_objection(number, outcome="rejected", text="آسفالت سالم است.", by=one.town.manager)
    drain(twice=True)


def _agency(one: Everywhere) -> None:
    """A question of an agency is answered with words, and the agency's answer holds some of them."""
    agencies.mailed(one.town)
    reporter = Reporter(phone=one.phone, proof="message", name=f"{one.goes('زنبقمشترک')} احمدی")
    text = f"لوله ترکیده، {one.goes('زنبقلوله')} هستم، {one.phone}"
    code = make.referred("EXT-01", phone=one.phone, reporter=reporter, text=text)
    browser, path = Client(), agencies.link(one.home)
    assert browser.post(f"{path}do/ask/", {"to": "citizen", "text": "آب قطع است؟"}).status_code == 302
    drain(twice=True)
    (answer_path,) = agencies.paths_in(FakeMailbox(one.home).short(one.phone)[-1].text)
    answer = {"text": f"بله، {one.goes('زنبقپاسخ')}، {one.phone}", "may_call": "on"}
    assert browser.post(answer_path, answer).status_code == 302
    path = agencies.link(one.home)
    assert browser.post(f"{path}do/number/").status_code == 200
    done = {"outcome": "not_done", "text": "به زنبقمشترک سر زدیم، لوله سالم است."}
    assert browser.post(f"{path}do/answer/", done).status_code == 302
    drain(twice=True)
    assert AgencyRequest.objects.get(case__code=code).answered_at is not None
    make.command(code, "close", one.town.operator, kind="outside")
    drain()


def _letters(one: Everywhere) -> None:
    """Letters about the case, out by mail and in with an annex; one that no server took; one about no case."""
    by, case_id, today = one.town.supervisor, make.case(one.code).pk, panelled.today(one.town)
    annex = keep_file(io.BytesIO(document(ANNEX)), file_name=f"{one.goes('زنبقپیوست')}.pdf", owner=("staff:1",))
    one.gone.append(ANNEX.decode())
    about: dict[str, Any] = {"dated_on": today, "case_id": case_id}
    out = LetterDraft(
        party="شرکت گاز",
        subject=f"خانهٔ {one.goes('زنبقموضوع')}",
        body=f"آقای {one.goes('زنبقنامه')} با شمارهٔ {one.phone} چشم به راه پاسخ است.",
        way=LetterWay.MAIL,
        address=OFFICE,
        **about,
    )
    row = write_letter(one.town.city_id, out, annexes=[annex], by=by)
    drain()
    assert "زنبقنامه" in FakeMailbox(one.home).letters(OFFICE)[-1].subject + str(row.body)
    incoming = LetterDraft(
        party=one.goes("زنبقفرستنده"), subject="پاسخ", body=one.goes("زنبقوارده"), answers=row.pk, **about
    )
    register_incoming(one.town.city_id, incoming, annexes=[annex], by=by)
    bounced = LetterDraft(
        party=one.goes("زنبقبرگشتی"), subject="پاسخ", body="سلام", way=LetterWay.MAIL, address=BOUNCED, **about
    )
    lost = write_letter(one.town.city_id, bounced, by=by)
    LetterHanding.objects.filter(letter=lost).update(state="dead", error=f"550 no such mailbox: {BOUNCED}")
    drain()
    one.gone.append(BOUNCED.partition("@")[0])
    general = LetterDraft(
        party=f"آقای {one.stays('سوسنعریضه', 'letters_letter')}", subject="درخواست", body="…", dated_on=today
    )
    kept = register_incoming(one.town.city_id, general, by=by)
    letters.move_letter(kept.pk, "done", by=by)
    assert Letter.objects.filter(case_id=case_id).count() == 3


def _petitions(one: Everywhere) -> None:
    """One that the citizen wrote, one of somebody else's that the citizen signed, and one that was not opened."""
    words = f"پارک محله {one.stays('سوسنخواسته', 'panel_petition')} شب‌ها تاریک است و روشن نمی‌شود."
    own = panel.make_petition(one.term, one.phone, title="روشنایی پارک", text=words)
    other = panel.make_petition(one.term, PHONES[60], title="پیاده‌رو", text="پیاده‌روی خیابان باریک و شکسته است.")
    for petition_id in (own, other):
        panel.open_petition(petition_id, unit_id=one.town.units["D-01"], by=panelled.secretary())
    assert panel.sign_petition(other, one.phone)
    refused = f"کوچهٔ ما را {one.stays('سوسنردشده', 'panel_petition')} نام بگذارید، خواهش می‌کنیم."
    late = panel.make_petition(one.term, one.phone, title="نام کوچه", text=refused)
    panel.refuse_petition(late, reason="not_city", by=panelled.secretary())


def _old_records(one: Everywhere) -> None:
    """A table of the earlier system: one row is taken over, and another table was only looked at."""
    path = one.home / "old.csv"
    for word, number in (("زنبقکهنه", "1001"), ("زنبقنگاه", "1002")):
        cells = [number, "1404/02/03 09:00", "چاله خیابان", one.goes(word), "1", "بسته", "1404/02/05 12:00", one.phone]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([OLD_COLUMNS.values(), [*cells, f"{word}نام"]])
        if number == "1002":
            look_at(path, OLD_COLUMNS, file_name="old.csv", by=one.town.admin)
        else:
            judged = judge_file(path, OLD_COLUMNS)
            assert judged.faults == []
            assert list(take_over(judged, "old-137", file_name="old.csv", columns=OLD_COLUMNS, by=one.town.admin))
    path.unlink()
    drain()


def _drop_box(one: Everywhere) -> None:
    held_key(one.town)
    writer = Writer(Client(headers={"accept-language": "fa"}))
    writer.begin()
    assert "گزارش شما در صندوق است" in writer.send(f"در کارگاه {NEVER[1]} دیدم، {one.phone}").content.decode()


def _panel(one: Everywhere) -> None:
    """Of the citizen's seat: a visit with a photo, a finding, and a judgement of a case of the month's sample."""
    own = panelled.members(one.term)[one.seat - 1]
    panel.record_visit(
        one.term,
        one.code,
        saw="not_fixed",
        note=f"آسفالت {one.goes('زنبقبازدید')} نشسته است",
        key="visit0visit0",
        own=own,
        photo=make.photo(60, colour="navy"),
    )
    drain()
    text = f"از ده چاله چند چاله {one.stays('سوسنیافته', 'panel_panelfinding')} دوباره باز شده است."
    panelled.adopted(one.term, one.town, text=text)
    sample_id, _first_on = panelled.judged_month(one.town, one.clock, one.term)
    sampled = PanelSampleCase.objects.filter(sample=sample_id).order_by("number")[0]
    note = f"پاسخ {one.goes('زنبقداوری')} نمی‌گوید چه شد"
    panel.judge_case(one.term, sampled.pk, solved="no", answer="vague", note=note, own=own)


def _month_is_over(one: Everywhere) -> None:
    """The marks of the month after it are computed, lake and record are written, figures and cases are published."""
    at(one.clock, CLOSING)
    close(one.town)
    drain()
    write_lake_now(is_whole=True, progress=lambda _name, _count: None)
    extend_record(one.home, record_keys(one.home, "city.example/record"), clock.now())
    assert publish_due_months(one.town.city_id).versions
