"""Files in an S3-compatible bucket: stored, read, listed and deleted as in the folder, and an outage has a sentence."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.desks.intake.models import Photo
from peygir.media import files
from peygir.media.bucket_storage import StorageIsAway
from peygir.people.models import Staff
from tests import make
from tests.buckets import s3_server, storage_of
from tests.drain import drain
from tests.town import Town


@pytest.fixture
def server(settings: Any) -> Iterator[Any]:
    """The running server, whose bucket has the uploads."""
    with s3_server() as (address, running):
        settings.STORAGES = storage_of(address)
        yield running
        storage: Any = storages["default"]
        storage.connection.meta.client.close()


def keys() -> list[str]:
    storage: Any = storages["default"]
    return [entry.key for entry in storage.bucket.objects.all()]


def test_what_is_saved_is_read_back_and_stored_once(server: Any) -> None:
    name = files.save(b"photo", "jpg")
    assert files.save(b"photo", ".jpg") == name
    assert keys() == [f"city/{name}"], "below the prefix, under the name of its content"
    assert files.read(name) == b"photo"
    with files.local_copy(name) as path:
        assert path.read_bytes() == b"photo"
    assert not path.exists(), "the copy is temporary"


def test_a_large_file_comes_back_whole(server: Any) -> None:
    data = bytes(range(256)) * 40_000
    assert files.read(files.save(data, "jpg")) == data


def test_a_deleted_file_is_missing(server: Any) -> None:
    name = files.save(b"gone soon", "jpg")
    files.delete(name)
    files.delete(name)
    with pytest.raises(files.FileIsMissing):
        files.read(name)
    with pytest.raises(files.FileIsMissing), files.local_copy(name):
        pass
    assert keys() == []


def test_old_raw_uploads_are_listed(server: Any) -> None:
    raw = files.save(b"raw", "raw", is_own=True)
    files.save(b"ready", "jpg")
    assert files.raw_before(clock.now() + timedelta(minutes=1)) == [raw]
    assert files.raw_before(clock.now() - timedelta(days=1)) == []


def test_an_outage_is_told_in_a_sentence(server: Any) -> None:
    name = files.save(b"photo", "jpg")
    server.stop()
    with pytest.raises(StorageIsAway) as refusal:
        files.read(name)
    assert refusal.value.words("fa") != refusal.value.words("en")
    with pytest.raises(StorageIsAway):
        files.save(b"other", "jpg")


def test_a_photo_of_a_report_is_kept_and_shown_from_the_bucket(server: Any, town: Town) -> None:
    code = make.report(photos_raw=[make.photo()]).code
    drain()
    photo = Photo.objects.get()
    assert (photo.state, photo.raw) == ("ready", "")
    assert set(keys()) == {f"city/{photo.picture}", f"city/{photo.thumb}"}, "and the raw upload is gone"
    client = Client()
    client.force_login(Staff.objects.get(username="clerk"))
    response: Any = client.get(reverse("case_photo", args=[code, "report", photo.pk, "full"]))
    assert response.status_code == 200
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"
