"""A reporter takes a report back: the case ends with it, or goes on for the others."""

from pathlib import Path

import pytest

from peygir.cases.actions import MoveNotPossible
from peygir.core.persian import fa_digits
from peygir.desks.answers.actions import NothingToTakeBack, take_back
from peygir.desks.answers.models import WithdrawnReport
from peygir.people.actions import silence_phone
from peygir.people.models import Citizen
from peygir.people.queries import is_phone_silent
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def taken_back(code: str, note: str = "") -> None:
    """The reporter of a code takes it back."""
    row = make.report_row(code)
    take_back(row.pk, note=note, by=Actor("citizen", row.citizen_id or 0))


def test_the_only_reporter_ends_the_case(town: Town) -> None:
    code = make.in_hand()
    taken_back(code, note="خودش درست شد")
    drain(twice=True)
    row = make.case(code)
    assert row.state == "withdrawn"
    assert make.kinds(code)[-1] == "case_withdrawn"
    with make.refused(NothingToTakeBack):
        taken_back(code)


def test_while_others_stand_behind_it_the_case_goes_on(town: Town, tmp_path: Path) -> None:
    box = FakeMailbox(tmp_path)
    first = make.in_hand()
    second = make.report(phone=PHONES[1], join_code=first).code
    drain()
    taken_back(first)
    drain(twice=True)
    assert make.case(first).state == "in_hand"
    assert make.case(first).report_count == 2, "who reported stays on record"
    assert make.kinds(first)[-1] == "report_left"
    with make.refused(NothingToTakeBack):
        taken_back(first)
    count_before = len(box.short(PHONES[0]))
    make.command(first, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    assert len(box.short(PHONES[0])) == count_before, "who left hears no more"
    assert fa_digits(second) in box.short(PHONES[1])[-1].text
    assert "پر شد" in box.short(PHONES[1])[-1].text


def test_the_last_to_leave_ends_the_case(town: Town) -> None:
    first = make.in_hand()
    second = make.report(phone=PHONES[1], join_code=first).code
    drain()
    taken_back(second)
    taken_back(first)
    drain(twice=True)
    assert make.case(first).state == "withdrawn"


def test_done_work_cannot_be_taken_back(town: Town) -> None:
    code = make.done()
    with make.refused(MoveNotPossible):
        taken_back(code)
    assert not WithdrawnReport.objects.exists()
    assert make.case(code).state == "done"


def test_who_left_stays_away_when_cases_are_merged(town: Town, tmp_path: Path) -> None:
    box = FakeMailbox(tmp_path)
    kept, gone = make.in_hand(phone=PHONES[3]), make.in_hand()
    make.report(phone=PHONES[1], join_code=gone)
    drain()
    taken_back(gone)
    count_before = len(box.short(PHONES[0]))
    make.command(gone, "merge", town.operator, into=kept, note="یکی هستند")
    make.command(kept, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    assert len(box.short(PHONES[0])) == count_before
    assert "پر شد" in box.short(PHONES[1])[-1].text


def test_a_phone_silences_all_its_people(town: Town, tmp_path: Path) -> None:
    box = FakeMailbox(tmp_path)
    assert not is_phone_silent(PHONES[0])
    make.report(name="مریم")
    make.report(name="علی", district="2")
    silence_phone(PHONES[0], is_silent=True)
    assert is_phone_silent(PHONES[0])
    drain()
    assert box.short() == []
    silence_phone(PHONES[0], is_silent=False)
    assert not Citizen.objects.filter(is_silent=True).exists()
    make.referred()
    assert box.short(PHONES[0])
