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
    planted = Everywhere(town, town_clock, home)
    decide_scheme(town)
    planted.term = panelled.at_work(town, town_clock)
    planted.seat = next(
        number for number in (1, 2) if panelled.phone_of(planted.term, number) != PHONES[0]
    )  # that of others
    planted.phone = panelled.phone_of(planted.term, planted.seat)
    planted.marked = marked_case(town, planted.phone, "زنبق", photos=2)
    planted.gone += planted.marked.words
    _released(planted)
    _objection(planted)
    _agency(planted)
    _letters(planted)
    _old_records(planted)
    _drop_box(planted)
    _panel(planted)
    _petitions(planted)
    _month_is_over(planted)
    return planted


def _released(planted: Everywhere) -> None:
    """A public case whose author let everybody read the words: it stands in the files of the month."""
    text = f"جوی آب جلوی مدرسه {planted.goes('زنبقآشکار')} گرفته است"
    code = make.done(phone=planted.phone, text=text, may_publish=True)
    make.command(code, "close", planted.town.supervisor, kind="silence", note="پاسخی نرسید")
    drain()


def _objection(planted: Everywhere) -> None:
    number = objected(planted.code, ground="not_fixed", text=f"هنوز {planted.goes('زنبقاعتراض')} مانده است")
    answer_objection(number, outcome="rejected", text="آسفالت سالم است.", by=planted.town.manager)
    drain(twice=True)


def _agency(planted: Everywhere) -> None:
    """A question of an agency is answered with words, and the agency's answer holds some of them."""
    agencies.mailed(planted.town)
    reporter = Reporter(phone=planted.phone, proof="message", name=f"{planted.goes('زنبقمشترک')} احمدی")
    text = f"لوله ترکیده، {planted.goes('زنبقلوله')} هستم، {planted.phone}"
    code = make.referred("EXT-01", phone=planted.phone, reporter=reporter, text=text)
    browser, path = Client(), agencies.link(planted.home)
    assert browser.post(f"{path}do/ask/", {"to": "citizen", "text": "آب قطع است؟"}).status_code == 302
    drain(twice=True)
    (answer_path,) = agencies.paths_in(FakeMailbox(planted.home).short(planted.phone)[-1].text)
    answer = {"text": f"بله، {planted.goes('زنبقپاسخ')}، {planted.phone}", "may_call": "on"}
    assert browser.post(answer_path, answer).status_code == 302
    path = agencies.link(planted.home)
    assert browser.post(f"{path}do/number/").status_code == 200
    done = {"outcome": "not_done", "text": "به زنبقمشترک سر زدیم، لوله سالم است."}
    assert browser.post(f"{path}do/answer/", done).status_code == 302
    drain(twice=True)
    assert AgencyRequest.objects.get(case__code=code).answered_at is not None
    make.command(code, "close", planted.town.operator, kind="outside")
    drain()


def _letters(planted: Everywhere) -> None:
    """Letters about the case, out by mail and in with an annex; one that no server took; one about no case."""
    by, case_id, today = planted.town.supervisor, make.case(planted.code).pk, panelled.today(planted.town)
    annex = keep_file(io.BytesIO(document(ANNEX)), file_name=f"{planted.goes('زنبقپیوست')}.pdf", owner=("staff:1",))
    planted.gone.append(ANNEX.decode())
    about: dict[str, Any] = {"dated_on": today, "case_id": case_id}
    out = LetterDraft(
        party="شرکت گاز",
        subject=f"خانهٔ {planted.goes('زنبقموضوع')}",
        body=f"آقای {planted.goes('زنبقنامه')} با شمارهٔ {planted.phone} چشم به راه پاسخ است.",
        way=LetterWay.MAIL,
        address=OFFICE,
        **about,
    )
    row = write_letter(planted.town.city_id, out, annexes=[annex], by=by)
    drain()
    assert "زنبقنامه" in FakeMailbox(planted.home).letters(OFFICE)[-1].subject + str(row.body)
    incoming = LetterDraft(
        party=planted.goes("زنبقفرستنده"), subject="پاسخ", body=planted.goes("زنبقوارده"), answers=row.pk, **about
    )
    register_incoming(planted.town.city_id, incoming, annexes=[annex], by=by)
    bounced = LetterDraft(
        party=planted.goes("زنبقبرگشتی"), subject="پاسخ", body="سلام", way=LetterWay.MAIL, address=BOUNCED, **about
    )
    lost = write_letter(planted.town.city_id, bounced, by=by)
    LetterHanding.objects.filter(letter=lost).update(state="dead", error=f"550 no such mailbox: {BOUNCED}")
    drain()
    planted.gone.append(BOUNCED.partition("@")[0])
    general = LetterDraft(
        party=f"آقای {planted.stays('سوسنعریضه', 'letters_letter')}", subject="درخواست", body="…", dated_on=today
    )
    kept = register_incoming(planted.town.city_id, general, by=by)
    letters.move_letter(kept.pk, "done", by=by)
    assert Letter.objects.filter(case_id=case_id).count() == 3


