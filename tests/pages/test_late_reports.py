"""Reports that a phone kept and sends late: received once, acknowledged photo by photo, refused in words."""

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Case, Report
from peygir.desks.intake.models import Photo
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, point_in
from tests.tus_sender import TusSender

pytestmark = pytest.mark.usefixtures("town_clock")
LAT, LON = point_in("1")
FORM = {
    "key": "b" * 32,
    "lat": str(LAT),
    "lon": str(LON),
    "topic": "CIV-01",
    "text": make.POTHOLE,
    "phone": PHONES[5],
}
LATE = {"Accept": "application/json"}


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


def test_a_report_that_waited_is_received_once(client: Client, town: Town) -> None:
    late = Client(enforce_csrf_checks=True, headers={"Accept-Language": "fa"})
    assert late.post(reverse("report"), FORM, headers=LATE).status_code == 403, "an old page's token is worth nothing"
    given = late.get(reverse("report_token"))
    assert given["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    headers = {**LATE, "X-CSRFToken": given.json()["token"]}
    receipts = []
    for _ in range(2):
        form = {**FORM, "photos": [SimpleUploadedFile("street.jpg", make.photo(), "image/jpeg")]}
        answer = late.post(reverse("report"), form, headers=headers)
        assert answer.status_code == 200
        receipts.append(answer.json())
    assert receipts[0] == receipts[1]
    report = Report.objects.get()
    assert receipts[0]["code"] == report.code
    assert receipts[0]["address"] == reverse("report_done", args=[report.code])
    assert report.citizen is not None
    assert Case.objects.count() == 1
    drain()
    assert Photo.objects.get().state == "ready"


def test_what_cannot_be_taken_late_is_told_in_words(client: Client) -> None:
    answer = client.post(reverse("report"), {**FORM, "text": "", "topic": ""}, headers=LATE)
    assert answer.status_code == 422
    assert "چه شده است" in answer.json()["faults"][0]
    assert not Report.objects.exists()


def test_a_late_report_is_not_stopped_to_ask(client: Client) -> None:
    make.referred(lat=LAT, lon=LON, phone=PHONES[1])
    assert client.post(reverse("report"), FORM, headers=LATE).status_code == 200
    assert Case.objects.count() == 2


def test_the_receipt_names_each_photo_by_its_digest_also_when_it_is_sent_again(client: Client, town: Town) -> None:
    pictures = [make.photo(), make.photo(colour="red")]
    digests = [hashlib.sha256(picture).hexdigest() for picture in pictures]
    for _ in range(2):
        files = [SimpleUploadedFile(f"{n}.jpg", picture) for n, picture in enumerate(pictures)]
        receipt = client.post(reverse("report"), {**FORM, "photos": files}, headers=LATE).json()
        assert receipt["photos"] == digests
    assert Photo.objects.count() == 2
    # Another photo under the same key is not taken, and its phone hears no receipt for it.
    other = {**FORM, "photos": [SimpleUploadedFile("0.jpg", make.photo(colour="green"))]}
    answer = client.post(reverse("report"), other, headers=LATE)
    assert (answer.status_code, list(answer.json())) == (422, ["faults"])
    assert Photo.objects.count() == 2


def test_photos_of_rows_without_a_digest_are_acknowledged_by_their_number(client: Client, town: Town) -> None:
    form = {**FORM, "photos": [SimpleUploadedFile("0.jpg", make.photo())]}
    first = client.post(reverse("report"), form, headers=LATE).json()
    Photo.objects.update(sha256="")  # stored by an older version
    form["photos"] = [SimpleUploadedFile("0.jpg", make.photo())]
    assert client.post(reverse("report"), form, headers=LATE).json() == first


def test_a_report_that_arrived_is_not_refused_when_it_comes_again(client: Client, town: Town) -> None:
    """What the form accepts has changed since the first answer was lost: refused, the person would send it anew."""
    first = client.post(reverse("report"), FORM, headers=LATE).json()
    ended = {**FORM, "about_unit": "a unit that was ended"}
    assert client.post(reverse("report"), ended, headers=LATE).json() == first
    assert client.post(reverse("report"), {**ended, "key": "c" * 32}, headers=LATE).status_code == 422
    assert Report.objects.count() == 1


def test_photos_in_parts_are_acknowledged_with_their_report(client: Client, town: Town) -> None:
    sender = TusSender(client=client)
    numbers = [sender.send(make.photo(side)) for side in (300, 301)]
    form = {**FORM, "uploads": numbers}
    receipts = [client.post(reverse("report"), form, headers=LATE).json() for _ in range(2)]
    assert receipts[0] == receipts[1]
    assert receipts[0]["photos"] == [hashlib.sha256(make.photo(side)).hexdigest() for side in (300, 301)]
    # A number that the server does not know is no fault of the person: the phone uploads once more.
    answer = client.post(reverse("report"), {**FORM, "key": "d" * 32, "uploads": ["0" * 32]}, headers=LATE)
    assert (answer.status_code, list(answer.json())) == (404, ["faults"])
    path = sender.path(make.photo(302))
    unfinished = {**FORM, "key": "d" * 32, "uploads": [path.rstrip("/").rpartition("/")[2]]}
    assert client.post(reverse("report"), unfinished, headers=LATE).status_code == 404
    assert Report.objects.count() == 1


def test_too_many_numbers_are_for_later_and_not_refused_for_good(client: Client, settings: Any) -> None:
    settings.NUMBERS_PER_ADDRESS = 1
    assert client.post(reverse("report"), FORM, headers=LATE).status_code == 200
    other = {**FORM, "key": "e" * 32, "phone": PHONES[6]}
    assert client.post(reverse("report"), other, headers=LATE).status_code == 429


def test_a_kept_report_is_nobodys_but_its_writers(town: Town) -> None:
    """Who wrote it is said by the phone; who happens to be signed in when it is sent is not the reporter."""
    signed_in = Client(headers={"Accept-Language": "fa"})
    signed_in.force_login(Staff.objects.get(username="clerk"))
    own = f"staff:{town.staff['clerk']}"
    assert f'data-person="{own}"' in signed_in.get(reverse("report")).content.decode()
    assert signed_in.post(reverse("report"), {**FORM, "person": ""}, headers=LATE).status_code == 200
    mine = {**FORM, "key": "c" * 32, "person": own}
    assert signed_in.post(reverse("report"), mine, headers=LATE).status_code == 200
    channels = dict(Report.objects.values_list("idempotency_key", "channel"))
    assert channels == {f"web:{FORM['key']}": "web", f"web:{mine['key']}": "phone"}
    for person, client in ((f"staff:{town.staff['manager']}", signed_in), (own, Client())):
        answer = client.post(reverse("report"), {**FORM, "key": "d" * 32, "person": person}, headers=LATE)
        assert (answer.status_code, list(answer.json())) == (403, ["faults"])
    assert Report.objects.count() == 2


def test_the_token_says_who_of_the_staff_is_signed_in(town: Town) -> None:
    assert Client().get(reverse("report_token")).json()["person"] == ""
    signed_in = Client()
    signed_in.force_login(Staff.objects.get(username="clerk"))
    answer = signed_in.get(reverse("report_token")).json()
    assert (answer["person"], answer["uploads"]) == (f"staff:{town.staff['clerk']}", reverse("uploads"))


def test_forms_that_sign_out_wait_for_what_is_not_sent(town: Town) -> None:
    signed_in = Client()
    signed_in.force_login(Staff.objects.get(username="clerk"))
    assert "data-sign-out" in signed_in.get(reverse("staff_account")).content.decode()
    page = Client().get(reverse("report_waiting")).content.decode()
    assert "data-leaving" in page
    assert "data-export" in page
