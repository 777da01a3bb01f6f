"""A unit's report of a month: what its leader reads, who else may, and the monthly mail that carries it."""

import io
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from django.urls import reverse
from django.utils.translation import override

from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.persian import fa_digits
from peygir.desks.answers.actions import erase_messages
from peygir.desks.answers.models import Message, MessageFile
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.actions import mailing
from peygir.outlook.scoring.models import MarkMail, MarkMailChoice, ScoredMonth, ScoreSnapshot
from peygir.people.models import Post, Staff
from peygir.people.post_rules import PostKind
from peygir.web.kit import mark_words
from tests import make
from tests.compared import found_points
from tests.drain import drain
from tests.mark_pages import body, mark_text, signed_in
from tests.post_office import Postman, post_office
from tests.scores import TIR, LivedMonth
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
MAIL = "manager@golgasht.example"
ACCOUNT, SWITCH = reverse("staff_account"), reverse("staff_mark_mail")


def report_of(unit: str = "D-01") -> str:
    """The address of a unit's report of Khordad."""
    return reverse("my_mark_report", args=["1405-03", unit])


def text_in(content: bytes) -> str:
    """The text of a PDF, with single blanks and without half-spaces."""
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return re.sub(r"\s+", " ", text).replace("\u200c", "")


def post_of(town: Town, username: str, unit: str, kind: PostKind = PostKind.HOLDER) -> None:
    """A post that leads a unit since the beginning of the year; its holder has a mail address."""
    Staff.objects.filter(username=username).update(email=f"{username}@golgasht.example")
    Post.objects.create(
        staff_id=town.staff[username],
        unit_id=town.units[unit],
        role="manager",
        kind=kind,
        from_on=date(2026, 3, 21),
        recorded_at=clock.now(),
        recorded_by="test",
    )


def mails() -> list[Message]:
    """The monthly mails in the outbox."""
    return list(Message.objects.filter(kind=mailing.MARKS_MAIL).order_by("pk"))


