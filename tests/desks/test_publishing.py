"""What of a case becomes public: photos that somebody looked at, words that their author offered; and the way back."""

from typing import Any

import pytest

from peygir.cases.actions import CaseIsNotPublic, MoveNotYours, NoSuchCase, OnlyLooks, WordsArePersonal
from peygir.cases.listing import CaseFilter, entries
from peygir.cases.moves import steps_of
from peygir.cases.queries import notes_of, public_case
from peygir.core.refusals import Refusal
from peygir.desks.fieldwork.queries import evidence_of
from peygir.desks.intake.details.queries import words_by_code
from peygir.desks.intake.models import PublicWords
from peygir.desks.intake.publishing.actions import WordsAreChanged, withdraw_words
from peygir.desks.intake.publishing.queries import shown_words, words_of
from peygir.desks.intake.queries import pictures_of
from peygir.history.queries import timeline
from peygir.journey.commands import show_to_everybody
from peygir.people.queries import citizen_ids_of_phone
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")
NUMBER = "۰۹۱۷۱۲۳۴۵۶۷"
PERSONAL = f"آقای رضایی گفت به {NUMBER} زنگ بزنید. چاله جلوی در است."


def with_photo(**given: Any) -> tuple[str, int]:
    """A case in hand with one photo that is ready: (code, photo id)."""
    code = make.in_hand(photos_raw=[make.photo()], **given)
    return code, pictures_of(make.case(code).pk)[0].id


def last(code: str) -> Any:
    """The newest line of the file."""
    return timeline("case", make.case(code).pk)[-1]


def test_a_photo_is_public_only_when_somebody_said_so_and_can_be_taken_back(town: Town) -> None:
    code, photo = with_photo()
    assert not pictures_of(make.case(code).pk)[0].is_public
    show_to_everybody(code, "report", number=photo, is_shown=True, by=town.clerk)
    assert pictures_of(make.case(code).pk)[0].is_public
    event = last(code)
    assert (event.kind, event.by, event.data) == ("photo_shown", str(town.clerk), {"photo": photo})
    show_to_everybody(code, "report", number=photo, is_shown=True, by=town.clerk_b)
    assert last(code).number == event.number, "showing it twice is as showing it once"
    show_to_everybody(code, "report", number=photo, is_shown=False, by=town.operator)
    assert not pictures_of(make.case(code).pk)[0].is_public
    assert (last(code).kind, last(code).by) == ("photo_hidden", str(town.operator))


def test_so_is_a_photo_of_the_work(town: Town) -> None:
    code = make.in_hand()
    make.command(code, "finish", town.clerk, note="چاله پر شد.", photo=make.photo())
    drain()
    piece = evidence_of(make.case(code).pk)[0]
    assert not piece.is_public
    for _ in range(2):
        show_to_everybody(code, "work", number=piece.pk, is_shown=True, by=town.clerk)
    assert make.kinds(code).count("evidence_shown") == 1
    show_to_everybody(code, "work", number=piece.pk, is_shown=False, by=town.clerk)
    assert last(code).kind == "evidence_hidden"
    assert not evidence_of(make.case(code).pk)[0].is_public


def test_a_form_is_no_photo_to_show(town: Town) -> None:
    code = make.done()
    piece = evidence_of(make.case(code).pk)[0]
    with make.refused(NoSuchCase):
        show_to_everybody(code, "work", number=piece.pk, is_shown=True, by=town.clerk)


@pytest.mark.parametrize("name", ["clerk_two", "clerk_waste"])
def test_another_unit_does_not_know_of_the_case(name: str, town: Town) -> None:
    code, photo = with_photo()
    with make.refused(NoSuchCase):
        show_to_everybody(code, "report", number=photo, is_shown=True, by=town.actors[name])


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("inspector", MoveNotYours), ("council", OnlyLooks), ("mayor", MoveNotYours), ("deputy", MoveNotYours)],
)
def test_who_only_looks_does_not_decide(name: str, refusal: type[Refusal], town: Town) -> None:
    code, photo = with_photo()
    with make.refused(refusal):
        show_to_everybody(code, "report", number=photo, is_shown=True, by=town.actors[name])


