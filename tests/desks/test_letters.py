"""The register of letters: numbers without gaps, chains, annexes, PDF, retention, and who keeps it."""

import io
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.db import transaction

from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.desks.letters import actions, queries
from peygir.desks.letters.document import letter_pdf
from peygir.desks.letters.letter_states import LetterDirection, LetterState
from peygir.desks.letters.models import Letter, LetterAnnex
from peygir.desks.letters.queries import LetterFilter
from peygir.desks.letters.rules import (
    AnnexesAreTooMany,
    LetterDayIsNotRight,
    LetterDraft,
    LetterHasNoAddress,
    LetterHasNoParty,
    LetterHasNoSubject,
    LetterIsVoid,
    LetterReasonIsMissing,
    LetterSaysNothing,
    NoSuchLetter,
    OfficeIsNotConnected,
    numbers_in,
)
from peygir.history.queries import verify
from peygir.journey.letters.sending import register_incoming, write_letter
from peygir.journey.retention.due import STEPS
from peygir.journey.retention.holding import HeldData
from peygir.media.actions import keep_file
from peygir.people.actions import NotYourWork
from tests import make
from tests.documents import document
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


def draft(**given: Any) -> LetterDraft:
    """A letter to the gas company."""
    said = {"party": "شرکت گاز", "subject": "پاسخ گزارش‌ها", "body": "با سلام\nپاسخ دهید.", "dated_on": TODAY}
    return LetterDraft(**{**said, **given})


def written(town: Town, **given: Any) -> Letter:
    return write_letter(town.city_id, draft(**given), by=town.supervisor)


def undone(town: Town) -> None:
    """A letter whose transaction fails after it got its number."""
    with transaction.atomic():
        written(town)
        raise ValueError("undone")


def test_numbers_have_no_gap(town: Town) -> None:
    first = written(town)
    with pytest.raises(LetterHasNoParty), transaction.atomic():
        written(town, party=" ")
    with pytest.raises(ValueError, match="undone"):
        undone(town)
    second = register_incoming(town.city_id, draft(), by=town.supervisor)
    assert (first.number, second.number) == ("1405/1", "1405/2"), "one book for both directions"
    actions.move_letter(second.pk, "void", reason="دو بار ثبت شد", by=town.supervisor)
    assert written(town).number == "1405/3"
    assert verify().breaks == []


def test_a_new_year_begins_at_one(town: Town, town_clock: TownClock) -> None:
    written(town)
    town_clock.forward(days=330)
    assert written(town).number == "1406/1"
    assert queries.letter_by_number(town.city_id, "شمارهٔ ۱۴۰۵/۱") is not None
    assert numbers_in("Re: [۱۴۰۵/۱۲] پاسخ 1405/013 و 13/1405") == ["1405/12", "1405/13"]


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"subject": ""}, LetterHasNoSubject),
        ({"subject": "x" * 201}, LetterHasNoSubject),
        ({"body": ""}, LetterSaysNothing),
        ({"dated_on": TODAY + timedelta(days=1)}, LetterDayIsNotRight),
        ({"way": "mail", "address": "x"}, LetterHasNoAddress),
        ({"way": "office"}, OfficeIsNotConnected),
        ({"answers": 999}, NoSuchLetter),
    ],
)
def test_what_a_letter_needs(town: Town, given: dict[str, Any], refusal: Any) -> None:
    with make.refused(refusal):
        written(town, **given)
    assert Letter.objects.count() == 0


def test_an_answer_settles_what_it_answers(town: Town) -> None:
    ours = written(town, due_on=TODAY)
    theirs = register_incoming(town.city_id, draft(answers=ours.pk, other_number="گ/۷۷"), by=town.supervisor)
    shown = queries.letter(town.city_id, ours.pk)
    assert (shown.state, [one.id for one in shown.answered_by]) == (LetterState.DONE, [theirs.pk])
    answers = queries.letter(town.city_id, theirs.pk).answers
    assert answers is not None
    assert answers.number == ours.number
    assert queries.overdue(town.city_id, TODAY + timedelta(days=1)) == []


