"""Files that are something else than they say, or two things at once: refused, written anew, or held by headers."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from peygir.desks.intake.models import Photo, ReportFile
from peygir.media.models import StoredFile, Upload
from tests import documents
from tests.browsers import signed_in
from tests.drain import drain
from tests.pictures import SHIRAZ_GPS, encoded, exif_with, picture, png_of
from tests.town import Town
from tests.tus_sender import TusSender, error, part_files, report_fields, same_browser

pytestmark = pytest.mark.usefixtures("town_clock")
SCRIPT = b"<script>alert(document.domain)</script>"


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!DOCTYPE html>" + SCRIPT,
        b"GIF89a" + SCRIPT,
        b"PK\x03\x04" + bytes(60),
        b"MZ" + bytes(60),
        b" %PDF-1.7 " + SCRIPT,
        b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00",
        b"\x1a\x45\xdf\xa3" + bytes(60),
        b"RIFF\x00\x00\x00\x00AVI LIST",
    ],
)
def test_what_only_looks_like_a_file_of_ours_is_kept_nowhere(browser: TusSender, settings: Any, data: bytes) -> None:
    path = browser.path(data)
    assert error(browser.part(path, data, 0)) == (415, "FileKindIsUnknown")
    assert not StoredFile.objects.exists()
    assert not Upload.objects.exists()
    assert part_files(settings) == []


def test_of_a_picture_with_something_behind_it_the_picture_is_left(browser: TusSender) -> None:
    """A JPEG that is a page, an archive and a place as well."""
    exif = exif_with(gps=SHIRAZ_GPS)
    data = encoded(picture(300, 200), exif=exif, comment=SCRIPT) + SCRIPT + b"PK\x03\x04" + bytes(40) + b"PK\x05\x06"
    client = same_browser(browser)
    assert client.post("/report/", report_fields(uploads=[browser.send(data)])).status_code == 302
    drain()
    photo = Photo.objects.select_related("case").get()
    clerk, code = signed_in("clerk"), photo.case.code
    clerk.post(reverse("case_publish", args=[code, "report", photo.pk]), {"show": "yes"})
    for size in ("full", "thumb"):
        answer: Any = Client().get(reverse("public_photo", args=[code, "report", 1, size]))
        shown = b"".join(answer.streaming_content)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert not any(mark in shown for mark in (b"script", b"PK\x03\x04", b"Exif", b"SecretCamera"))


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n" + SCRIPT + documents.document(), "application/pdf"),
        (documents.mp3(3, b"ID3\x04\x00\x00\x00\x00\x00\x28" + SCRIPT.ljust(40)), "audio/mpeg"),
        (documents.opus(1) + SCRIPT, "audio/ogg"),
    ],
)
def test_a_page_inside_a_document_is_no_page_here(town: Town, data: bytes, media_type: str) -> None:
    file = BytesIO(data)
    file.name = "page.html"
    assert Client().post("/report/", report_fields(files=[file])).status_code == 302
    drain()
    row = ReportFile.objects.select_related("case").get()
    answer: Any = signed_in("supervisor").get(reverse("case_file", args=[row.case.code, row.pk]))
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Type"] == media_type
    assert answer["Content-Disposition"].startswith('attachment; filename="')
    assert "html" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox;")


def test_a_hostile_photo_holds_up_no_other(browser: TusSender) -> None:
    """One whose head is proper and whose pixels are not; the job refuses it, and the next one becomes ready."""
    broken = png_of(4000, 4000, b"nothing")
    good = encoded(Image.new("RGB", (300, 200), "white"))
    numbers = [browser.send(data) for data in (broken, good)]
    assert same_browser(browser).post("/report/", report_fields(uploads=numbers)).status_code == 302
    drain()
    assert list(Photo.objects.order_by("position").values_list("state", "why_refused")) == [
        ("refused", "PhotoIsNotReadable"),
        ("ready", ""),
    ]
    code = Photo.objects.select_related("case").all()[0].case.code
    assert "این عکس خوانده نشد." in signed_in("supervisor").get(reverse("case", args=[code])).content.decode()