def _petitions(planted: Everywhere) -> None:
    """One that the citizen wrote, one of somebody else's that the citizen signed, and one that was not opened."""
    words = f"پارک محله {planted.stays('سوسنخواسته', 'panel_petition')} شب‌ها تاریک است و روشن نمی‌شود."
    own = panel.make_petition(planted.term, planted.phone, title="روشنایی پارک", text=words)
    other = panel.make_petition(planted.term, PHONES[60], title="پیاده‌رو", text="پیاده‌روی خیابان باریک و شکسته است.")
    for petition_id in (own, other):
        panel.open_petition(petition_id, unit_id=planted.town.units["D-01"], by=panelled.secretary())
    assert panel.sign_petition(other, planted.phone)
    refused = f"کوچهٔ ما را {planted.stays('سوسنردشده', 'panel_petition')} نام بگذارید، خواهش می‌کنیم."
    late = panel.make_petition(planted.term, planted.phone, title="نام کوچه", text=refused)
    panel.refuse_petition(late, reason="not_city", by=panelled.secretary())


def _old_records(planted: Everywhere) -> None:
    """A table of the earlier system: one row is taken over, and another table was only looked at."""
    path = planted.home / "old.csv"
    for word, number in (("زنبقکهنه", "1001"), ("زنبقنگاه", "1002")):
        cells = [
            number,
            "1404/02/03 09:00",
            "چاله خیابان",
            planted.goes(word),
            "1",
            "بسته",
            "1404/02/05 12:00",
            planted.phone,
        ]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([OLD_COLUMNS.values(), [*cells, f"{word}نام"]])
        if number == "1002":
            look_at(path, OLD_COLUMNS, file_name="old.csv", by=planted.town.admin)
        else:
            judged = judge_file(path, OLD_COLUMNS)
            assert judged.faults == []
            assert list(take_over(judged, "old-137", file_name="old.csv", columns=OLD_COLUMNS, by=planted.town.admin))
    path.unlink()
    drain()


def _drop_box(planted: Everywhere) -> None:
    held_key(planted.town)
    writer = Writer(Client(headers={"accept-language": "fa"}))
    writer.begin()
    assert "گزارش شما در صندوق است" in writer.send(f"در کارگاه {NEVER[1]} دیدم، {planted.phone}").content.decode()


def _panel(planted: Everywhere) -> None:
    """Of the citizen's seat: a visit with a photo, a finding, and a judgement of a case of the month's sample."""
    own = panelled.members(planted.term)[planted.seat - 1]
    panel.record_visit(
        planted.term,
        planted.code,
        saw="not_fixed",
        note=f"آسفالت {planted.goes('زنبقبازدید')} نشسته است",
        key="visit0visit0",
        own=own,
        photo=make.photo(60, colour="navy"),
    )
    drain()
    text = f"از ده چاله چند چاله {planted.stays('سوسنیافته', 'panel_panelfinding')} دوباره باز شده است."
    panelled.adopted(planted.term, planted.town, text=text)
    sample_id, _first_on = panelled.judged_month(planted.town, planted.clock, planted.term)
    sampled = PanelSampleCase.objects.filter(sample=sample_id).order_by("number")[0]
    note = f"پاسخ {planted.goes('زنبقداوری')} نمی‌گوید چه شد"
    panel.judge_case(planted.term, sampled.pk, solved="no", answer="vague", note=note, own=own)


def _month_is_over(planted: Everywhere) -> None:
    """The marks of the month after it are computed, lake and record are written, figures and cases are published."""
    at(planted.clock, CLOSING)
    close(planted.town)
    drain()
    write_lake_now(is_whole=True, progress=lambda _name, _count: None)
    extend_record(planted.home, record_keys(planted.home, "city.example/record"), clock.now())
    assert publish_due_months(planted.town.city_id).versions