def test_letters_are_found(town: Town) -> None:
    code = make.referred()
    first = written(town, case_id=make.case(code).pk)
    second = register_incoming(town.city_id, draft(subject="قطعی", other_number="ب-۱۲"), by=town.supervisor)

    def listed(**filters: Any) -> list[int]:
        return [one.id for one in queries.letters(town.city_id, LetterFilter(**filters))[0]]

    assert listed() == [second.pk, first.pk]
    assert listed(text="قطعی") == [second.pk]
    assert listed(text="۱۴۰۵/۱") == [first.pk]
    assert listed(text=code) == [first.pk]
    assert listed(direction="in", text="گاز") == [second.pk]
    assert listed(state="done") == []
    assert [one.id for one in queries.letters_of_case(make.case(code).pk)] == [first.pk]


def test_a_void_letter_stays(town: Town) -> None:
    row = written(town)
    with make.refused(LetterReasonIsMissing):
        actions.move_letter(row.pk, "void", by=town.supervisor)
    actions.move_letter(row.pk, "void", reason="اشتباه", by=town.supervisor)
    with make.refused(LetterIsVoid):
        actions.move_letter(row.pk, "open", by=town.supervisor)
    assert queries.letter(town.city_id, row.pk).state_reason == "اشتباه"


def test_who_keeps_the_register(town: Town) -> None:
    for by in (town.operator, town.clerk, town.mayor, town.council):
        with make.refused(NotYourWork):
            write_letter(town.city_id, draft(), by=by)
    row = written(town)
    with make.refused(NotYourWork):
        actions.move_letter(row.pk, "done", by=town.operator)


def test_annexes_go_through_the_media_pipeline(town: Town) -> None:
    taken = keep_file(io.BytesIO(document()), file_name="پیوست.pdf", owner=("staff:1",))
    row = write_letter(town.city_id, draft(), annexes=[taken, taken], by=town.supervisor)
    (annex,) = queries.letter(town.city_id, row.pk).annexes
    assert (annex.title, annex.media_type) == ("پیوست.pdf", "application/pdf")
    for number in range(11):
        more = keep_file(io.BytesIO(document(f"letter {number}".encode())), file_name="x.pdf", owner=("staff:1",))
        actions.add_annex(row.pk, more, by=town.supervisor)
    last = keep_file(io.BytesIO(document(b"one more")), file_name="x.pdf", owner=("staff:1",))
    with make.refused(AnnexesAreTooMany):
        actions.add_annex(row.pk, last, by=town.supervisor)


def test_the_pdf_has_letterhead_number_and_text(town: Town) -> None:
    row = written(town)
    shown = queries.letter(town.city_id, row.pk)
    pages = pypdfium2.PdfDocument(io.BytesIO(letter_pdf(shown, made_at=clock.now())))
    text = ascii_digits(pages[0].get_textpage().get_text_range())
    assert len(pages) == 1
    assert "1405/1" in text
    for words in ("گلگشت", "شرکت گاز", "پاسخ دهید"):
        assert words in text
    english = pypdfium2.PdfDocument(io.BytesIO(letter_pdf(shown, made_at=clock.now(), language="en")))
    assert "Letter 1405/1" in english[0].get_textpage().get_text_range()


def test_words_are_erased_once_their_time_is_over(town: Town, town_clock: TownClock) -> None:
    taken = keep_file(io.BytesIO(document()), file_name="x.pdf", owner=("staff:1",))
    settled = register_incoming(town.city_id, draft(), annexes=[taken], by=town.supervisor)
    waits = written(town)
    actions.move_letter(settled.pk, "done", by=town.supervisor)
    town_clock.forward(days=10)
    step = STEPS["letters"]
    now = clock.now()
    nothing = HeldData(cases=frozenset(), phones=frozenset(), citizens=frozenset())
    assert step.count(now) == 1
    assert step.step(now, 0, nothing).erased == 1
    assert step.step(now, 0, nothing).erased == 0
    settled.refresh_from_db()
    assert (settled.party, settled.subject, settled.body) == ("", "", "")
    assert (settled.number, settled.dated_on) == ("1405/1", TODAY)
    assert LetterAnnex.objects.count() == 0
    waits.refresh_from_db()
    assert waits.subject, "what is open is kept"
    assert letter_pdf(queries.letter(town.city_id, settled.pk), made_at=now)
    assert verify().breaks == []


def test_both_directions_are_known() -> None:
    assert LetterDirection.values() == ["in", "out"]
