"""Reports that arrive at one moment: each is kept once, with one citizen, and counted in the case that it joins."""

from typing import Any

import pytest

from peygir.cases.models import Case, Report
from peygir.cases.new_report import Reporter
from peygir.core.refusals import Refusal
from peygir.history.queries import verify
from peygir.people.actions import find_or_make_citizen, merge_citizens
from peygir.people.models import Citizen
from tests import make
from tests.at_once import at_once, is_whole, refusals
from tests.drain import drain, waiting
from tests.town import MORNING, PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_one_key_at_many_doors_is_one_report(live_town: Town) -> None:
    answers = at_once(*[lambda: make.report(idempotency_key="same") for _ in range(8)])
    receipts = [answer for answer in answers if not isinstance(answer, Refusal)]
    assert len(receipts) == 8
    assert len({receipt.code for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert Report.objects.count() == Case.objects.count() == 1
    assert waiting() > 0
    assert is_whole()


def test_one_key_with_photos_leaves_one_photo(live_town: Town, settings: Any) -> None:
    photo = make.photo()
    at_once(*[lambda: make.report(idempotency_key="same", photos_raw=[photo]) for _ in range(6)])
    raw = [path for path in settings.UPLOADS.rglob("*.raw") if path.is_file()]
    assert len(raw) == 1
    drain()
    assert make.kinds(Report.objects.get().code).count("photo_ready") == 1


def test_the_same_phone_at_many_doors_is_one_citizen(live_town: Town) -> None:
    at_once(*[lambda: make.report(name="زهرا") for _ in range(8)])
    assert Citizen.objects.count() == 1
    assert Report.objects.filter(citizen=Citizen.objects.get()).count() == 8


def test_two_who_speak_for_each_other(live_town: Town) -> None:
    pairs = [(PHONES[0], PHONES[1]), (PHONES[1], PHONES[0])] * 4

    def speak(own: str, other: str) -> Any:
        return make.report(reporter=Reporter(phone=own, for_phone=other))

    answers = at_once(*[lambda pair=pair: speak(*pair) for pair in pairs])
    assert refusals(answers) == []
    assert (Citizen.objects.count(), Report.objects.count()) == (2, 8)


def test_many_join_one_case(live_town: Town) -> None:
    code = make.referred()
    deeds = [lambda phone=phone: make.report(phone=phone, join_code=code) for phone in PHONES[1:9]]
    assert refusals(at_once(*deeds)) == []
    assert make.case(code).report_count == 9
    drain()
    assert is_whole()


def test_a_report_joins_while_the_case_is_merged(live_town: Town) -> None:
    for number in range(4):
        kept, gone = make.referred(phone=PHONES[number]), make.referred(phone=PHONES[number + 10])
        answers = at_once(
            lambda kept=kept, gone=gone: make.command(gone, "merge", live_town.clerk, into=kept),  # type: ignore[misc]
            lambda gone=gone: make.report(phone=PHONES[30], join_code=gone),  # type: ignore[misc]
        )
        assert set(refusals(answers)) <= {"CaseCannotTakeIn", "CaseHasChanged"}
    drain()
    assert is_whole()


def test_citizens_merged_while_they_report(live_town: Town) -> None:
    ids = [find_or_make_citizen(phone, at=MORNING) for phone in PHONES[:2]]
    answers = at_once(
        lambda: merge_citizens(ids[0], gone=ids[1], by=live_town.supervisor),
        lambda: merge_citizens(ids[1], gone=ids[0], by=live_town.admin),
        lambda: make.report(phone=PHONES[0]),
        lambda: make.report(phone=PHONES[1]),
    )
    assert refusals(answers) == ["CitizensAreTheSame"]
    assert Citizen.objects.filter(merged_into=None).count() == 1
    assert verify().breaks == []
