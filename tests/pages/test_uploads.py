"""Resumable uploads: in parts, resumed where they were cut, acknowledged by digest, limited, and nobody else's."""

import base64
import hashlib
from typing import Any

import pytest

from peygir.desks.intake.models import Photo
from peygir.media import files
from peygir.media.actions import DiskIsNearlyFull, begin_upload
from peygir.media.kinds import LARGEST
from peygir.media.models import StoredFile, Upload
from peygir.media.tus import description_of
from tests import make
from tests.drain import drain
from tests.town import Town
from tests.tus_sender import TusSender, digest_header, error, metadata_of, part_files, report_fields, same_browser

pytestmark = pytest.mark.usefixtures("town_clock")
PHOTO = make.photo(300)


def test_a_photo_cut_five_times_is_resumed_and_reported(browser: TusSender, settings: Any) -> None:
    path = browser.path(PHOTO)
    size = len(PHOTO) // 6 + 1
    for number in range(6):
        state = browser.ask("HEAD", path)
        assert (state["Upload-Offset"], state["Upload-Length"]) == (str(number * size), str(len(PHOTO)))
        assert "Repr-Digest" not in state
        last = browser.part(path, PHOTO[number * size : (number + 1) * size], number * size)
        assert last.status_code == 204, last.content
    assert last["Repr-Digest"] == browser.ask("HEAD", path)["Repr-Digest"] == digest_header(PHOTO)
    assert last["Upload-Offset"] == str(len(PHOTO))
    assert part_files(settings) == [], "the whole file lies in the storage now"
    upload_id = path.rstrip("/").rpartition("/")[2]
    answer = same_browser(browser).post("/report/", report_fields(uploads=[upload_id]))
    assert answer.status_code == 302, answer.content.decode()
    drain()
    photo = Photo.objects.get()
    assert photo.state == "ready"
    assert files.read(photo.picture)[:2] == b"\xff\xd8"


def test_a_disk_that_is_nearly_full_takes_no_file(town: Town) -> None:
    description = description_of(metadata_of(PHOTO))
    with pytest.raises(DiskIsNearlyFull):
        begin_upload(description, length=len(PHOTO), owner=("key:1",), reserve=10**18)
    assert not Upload.objects.exists()


