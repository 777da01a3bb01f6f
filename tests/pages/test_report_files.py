"""Documents and recordings of a report: kept as they came, for the case's staff alone, and never run in a browser."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.cases.models import Report
from peygir.core import clock
from peygir.desks.intake.models import Photo, ReportFile
from peygir.journey.night import tidy
from peygir.media import actions
from peygir.media.kinds import MOST_BYTES, MediaKind
from peygir.media.models import StoredFile
from peygir.people.actions import count_use
from peygir.people.models import Staff
from peygir.web.public import uploads as view
from tests import documents, make
from tests.api.caller import Caller, report_body, token_for
from tests.documents import pdf_of, stream_of
from tests.drain import drain
from tests.town import Town, TownClock
from tests.tus_sender import TusSender, report_fields, same_browser

pytestmark = pytest.mark.usefixtures("town_clock")
PDF = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF"
LATE = {"Accept": "application/json"}
SOUND = b"OggS\x00\x02" + b"\x00" * 500


def member(username: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Staff.objects.get(username=username))
    return client


@pytest.fixture
def kept(browser: TusSender) -> ReportFile:
    """The document of a report that came with a photo and a recording, referred to the first district."""
    numbers = [browser.send(data) for data in (PDF, make.photo(300), SOUND)]
    answer = same_browser(browser).post("/report/", report_fields(uploads=numbers))
    assert answer.status_code == 302
    drain()
    return ReportFile.objects.select_related("case", "stored").get(stored__kind="pdf")


def test_the_case_page_lists_the_files_beside_the_photos(kept: ReportFile) -> None:
    assert Photo.objects.get().state == "ready"
    assert kept.case.report_count == 1
    page = member("supervisor").get(reverse("case", args=[kept.case.code])).content.decode()
    for file in ReportFile.objects.all():
        assert reverse("case_file", args=[kept.case.code, file.pk]) in page
    assert "PDF document" in page
    assert "Sound recording" in page
    assert make.kinds(kept.case.code).count("files_received") == 1


def test_a_file_is_given_out_for_download_alone(kept: ReportFile) -> None:
    answer: Any = member("supervisor").get(reverse("case_file", args=[kept.case.code, kept.pk]))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{kept.case.code}-{kept.pk}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    again: Any = member("supervisor").get(
        reverse("case_file", args=[kept.case.code, kept.pk]), headers={"If-None-Match": answer["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


def test_a_recording_has_a_player_that_may_jump(kept: ReportFile) -> None:
    file = ReportFile.objects.get(stored__kind="sound")
    path = reverse("case_file", args=[kept.case.code, file.pk])
    clerk = member("supervisor")
    page = " ".join(clerk.get(reverse("case", args=[kept.case.code])).content.decode().split())
    assert f'controls preload="none" src="{path}"' in page
    assert page.count("<audio") == 1
    part: Any = clerk.get(path, headers={"Range": "bytes=4-9"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, SOUND[4:10])
    assert (part["Content-Range"], part["Content-Length"]) == (f"bytes 4-9/{len(SOUND)}", "6")
    assert part["Content-Type"] == "audio/ogg"
    past = clerk.get(path, headers={"Range": "bytes=9000-"})
    assert (past.status_code, past["Content-Range"]) == (416, f"bytes */{len(SOUND)}")
    whole: Any = clerk.get(path, headers={"Range": "bytes=4-9", "If-Range": '"another version"'})
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, SOUND)


def test_what_to_know_before_opening_stands_beside_each_file(town: Town) -> None:
    """Hostile files in one report: each gets its sentence, and the worker goes on."""
    sent = {
        "script.pdf": pdf_of([b"<</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"]),
        "bomb.pdf": pdf_of([stream_of(bytes(600 * 1024 * 1024))]),
        "night.ogg": documents.opus(36_000),
        "broken.amr": b"#!AMR",
    }
    files = [BytesIO(data) for data in sent.values()]
    for file, name in zip(files, sent, strict=True):
        file.name = name
    assert Client().post("/report/", report_fields(files=files)).status_code == 302
    code = ReportFile.objects.select_related("case").all()[0].case.code
    waiting = member("supervisor").get(reverse("case", args=[code])).content.decode()
    assert waiting.count("It is being looked through.") == 4
    drain()
    page = " ".join(member("supervisor").get(reverse("case", args=[code])).content.decode().split())
    assert "It is being looked through." not in page
    for sentence in (
        "It contains a program, which a reader of documents might run.",
        "It grows very large when it is opened, and may slow your computer down.",
        "10:00:00",
        "It is longer than an hour.",
        "It is damaged, or no complete file of its kind; it may not open.",
    ):
        assert page.count(sentence) == 1, sentence


@pytest.mark.parametrize("username", ["council", "inspector"])
def test_who_only_watches_sees_that_there_are_files_and_opens_none(kept: ReportFile, username: str) -> None:
    watcher = member(username)
    page = watcher.get(reverse("case", args=[kept.case.code])).content.decode()
    assert "PDF document" in page
    assert "photo.jpg" not in page, "a name may tell who it is"
    assert "Only the unit that has the case and the centre may open them" in page
    for file in ReportFile.objects.all():
        path = reverse("case_file", args=[kept.case.code, file.pk])
        assert path not in page
        assert watcher.get(path).status_code == 404


@pytest.mark.parametrize("script", [{}, {"HX-Request": "true"}, LATE])
def test_a_file_that_is_too_big_gives_the_form_back_with_a_sentence(live_town: Town, script: dict[str, str]) -> None:
    large = BytesIO(PDF + bytes(MOST_BYTES[MediaKind.PDF]))
    large.name = "plan.pdf"
    client = Client(headers={"Accept-Language": "en", **script})
    answer = client.post("/report/", report_fields(files=large))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This file is too big. It may have up to 20 MB." in page
    if not script:
        assert make.POTHOLE in page
        assert "too big" in page.partition('id="error-photos"')[2][:400], "at the files"
    assert not Report.objects.exists()


@pytest.mark.parametrize("field", ["files", "photos"])
def test_a_form_without_scripts_takes_files(town: Town, field: str) -> None:
    sent = [BytesIO(SOUND), BytesIO(PDF)]
    sent[0].name, sent[1].name = "voice.ogg", "letter.pdf"
    answer = Client().post("/report/", report_fields(**{field: sent}))
    assert answer.status_code == 302
    assert list(ReportFile.objects.order_by("position").values_list("stored__kind", "file_name")) == [
        ("sound", "voice.ogg"),
        ("pdf", "letter.pdf"),
    ]
    assert not Photo.objects.exists()


def test_what_is_no_document_is_refused_with_a_sentence(town: Town) -> None:
    wrong = BytesIO(b"MZ\x90\x00 a program")
    wrong.name = "letter.pdf"
    answer = Client(headers={"Accept-Language": "en"}).post("/report/", report_fields(files=[wrong]))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "We cannot use a file of this kind" in page
    assert "choose the photos and files once more" in page
    many = [BytesIO(SOUND + bytes([number])) for number in range(5)]
    for number, file in enumerate(many):
        file.name = f"{number}.ogg"
    answer = Client(headers={"Accept-Language": "en"}).post("/report/", report_fields(files=many))
    assert "A report takes up to 4 documents and recordings." in answer.content.decode()
    assert not Report.objects.exists()


def test_a_form_with_a_used_key_says_so_of_its_files_too(town: Town) -> None:
    fields, client = report_fields(key="b" * 32), Client(headers={"Accept-Language": "en"})
    assert client.post("/report/", fields | {"files": [named(PDF)]}).status_code == 302
    again = client.post("/report/", fields | {"files": [named(PDF)]})
    assert again.status_code == 302, "the same once more"
    other = client.post("/report/", fields | {"files": [named(SOUND)]})
    assert other.status_code == 422
    assert "This key was used for another request already" in other.content.decode()
    assert ReportFile.objects.count() == 1


def named(data: bytes, name: str = "letter.pdf") -> BytesIO:
    """A file as a form sends it."""
    file = BytesIO(data)
    file.name = name
    return file


def test_what_cannot_be_taken_now_loses_no_word(town: Town) -> None:
    letter = BytesIO(PDF)
    letter.name = "letter.pdf"
    count_use("upload_kb_address", "127.0.0.1", view.KB_OF_AN_ADDRESS, view.HOUR, amount=view.KB_OF_AN_ADDRESS)
    client = Client(headers={"Accept-Language": "en"})
    answer = client.post("/report/", report_fields(files=[letter]))
    assert answer.status_code == 422
    assert "Too many requests" in answer.content.decode()
    assert make.POTHOLE in answer.content.decode()
    letter.seek(0)
    late = client.post("/report/", report_fields(files=[letter]), headers={"Accept": "application/json"})
    assert late.status_code == 429, "a phone keeps it, and tries again"
    assert client.post("/report/", report_fields()).status_code == 302


def test_a_known_key_with_more_files_is_another_report(browser: TusSender) -> None:
    fields = report_fields(key="a" * 32, uploads=[browser.send(PDF)])
    client = same_browser(browser)
    first = client.post("/report/", fields)
    assert client.post("/report/", fields)["Location"] == first["Location"]
    more = {**fields, "uploads": [*fields["uploads"], browser.send(SOUND)]}
    assert client.post("/report/", more).status_code == 422
    assert ReportFile.objects.count() == 1


def test_who_may_not_see_the_case_gets_no_file(kept: ReportFile) -> None:
    path = reverse("case_file", args=[kept.case.code, kept.pk])
    assert Client().get(path).status_code == 302
    other = make.referred(district="2")
    assert member("supervisor").get(reverse("case_file", args=[other, kept.pk])).status_code == 404
    assert member("supervisor").get(reverse("case_file", args=[kept.case.code, 10**9])).status_code == 404


def test_the_night_keeps_what_a_report_has(kept: ReportFile, town_clock: TownClock) -> None:
    town_clock.forward(days=3)
    tidy(clock.now(), before=clock.now() - timedelta(days=1))
    assert set(StoredFile.objects.values_list("kind", flat=True)) == {"pdf", "sound"}, "the photo was re-encoded"
    assert actions.forget_files([kept.stored.name]) == 0
    answer: Any = member("supervisor").get(reverse("case_file", args=[kept.case.code, kept.pk]))
    assert b"".join(answer.streaming_content) == PDF


def test_a_system_sends_a_document(town: Town) -> None:
    token = token_for("operator")
    number = TusSender(token).send(PDF)
    status, receipt = Caller(token).post("/reports", report_body(uploads=[number]))
    assert (status, receipt["left_out"]) == (201, [])
    assert ReportFile.objects.get().stored.kind == "pdf"