def test_a_photo_of_another_case_is_not_there(town: Town) -> None:
    code, _ = with_photo()
    _, other = with_photo(phone=PHONES[1])
    with make.refused(NoSuchCase):
        show_to_everybody(code, "report", number=other, is_shown=True, by=town.clerk)


def test_of_a_complaint_about_a_unit_nothing_is_shown(town: Town) -> None:
    code = make.referred(photos_raw=[make.photo()], about_unit_code="D-02", may_publish=True)
    photo = pictures_of(make.case(code).pk)[0].id
    with make.refused(CaseIsNotPublic):
        show_to_everybody(code, "report", number=photo, is_shown=True, by=town.operator)
    assert not PublicWords.objects.exists()


def test_of_a_confidential_report_nothing_is_offered(town: Town) -> None:
    make.referred("CNF-01", district="", may_publish=True)
    assert not PublicWords.objects.exists()


def test_without_the_tick_words_are_nobodys_but_the_staffs(town: Town) -> None:
    code = make.referred()
    assert words_of(make.case(code).pk) == []


def test_harmless_words_are_public_once_their_author_ticked_it(town: Town) -> None:
    code = make.referred(may_publish=True)
    assert shown_words(make.case(code).pk) == [make.POTHOLE]
    assert make.kinds(code).count("words_offered") == 1


def test_words_that_tell_of_a_person_wait_for_somebody_and_are_shown_covered(town: Town) -> None:
    code = make.referred(may_publish=True, text=PERSONAL)
    case, row = make.case(code), make.report_row(code)
    assert shown_words(case.pk) == []
    assert words_of(case.pk)[0].waits
    for _ in range(2):
        show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk)
    assert shown_words(case.pk) == ["••• گفت به ••• زنگ بزنید. چاله جلوی در است."]
    assert (last(code).kind, last(code).by, last(code).data) == ("words_shown", str(town.clerk), {"report": row.pk})
    assert make.kinds(code).count("words_shown") == 1
    show_to_everybody(code, "words", number=row.pk, is_shown=False, by=town.clerk)
    assert shown_words(case.pk) == []
    assert last(code).kind == "words_hidden"


def test_the_author_takes_them_back_for_good(town: Town) -> None:
    code = make.referred(may_publish=True)
    case, row = make.case(code), make.report_row(code)
    ids = citizen_ids_of_phone(PHONES[0])
    by = Actor("citizen", ids[0])
    with make.refused(NoSuchCase):
        withdraw_words(code, citizen_ids=citizen_ids_of_phone(PHONES[1]), by=by)
    for _ in range(2):
        withdraw_words(code, citizen_ids=ids, by=by)
    assert shown_words(case.pk) == []
    assert make.kinds(code).count("words_withdrawn") == 1
    show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk)
    assert shown_words(case.pk) == []
    assert last(code).kind == "words_withdrawn", "nobody undoes what the author has undone"


def test_words_that_joined_another_case_are_read_there(town: Town) -> None:
    first = make.referred()
    make.report(phone=PHONES[1], text="من هم دیدم", join_code=first, may_publish=True)
    assert shown_words(make.case(first).pk) == ["من هم دیدم"]


def test_a_public_answer_that_tells_of_a_person_is_refused_by_name_of_what_was_found(town: Town) -> None:
    code = make.in_hand()
    with make.refused(WordsArePersonal) as info:
        make.command(code, "finish", town.clerk, note=PERSONAL, form="آسفالت ریخته شد")
    assert "شمارهٔ تلفن و نام یک شخص" in info.value.words("fa")
    assert "a phone number and a person's name" in info.value.words("en")
    assert make.case(code).state == "in_hand"
    make.command(code, "note", town.clerk, note=PERSONAL)  # among staff it may stand
    make.command(code, "finish", town.clerk, note="چاله پر شد؛ کد رهگیری شما همان است. اضطراری: ۱۲۵", form="آسفالت")
    assert make.case(code).state == "done"


