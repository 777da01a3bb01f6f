"""A further citizen joins from the public page, with or without words; the page is a good link to share."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Report
from peygir.desks.intake.models import Photo
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")


def english() -> Client:
    return Client(headers={"Accept-Language": "en"})


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.photo(), "image/jpeg")


def joined(client: Client, code: str, **fields: Any) -> str:
    """The code of the joined report."""
    answer = client.post(reverse("join", args=[code]), fields)
    assert answer.status_code == 302, packed(answer.content.decode())
    return answer.headers["Location"].rstrip("/").rpartition("/")[2].partition("?")[0]


def test_one_more_citizen_joins_with_nothing_but_a_press(town: Town) -> None:
    code, client = make.referred(phone=PHONES[0]), english()
    assert "I have the same problem" in packed(client.get(reverse("public_case", args=[code])).content.decode())
    own = joined(client, code, key="a" * 32)
    drain()
    assert own != code
    assert make.case(code).report_count == 2
    assert Report.objects.get(code=own).case_id == make.case(code).pk
    done = packed(client.get(reverse("report_done", args=[own])).content.decode())
    assert "Your report joined what a neighbour had reported: 2 reports" in done
    assert joined(client, code, key="a" * 32) == own, "the same form once more is no third report"
    assert make.case(code).report_count == 2


def test_what_was_changed_after_sending_joins_under_another_key(town: Town) -> None:
    code, client = make.referred(phone=PHONES[0]), english()
    joined(client, code, key="b" * 32, text="از دیروز")
    changed = client.post(reverse("join", args=[code]), {"key": "b" * 32, "text": "از پریروز"})
    assert changed.status_code == 422
    key = changed.context["form"]["key"].value()
    assert key not in {"", "b" * 32}
    joined(client, code, key=key, text="از پریروز")
    assert make.case(code).report_count == 3


def test_a_further_report_has_no_place_of_its_own(town: Town) -> None:
    code = make.referred(phone=PHONES[0])
    row = make.report_row(joined(english(), code))
    assert (row.lat, row.lon, row.address) == (None, None, "")


def test_words_a_photo_and_a_number_come_along(town: Town) -> None:
    code, client = make.referred(phone=PHONES[0]), english()
    own = joined(client, code, text="دو هفته است", phone=PHONES[3], photos=[photo()])
    row = make.report_row(own)
    assert (row.text, row.citizen.phone if row.citizen else "") == ("دو هفته است", PHONES[3])
    assert Photo.objects.filter(report=row).count() == 1
    page = packed(client.get(reverse("report_done", args=[own])).content.decode())
    assert "•••" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"phone": "12"}, "This phone number is not right"),
        ({"photos": [SimpleUploadedFile("virus.exe", b"MZ" * 40)]}, "photo"),
        ({"text": "x" * 4001}, "4000"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(town: Town, fields: dict[str, Any], sentence: str) -> None:
    code = make.referred(phone=PHONES[0])
    answer = english().post(reverse("join", args=[code]), fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert make.case(code).report_count == 1


def test_the_reporter_adds_photos_to_the_own_report(town: Town) -> None:
    client = english()
    lat, lon = point_in("1")
    form = {"text": "چالهٔ بزرگ", "topic": "CIV-01", "lat": lat, "lon": lon, "heard": "1"}
    code = client.post(reverse("report"), form).headers["Location"].rstrip("/").rpartition("/")[2]
    drain()
    page = packed(client.get(reverse("join", args=[code])).content.decode())
    assert "Add photos" in page
    assert "Something to add" not in page
    document = SimpleUploadedFile("bill.pdf", b"%PDF-1.7\n" + bytes(2000), "application/pdf")
    for photos in ([], [document], [photo(), document]):
        refused = client.post(reverse("join", args=[code]), {"photos": photos})
        assert refused.status_code == 422
        assert "Please choose photos" in refused.content.decode()
        document.seek(0)
    assert not Photo.objects.filter(report__code=code).exists()
    client.post(reverse("join", args=[code]), {"photos": [photo()]})
    drain()
    assert make.case(code).report_count == 1
    assert Photo.objects.filter(report__code=code).count() == 1
    assert "1 photo came with it" in packed(client.get(reverse("public_case", args=[code])).content.decode())


def test_nobody_joins_what_is_not_public_or_has_ended(town: Town) -> None:
    about_staff, ended = make.report(about_unit_code="D-01").code, make.referred(phone=PHONES[1])
    make.command(ended, "withdraw", town.operator, note="پس گرفت")
    for code in (about_staff, ended):
        assert "I have the same problem" not in english().get(reverse("public_case", args=[code])).content.decode()
        answer = english().post(reverse("join", args=[code]), {})
        assert answer.headers["Location"] == reverse("public_case", args=[code])
    assert english().get(reverse("join", args=["0000000000"])).status_code == 404


def test_a_shared_link_shows_what_it_is_about(town: Town, settings: Any) -> None:
    settings.PUBLIC_URL = "https://137.example"
    code = make.referred(phone=PHONES[0])
    page = packed(english().get(reverse("public_case", args=[code])).content.decode())
    assert f'property="og:url" content="https://137.example/t/{code}/"' in page
    assert 'property="og:title" content="Pothole' in page
    assert 'property="og:image" content="https://137.example/' in page


def test_an_ended_case_says_who_confirmed_it_and_how_late_it_was(town: Town, town_clock: Any) -> None:
    code = make.in_hand(phone=PHONES[0])
    town_clock.forward(days=40)
    make.command(code, "finish", town.clerk, note="Done at last.", form="آسفالت")
    drain(twice=True)
    page = packed(english().get(reverse("public_case", args=[code])).content.decode())
    assert " late</span>" in page
    quick = make.done(phone=PHONES[1])
    page = packed(english().get(reverse("public_case", args=[quick])).content.decode())
    assert "done in time" in page
    assert "The unit wrote in Persian." in page