def test_what_the_server_can_is_described(browser: TusSender) -> None:
    answer = browser.client.options("/uploads/")
    assert answer.status_code == 204
    assert answer["Tus-Version"] == "1.0.0"
    assert answer["Tus-Extension"] == "creation,expiration,termination,checksum"
    assert answer["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert int(answer["Tus-Max-Size"]) == LARGEST


def test_a_new_upload_expires_and_gives_its_metadata_back(browser: TusSender) -> None:
    answer = browser.begin(PHOTO)
    assert answer["Location"].startswith("http://testserver/uploads/")
    state = browser.ask("HEAD", answer["Location"].removeprefix("http://testserver"))
    assert state["Upload-Metadata"] == metadata_of(PHOTO)
    assert state["Upload-Expires"] == answer["Upload-Expires"]
    assert state["Cache-Control"] == "no-store"


def test_a_part_at_another_offset_is_refused(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    assert error(browser.part(path, PHOTO[5:10], 5)) == (409, "OffsetIsWrong")
    assert browser.part(path, PHOTO[:5], 0).status_code == 204
    assert error(browser.part(path, PHOTO[:5], 0)) == (409, "OffsetIsWrong")
    assert browser.ask("HEAD", path)["Upload-Offset"] == "5"


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_damaged_part_is_not_kept(browser: TusSender, algorithm: str) -> None:
    path = browser.path(PHOTO)
    right = base64.b64encode(hashlib.new(algorithm, PHOTO[:9]).digest()).decode()
    assert error(browser.part(path, b"x" * 9, 0, Upload_Checksum=f"{algorithm} {right}")) == (460, "ChecksumIsWrong")
    assert browser.ask("HEAD", path)["Upload-Offset"] == "0"
    assert browser.part(path, PHOTO[:9], 0, Upload_Checksum=f"{algorithm} {right}").status_code == 204


def test_a_file_of_another_digest_is_not_kept_at_all(browser: TusSender, settings: Any) -> None:
    path = browser.path(PHOTO, Upload_Metadata=metadata_of(PHOTO, digest="0" * 64))
    assert error(browser.part(path, PHOTO, 0)) == (460, "DigestIsWrong")
    assert browser.ask("HEAD", path).status_code == 404
    assert part_files(settings) == []
    assert not StoredFile.objects.exists()


def test_the_content_decides_what_a_file_is(browser: TusSender, settings: Any) -> None:
    page = b"<html><script>alert(1)</script></html>"
    assert error(browser.part(browser.path(page), page, 0)) == (415, "FileKindIsUnknown")
    assert part_files(settings) == []


def test_more_than_was_declared_is_refused(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    assert error(browser.part(path, PHOTO + b"x", 0)) == (413, "UploadIsTooLong")
    assert browser.ask("HEAD", path)["Upload-Offset"] == "0"


@pytest.mark.parametrize(
    ("headers", "status", "name"),
    [
        ({"Upload_Length": "0"}, 400, "FileIsEmpty"),
        ({"Upload_Length": "-1"}, 400, "UploadIsNotDescribed"),
        ({"Upload_Length": "many"}, 400, "UploadIsNotDescribed"),
        ({"Upload_Length": str(10**12)}, 413, "FileIsTooBig"),
        ({"Upload_Metadata": ""}, 400, "UploadIsNotDescribed"),
        ({"Upload_Metadata": "filename é"}, 400, "UploadIsNotDescribed"),
        ({"Upload_Metadata": "sha256 YWJj"}, 400, "UploadIsNotDescribed"),
        ({"Tus_Resumable": "0.2.2"}, 412, "TusVersionIsUnknown"),
        ({"Authorization": "Bearer nobody"}, 401, "KeyIsNotValid"),
    ],
)
def test_a_wrong_creation_is_refused(browser: TusSender, headers: dict[str, str], status: int, name: str) -> None:
    assert error(browser.begin(PHOTO, **headers)) == (status, name)
    assert not Upload.objects.exists()


def test_a_part_of_another_media_type_is_refused(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    assert error(browser.part(path, b"a=b", 0, Content_Type="text/plain")) == (415, "PartTypeIsWrong")
    assert error(browser.part(path, PHOTO, 0, Upload_Checksum="md5 AAAA")) == (400, "UploadIsNotDescribed")


def test_a_client_without_patch_overrides_the_method(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    answer = browser.ask("POST", path, PHOTO, Upload_Offset="0", X_HTTP_Method_Override="PATCH")
    assert answer.status_code == 204
    assert browser.ask("POST", path).status_code == 405
    assert browser.ask("GET", path).status_code == 405


def test_an_upload_is_ended(browser: TusSender, settings: Any) -> None:
    path = browser.path(PHOTO)
    browser.part(path, PHOTO[:9], 0)
    assert browser.ask("DELETE", path).status_code == 204
    assert browser.ask("HEAD", path).status_code == 404
    assert browser.part(path, PHOTO[9:], 9).status_code == 404
    assert part_files(settings) == []


def test_another_origin_can_send_no_such_request(browser: TusSender) -> None:
    """Without the header, which no form of another site can set, nothing is begun; and no CORS header allows it."""
    answer: Any = browser.client.post("/uploads/", headers={"Upload-Length": "5", "Origin": "https://other.example"})
    assert error(answer) == (412, "TusVersionIsUnknown")
    asked = browser.client.options("/uploads/", headers={"Origin": "https://other.example"})
    assert not [name for name in asked.headers if name.lower().startswith("access-control")]