DOUBTFUL = "چاله جلوی در است، از zahra_71 بپرسید."


def test_doubtful_words_wait_for_somebody_who_says_how_they_are_read(town: Town) -> None:
    code = make.referred(may_publish=True, text=DOUBTFUL)
    case, row = make.case(code), make.report_row(code)
    [offered_text] = words_of(case.pk)
    assert (offered_text.waits, offered_text.is_doubtful, offered_text.kinds, offered_text.shown) == (
        True,
        True,
        ("handle",),
        "",
    )
    assert words_by_code([code]) == {}
    assert offered_text.masked == "چاله جلوی در است، از ••• بپرسید."
    for version in ("چاله جلوی در است.", f"{DOUBTFUL} دروغ است", "از ••• بپرسید. چاله جلوی در است"):
        with make.refused(WordsAreChanged):
            show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk, text=version)
    assert shown_words(case.pk) == []
    version = "چاله جلوی ••• است، از ••• بپرسید."
    show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk, text=version)
    assert shown_words(case.pk) == [version]
    show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk, text=DOUBTFUL)
    assert shown_words(case.pk) == [DOUBTFUL], "it was a lamp's number, says who looked"
    assert words_by_code([code]) == {code: DOUBTFUL}


def test_a_number_of_somebody_stays_covered_whoever_looks_and_a_name_may_be_let_through(town: Town) -> None:
    code = make.referred(may_publish=True, text=PERSONAL)
    row = make.report_row(code)
    with make.refused(WordsArePersonal) as info:
        show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk, text=PERSONAL)
    assert "شمارهٔ تلفن" in info.value.words("fa")
    version = PERSONAL.replace(NUMBER, "•••")
    show_to_everybody(code, "words", number=row.pk, is_shown=True, by=town.clerk, text=version)
    assert shown_words(make.case(code).pk) == [version]


def test_a_doubtful_answer_of_the_unit_is_read_by_nobody_outside_until_somebody_let_it(town: Town) -> None:
    code = make.done(answer="چاله پر شد؛ zahra_71 هماهنگ کرد.")
    number = max(public_numbers(code))
    case_shown = public_case(code)
    assert case_shown is not None
    assert number not in case_shown.public_notes
    [entry] = entries(town.city_id, CaseFilter(codes=(code,)))
    assert entry.note == ""
    assert all(step.note == "" for step in steps_of(town.city_id, [entry])[code] if step.kind == "case_finished")
    with make.refused(OnlyLooks):
        show_to_everybody(code, "answer", number=number, is_shown=True, by=town.actors["council"])
    with make.refused(NoSuchCase):
        show_to_everybody(code, "answer", number=1, is_shown=True, by=town.clerk)
    for _ in range(2):
        show_to_everybody(code, "answer", number=number, is_shown=True, by=town.clerk)
    assert (last(code).kind, last(code).data) == ("note_shown", {"note": number})
    case_shown = public_case(code)
    assert case_shown is not None
    assert case_shown.public_notes[number] == "چاله پر شد؛ zahra_71 هماهنگ کرد."
    assert [entry.note for entry in entries(town.city_id, CaseFilter(codes=(code,)))] == [
        case_shown.public_notes[number]
    ]
    show_to_everybody(code, "answer", number=number, is_shown=False, by=town.clerk)
    assert last(code).kind == "note_hidden"
    case_shown = public_case(code)
    assert case_shown is not None
    assert number not in case_shown.public_notes


def public_numbers(code: str) -> list[int]:
    """The events of a case that carry words for everybody."""
    return [number for number, note in notes_of(make.case(code).pk).items() if note.is_public]


def test_an_old_answer_from_before_the_rule_is_shown_covered(town: Town) -> None:
    code = make.done()
    note = next(note for note in notes_of(make.case(code).pk).values() if note.is_public)
    type(note).objects.filter(pk=note.pk).update(text=PERSONAL)
    found = public_case(code)
    assert found is not None
    assert found.public_notes[note.number] == "••• گفت به ••• زنگ بزنید. چاله جلوی در است."