def test_a_leader_reads_what_would_raise_the_mark(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    found_points(town, month)
    answer = signed_in("manager").get(report_of())
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    text = text_in(answer.content)
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    assert f"{mark_text(unit_mark.mark)} out of 20" in text
    costly = queries.costly_cases(unit_mark.id, town.manager)
    raising = queries.raising(queries.parts_of(unit_mark.id), town.manager)
    with override("en"):
        assert mark_words.number_text(costly[0].effect, 2) in text
        assert mark_words.indicator_name(raising.parts[0].indicator) in text
        assert f"+{mark_words.number_text(raising.parts[0].lost or Decimal(0), 2)}" in text
    assert lived.never in text.replace(" ", "")
    assert "30 of 40" in text, "its weak point"
    assert "Appeals are taken until" in text
    assert month.snapshot.digest in text.replace(" ", "")
    assert report_of() in body(signed_in("manager").get(reverse("my_mark")))


def test_it_hides_a_case_that_the_reader_may_not_see(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    Case.objects.filter(pk=make.case(lived.never).pk).update(is_confidential=True)
    text = text_in(signed_in("manager").get(report_of()).content)
    assert lived.never not in text.replace(" ", "")
    assert "a case that you may not open" in text


def test_nobody_reads_the_report_of_another_unit(town: Town, month: ScoredMonth) -> None:
    manager = signed_in("manager")
    for path in (report_of("D-02"), report_of("none"), report_of().replace("1405-03", "1405-09")):
        assert manager.get(path).status_code == 404
    assert signed_in("clerk").get(report_of()).status_code == 403
    told = signed_in("mayor").get(report_of())
    assert told.status_code == 200
    assert "Appeals are taken until" not in text_in(told.content), "they are for the unit and the committee"


def test_the_report_is_mailed_once_to_who_leads_a_unit(town: Town, lived: LivedMonth, month: ScoredMonth) -> None:
    post_of(town, "manager", "D-01")
    post_of(town, "clerk_b", "D-01", PostKind.SUBSTITUTE)
    drain(twice=True)
    (mail,) = mails()
    assert (mail.channel, mail.address, mail.state) == ("mail", MAIL, "sent")
    assert "خرداد ۱۴۰۵" in mail.body
    assert f"{reverse('my_mark')}?month=1405-03" in mail.body
    assert not MessageFile.objects.exists(), "the mail has gone"
    actions.mail_marks(month.pk, 1)
    assert len(mails()) == 1
    assert MarkMail.objects.get().staff_id == town.staff["manager"]


def test_the_mail_carries_the_document(town: Town, lived: LivedMonth, month: ScoredMonth, settings: Any) -> None:
    post_of(town, "manager", "D-01")
    postman = Postman()
    with post_office(postman) as port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from=137@golgasht.example"
        drain()
    (letter,) = postman.taken
    (file,) = letter.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("marks-1405-03-D-01.pdf", "application/pdf")
    text = text_in(file.get_content())
    assert fa_digits(lived.never) in text.replace(" ", "")
    plain = letter.get_body(("plain",))
    assert plain is not None
    assert "/desk/marks/" in plain.get_content()


def test_who_leads_two_units_gets_one_mail_with_both(town: Town, month: ScoredMonth) -> None:
    post_of(town, "manager", "D-01")
    post_of(town, "manager", "D-02")
    actions.mail_marks(month.pk, 1)
    (mail,) = mails()
    names = [file.name for file in mail.files.order_by("pk")]
    assert names == ["marks-1405-03-D-01.pdf", "marks-1405-03-D-02.pdf"]


def test_nothing_comes_without_an_address_or_a_wish_or_a_post(town: Town, month: ScoredMonth) -> None:
    actions.mail_marks(month.pk, 1)
    assert mails() == [], "nobody holds a post"
    post_of(town, "manager", "D-01")
    Staff.objects.update(email="")
    actions.mail_marks(month.pk, 1)
    assert mails() == []
    Staff.objects.filter(username="manager").update(email=MAIL)
    manager = signed_in("manager")
    assert 'name="is_wanted"' in body(manager.get(ACCOUNT))
    assert manager.post(SWITCH, {}).status_code == 302
    assert not MarkMailChoice.objects.get().is_wanted
    actions.mail_marks(month.pk, 1)
    assert mails() == []
    assert manager.post(SWITCH, {"is_wanted": "on"}).status_code == 302
    actions.mail_marks(month.pk, 1)
    assert len(mails()) == 1
    assert signed_in("clerk").post(SWITCH, {}).status_code == 403
    assert "mark-mail" not in body(signed_in("clerk").get(ACCOUNT))


def test_a_job_that_is_killed_between_two_people_goes_on_where_it_was(
    town: Town, month: ScoredMonth, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_of(town, "manager", "D-01")
    post_of(town, "clerk_two", "D-02")
    (make_report,) = mailing.report_makers

    made: list[int] = []

    def killed(month_id: int, unit_id: int, *more: Any) -> bytes:
        if made:
            raise KeyboardInterrupt
        made.append(unit_id)
        return make_report(month_id, unit_id, *more)

    monkeypatch.setattr(mailing, "report_makers", [killed])
    with pytest.raises(KeyboardInterrupt):
        actions.mail_marks(month.pk, 1)
    assert len(mails()) == MarkMail.objects.count() == 1
    monkeypatch.setattr(mailing, "report_makers", [make_report])
    actions.mail_marks(month.pk, 1)
    assert sorted(mail.address for mail in mails()) == ["clerk_two@golgasht.example", MAIL]
    assert MarkMail.objects.count() == 2


def test_what_fails_for_one_person_holds_up_no_other(
    town: Town, month: ScoredMonth, monkeypatch: pytest.MonkeyPatch
) -> None:
    post_of(town, "manager", "D-01")
    post_of(town, "clerk_two", "D-02")
    (make_report,) = mailing.report_makers

    def broken(month_id: int, unit_id: int, *more: Any) -> bytes:
        if unit_id == town.units["D-01"]:
            raise ValueError("no document")
        return make_report(month_id, unit_id, *more)

    monkeypatch.setattr(mailing, "report_makers", [broken])
    with pytest.raises(ValueError, match="no document"):
        actions.mail_marks(month.pk, 1)
    assert [mail.address for mail in mails()] == ["clerk_two@golgasht.example"]


def test_a_month_that_another_followed_is_not_mailed(town: Town, month: ScoredMonth) -> None:
    post_of(town, "manager", "D-01")
    days = {"city_id": town.city_id, "first_on": TIR.first_on}
    snapshot = ScoreSnapshot.objects.create(**days, as_of=clock.now(), digest="", size=0, content=b"")
    ScoredMonth.objects.create(
        **days, last_on=TIR.last_on, scheme_id=month.scheme_id, snapshot=snapshot, closed_at=clock.now()
    )
    actions.mail_marks(month.pk, 1)
    assert mails() == []


def test_the_files_of_a_mail_are_erased_with_it(town: Town, month: ScoredMonth, town_clock: TownClock) -> None:
    post_of(town, "manager", "D-01")
    actions.mail_marks(month.pk, 1)
    Message.objects.update(state="dead")
    assert MessageFile.objects.count() == 1
    town_clock.forward(days=1)
    erase_messages(before=clock.now(), limit=1000, held_cases=(), held_addresses=())
    assert not MessageFile.objects.exists()
    assert mails()[0].body == ""
