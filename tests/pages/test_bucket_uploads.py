"""Uploads in parts that reach several machines, whose finished and unfinished files lie in a bucket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.files.storage import storages
from django.db import connection

from peygir.core import clock
from peygir.media import files, parts
from peygir.media.actions import forget_uploads
from peygir.media.models import StoredFile
from tests import make
from tests.buckets import s3_server, storage_of
from tests.town import Town
from tests.tus_sender import TusSender, digest_header, error, metadata_of

pytestmark = pytest.mark.usefixtures("town_clock")
PHOTO = make.photo(300)


@pytest.fixture(autouse=True)
def in_bucket(town: Town, settings: Any) -> Iterator[None]:
    """A bucket of this test's own."""
    with s3_server() as (address, _server):
        settings.STORAGES = storage_of(address)
        yield
        storage: Any = storages["default"]
        storage.connection.meta.client.close()


def machine(settings: Any, folder: Path, name: str) -> None:
    """From now on requests reach another machine, with a home of its own."""
    settings.HOME, settings.UPLOADS = folder / name, folder / name / "uploads"


def keys() -> list[str]:
    storage: Any = storages["default"]
    return [entry.key for entry in storage.bucket.objects.all()]


def test_each_part_reaches_another_machine(browser: TusSender, settings: Any, tmp_path: Path) -> None:
    path, size = browser.path(PHOTO), len(PHOTO) // 3 + 1
    for number in range(3):
        machine(settings, tmp_path, f"m{number}")
        assert browser.ask("HEAD", path)["Upload-Offset"] == str(number * size)
        last = browser.part(path, PHOTO[number * size : (number + 1) * size], number * size)
        assert last.status_code == 204, last.content
    machine(settings, tmp_path, "another")
    assert browser.ask("HEAD", path)["Repr-Digest"] == last["Repr-Digest"] == digest_header(PHOTO)
    assert files.read(StoredFile.objects.get().name) == PHOTO
    assert not any(".parts" in key for key in keys()), "the parts are gone"
    assert not [one for one in tmp_path.rglob("*") if one.is_file()], "no machine keeps anything of it"


def test_a_damaged_part_leaves_nothing_and_one_that_was_never_acknowledged_is_sent_again(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    wrong = browser.part(path, b"x" * 9, 0, Upload_Checksum="sha1 AAAAAAAAAAAAAAAAAAAAAAAAAAA=")
    assert error(wrong) == (460, "ChecksumIsWrong")
    assert keys() == []
    upload_id = UUID(path.rstrip("/").rpartition("/")[2])
    storage: Any = storages["default"]
    # A machine that was killed after it stored the part and before it wrote that down.
    storage.bucket.Object(f"city/.parts/{upload_id.hex}/{0:015d}").put(Body=PHOTO[:7])
    assert browser.ask("HEAD", path)["Upload-Offset"] == "0"
    assert browser.part(path, PHOTO[:20], 0).status_code == 204
    assert browser.part(path, PHOTO[20:], 20)["Repr-Digest"] == digest_header(PHOTO)


def test_two_machines_do_not_write_to_one_upload_at_once(browser: TusSender) -> None:
    path = browser.path(PHOTO)
    upload_id = UUID(path.rstrip("/").rpartition("/")[2])
    given = {
        name: value
        for name, value in connection.get_connection_params().items()
        if name in ("host", "port", "user", "dbname", "password")
    }
    with psycopg.connect(**given, autocommit=True) as other:  # another machine's session
        key = int.from_bytes(upload_id.bytes[:8], signed=True)
        other.execute("SELECT pg_advisory_lock(%s)", [key])
        assert error(browser.part(path, PHOTO, 0)) == (423, "UploadIsBusy")
        other.execute("SELECT pg_advisory_unlock(%s)", [key])
    with parts.locked(upload_id) as part:
        assert part.size == 0
    assert browser.part(path, PHOTO, 0)["Repr-Digest"] == digest_header(PHOTO)


def test_what_expired_is_forgotten(browser: TusSender, town_clock: Any) -> None:
    path = browser.path(PHOTO, Upload_Metadata=metadata_of(PHOTO))
    assert browser.part(path, PHOTO[:30], 0).status_code == 204
    assert len(keys()) == len(parts.kept()) == 1
    town_clock.forward(hours=25)
    forget_uploads(now=clock.now())
    assert keys() == []
