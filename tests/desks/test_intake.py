"""`receive_report`: one report, one receipt, nothing lost, nothing decided."""

from typing import Any

import pytest

from peygir.cases.models import Case, Report
from peygir.cases.new_report import Reporter
from peygir.core.codes import is_code
from peygir.core.phones import PhoneIsNotValid
from peygir.core.refusals import Refusal
from peygir.desks.intake.rules import (
    AccusedUnitIsUnknown,
    ChannelIsUnknown,
    EmailIsNotValid,
    KeyIsTooLong,
    NoSuchTopic,
    PointIsNotOnEarth,
    ReportIsTooLong,
    SayWhatItIs,
    SayWhereItIs,
)
from peygir.history.queries import timeline
from peygir.media.photos import PhotoIsNotReadable, PhotosAreTooMany
from peygir.people.models import Citizen
from peygir.people.rules import IMPORT
from tests import make
from tests.drain import drain
from tests.homes import stored
from tests.town import MORNING, PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_receipt_and_what_is_stored(town: Town) -> None:
    receipt = make.report(name="زهرا", address=" خیابان زند\x00 ", text=f"  {make.POTHOLE}\r\nزود بیایید  ")
    assert is_code(receipt.code)
    assert receipt.code.startswith("05"), "the Jalali year 1405"
    assert receipt.is_new
    row, case = make.report_row(receipt.code), make.case(receipt.code)
    assert row.text == f"{make.POTHOLE}\nزود بیایید"
    assert row.address == "خیابان زند"
    assert (row.lat, row.lon) == point_in("1")
    assert row.received_at == MORNING
    assert row.channel == "web"
    assert (case.state, case.unit_id, case.topic_id) == ("new", None, None), "nothing is decided yet"
    assert row.citizen is not None
    assert row.citizen.phone == PHONES[0]


def test_events_carry_no_personal_text(town: Town) -> None:
    secrets = ("زهرا", "محمدی", "شقایق", "پلاک", PHONES[0], PHONES[0][3:], "zahra@example.ir", make.POTHOLE)
    code = make.report(
        name="زهرا محمدی", email="zahra@example.ir", address="کوی شقایق، پلاک ۵", text=f"{make.POTHOLE} شقایق"
    ).code
    drain()
    for event in timeline("case", make.case(code).pk):
        assert not [secret for secret in secrets if secret in event.body], event.kind


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"text": "", "topic": ""}, SayWhatItIs),
        ({"text": "\x00\u200c", "topic": ""}, SayWhatItIs),
        ({"text": "ب" * 4001}, ReportIsTooLong),
        ({"address": "ب" * 301}, ReportIsTooLong),
        ({"name": "ب" * 121}, ReportIsTooLong),
        ({"place_label": "ب" * 81}, ReportIsTooLong),
        ({"district": ""}, SayWhereItIs),
        ({"lat": float("nan")}, PointIsNotOnEarth),
        ({"lat": float("inf")}, PointIsNotOnEarth),
        ({"lat": None}, PointIsNotOnEarth),
        ({"topic": "NO-99"}, NoSuchTopic),
        ({"topic": "\x00"}, NoSuchTopic),
        ({"channel": "pigeon"}, ChannelIsUnknown),
        ({"phone": "12"}, PhoneIsNotValid),
        ({"email": "nobody"}, EmailIsNotValid),
        ({"email": "a@b.ir\nBcc: all@b.ir"}, EmailIsNotValid),
        ({"idempotency_key": "k" * 81}, KeyIsTooLong),
        ({"about_unit_code": "D-99"}, AccusedUnitIsUnknown),
        ({"photos_raw": [b"no picture"]}, PhotoIsNotReadable),
        ({"photos_raw": [b"x"] * 9}, PhotosAreTooMany),
    ],
)
def test_what_is_refused_stores_nothing(
    town: Town, settings: Any, given: dict[str, Any], refusal: type[Refusal]
) -> None:
    with make.refused(refusal) as info:
        make.report(**given)
    assert Report.objects.count() == Case.objects.count() == Citizen.objects.count() == 0
    assert stored(settings.UPLOADS) == []
    assert info.value.words("fa")
    assert info.value.words("en").isascii() or "“" in info.value.words("en")


