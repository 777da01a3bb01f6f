"""GeoReport v2: what a reporter tells of themselves is kept as far as it can be used, and what is not is said."""

import io
import json

import pytest

from peygir.core.phones import PhoneIsNotValid
from peygir.desks.answers.models import Message
from peygir.desks.intake.models import Photo
from peygir.desks.intake.rules import EmailIsNotValid
from peygir.media.photos import PhotoIsNotReadable
from tests import make
from tests.drain import drain
from tests.geo import PLACE, Geo, key_for
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")

LEAD = "The report is taken; this part of it is not kept:"
NO_PHONE = str(PhoneIsNotValid.message)
NO_MAIL = str(EmailIsNotValid.message)


@pytest.fixture
def app(town: Town) -> Geo:
    """An app with a key."""
    return Geo(key_for())


@pytest.mark.parametrize("phone", ["", "555-5555"])
def test_who_leaves_an_address_alone_hears_by_it(app: Geo, phone: str) -> None:
    told = {"service_code": "CIV-01", "first_name": "Zach", "last_name": "W", "email": "Z@Example.com", **PLACE}
    status, [row] = app.post("requests", locale="en", phone=phone, **told)
    assert (status, row.get("service_notice", "")) == (200, f"{LEAD} {NO_PHONE}" if phone else "")
    drain()
    report = make.report_row(row["service_request_id"])
    assert (report.citizen, report.reporter_name) == (None, "Zach W")
    letter = Message.objects.get(report=report, kind="received")
    assert (letter.channel, letter.address) == ("mail", "z@example.com")
    assert report.code in letter.body


def test_who_leaves_nothing_that_can_be_used_is_told_so(app: Geo) -> None:
    report_fields = {
        "service_code": "CIV-01",
        "first_name": "Zach",
        "email": "none",
        "phone": "555",
        "locale": "en",
        **PLACE,
    }
    status, [row] = app.post("requests", token="t-1", **report_fields)
    assert (status, row["service_notice"]) == (200, f"{LEAD} {NO_PHONE} {NO_MAIL}")
    assert make.report_row(row["service_request_id"]).reporter_name == "Zach"
    again = app.post("requests", token="t-1", **report_fields)[1][0]
    assert again == row
    fa = app.post("requests", **report_fields | {"locale": "fa", "service_code": "EXT-03"})[1][0]["service_notice"]
    assert "194" in fa
    assert "نگه داشته نشد" in fa
    assert app.post("requests", **report_fields | {"phone": PHONES[0]})[1][0]["service_notice"] == f"{LEAD} {NO_MAIL}"
    assert "service_notice" not in app.post("requests", **report_fields | {"phone": "", "email": ""})[1][0]


def test_a_file_that_is_no_photo_costs_the_report_nothing(app: Geo) -> None:
    files = {"media": io.BytesIO(b"no photo"), "other": io.BytesIO(make.photo())}
    answer = app.raw("post", "requests.json", {"api_key": app.key, "service_code": "CIV-01", **PLACE, **files})
    [row] = json.loads(answer.content)
    assert PhotoIsNotReadable.message.in_language("fa") in row["service_notice"]
    drain()
    assert Photo.objects.get(report=make.report_row(row["service_request_id"])).state == "ready"