@pytest.mark.parametrize(
    "text", ["😀 گربه روی درخت", "a\ud800b", "\u202e برعکس", "ژ" * 4000, "'; DROP TABLE cases_case; --"]
)
def test_odd_text_is_stored(town: Town, text: str) -> None:
    row = make.report_row(make.report(text=text).code)
    assert row.text == text.replace("\ud800", "").strip()


def test_the_same_key_twice_is_one_report(town: Town, settings: Any) -> None:
    first = make.report(idempotency_key="k1", photos_raw=[make.photo()])
    drain()
    before = stored(settings.UPLOADS)
    again = make.report(idempotency_key="k1", photos_raw=[make.photo(), make.photo(60)], text="چیز دیگر")
    assert (again.code, again.is_new, again.case_id) == (first.code, False, first.case_id)
    assert Report.objects.count() == 1
    assert stored(settings.UPLOADS) == before, "the photos of the second try are not left lying about"
    assert make.report(idempotency_key="k2").code != first.code
    assert make.report().code != make.report().code


def test_keys_that_differ_at_the_end_are_two(town: Town) -> None:
    long = "k" * 79
    assert make.report(idempotency_key=long + "a").code != make.report(idempotency_key=long + "b").code


def test_a_taken_code_is_drawn_again(town: Town) -> None:
    codes = {make.report().code for _ in range(20)}
    assert len(codes) == 20


def test_anonymous_and_on_behalf(town: Town) -> None:
    nobody = make.report_row(make.report(phone=None).code)
    assert nobody.citizen_id is None
    named = make.report_row(make.report(reporter=Reporter(name=" زهرا ", for_name="همسایه")).code)
    assert (named.citizen_id, named.reporter_name, named.spoken_for_name) == (None, "زهرا", "همسایه")
    who = Reporter(phone=PHONES[0], name="دختر", for_name="مادر ناشنوا", for_relation="مادر", for_phone=PHONES[1])
    row = make.report_row(make.report(reporter=who).code)
    assert row.citizen is not None
    assert row.spoken_for is not None
    assert (row.citizen.name, row.citizen.phone, row.reporter_name) == ("دختر", PHONES[0], "")
    assert (row.spoken_for.name, row.spoken_for.phone) == ("مادر ناشنوا", PHONES[1])
    assert (row.spoken_for_name, row.spoken_for_relation) == ("مادر ناشنوا", "مادر")


@pytest.mark.parametrize(
    ("given", "number"),
    [
        ({"topic": "EXT-03"}, "194"),
        ({"topic": "", "text": "بوی شدید گاز در کوچه"}, "194"),
        ({"topic": "CIV-01", "text": "نشت گاز کنار چاله"}, "194"),
        ({"topic": "CIV-01"}, ""),
    ],
)
def test_the_number_to_call_at_once_is_told_and_recorded(town: Town, given: dict[str, Any], number: str) -> None:
    receipt = make.report(**given)
    assert receipt.emergency_phone == number
    assert make.report_row(receipt.code).was_told_emergency == number
    assert timeline("case", receipt.case_id)[0].data.get("told_emergency", "") == number


def test_a_long_number_can_be_told(town: Town) -> None:
    assert Report._meta.get_field("was_told_emergency").max_length == 20


def test_another_language(town: Town) -> None:
    assert make.report_row(make.report(language="en").code).language == "en"
    assert make.report_row(make.report(language="xx").code).language == "fa"
    assert make.report_row(make.report(language="\x00").code).language == "fa"


def test_a_report_of_another_time(town: Town) -> None:
    at = make.moment("2024-03-01T00:00:00+00:00")
    row = make.report_row(make.report(received_at=at, channel="import", by=IMPORT).code)
    assert row.received_at == at
    assert row.code.startswith("02")
