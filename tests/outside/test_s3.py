"""A real S3 server keeps our files: MinIO or rclone where it is installed, or the store that PEYGIR_TEST_S3 names."""

import os
import subprocess
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.files.storage import storages
from django.test import RequestFactory

from peygir.core import clock
from peygir.media import files
from peygir.ops.processes import open_door
from peygir.ops.recovery.vault import BucketVault, VaultIsAway
from peygir.storage.recovery_vitals import ShippingFault
from peygir.web.kit.stored_files import stored_file
from tests.buckets import KEY, SECRET, storage_of
from tests.outside.systems import needs, program

PATIENCE = 60
pytestmark = needs("s3")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store that accepts the tests' access key."""
    if named := os.environ.get("PEYGIR_TEST_S3"):
        yield named
        return
    with open_door("127.0.0.1", 0, tries=1) as door:
        place = f"127.0.0.1:{door.getsockname()[1]}"
    environment = {**os.environ, "MINIO_ROOT_USER": KEY, "MINIO_ROOT_PASSWORD": SECRET}
    command = _command(tmp_path_factory.mktemp("store"), place)
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            until = time.monotonic() + PATIENCE
            while not _is_up(f"http://{place}"):
                assert server.poll() is None, f"{command[0]} has ended"
                assert time.monotonic() < until, f"{command[0]} does not answer"
                time.sleep(0.1)
            yield f"http://{place}"
        finally:
            server.terminate()


def _command(folder: Path, place: str) -> list[str]:
    """The command that serves a folder as an S3 store at host:port."""
    if minio := program("minio", "PEYGIR_MINIO"):
        return [minio, "server", str(folder), "--address", place]
    options = ["--addr", place, "--auth-key", f"{KEY},{SECRET}", "--vfs-cache-mode", "full", "--config", ""]
    return [program("rclone", "PEYGIR_RCLONE"), "serve", "s3", str(folder), *options]


def _is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/minio/health/live").status_code < 500
    except httpx.TransportError:
        return False


@pytest.fixture(autouse=True)
def bucket(address: str, settings: Any) -> None:
    settings.STORAGES = storage_of(address)


@pytest.mark.parametrize("size", [0, 1, 5 * 1024 * 1024, 20 * 1024 * 1024])
def test_a_file_comes_back_as_it_was(size: int) -> None:
    data = os.urandom(size)
    name = files.save(data, "jpg")
    assert files.save(data, "jpg") == name
    assert files.read(name) == data
    files.delete(name)
    with pytest.raises(files.FileIsMissing):
        files.read(name)


def test_nobody_reads_the_bucket_without_its_key(address: str) -> None:
    name = files.save(b"private", "jpg")
    storage: Any = storages["default"]
    answer = httpx.get(f"{address}/{storage.bucket_name}/city/{name}")
    assert answer.status_code in {400, 401, 403}  # servers differ in the word, not in the deed
    assert b"private" not in answer.content


@pytest.mark.django_db  # the end of a response looks after the connections to the database
def test_raw_uploads_are_listed_by_their_age_and_read_in_parts() -> None:
    data = os.urandom(3 * 1024 * 1024)
    name = files.save(data, "raw", is_own=True)
    now = clock.now()
    assert name in files.raw_before(now + timedelta(minutes=5))
    assert name not in files.raw_before(now - timedelta(days=1))
    request = RequestFactory().get("/", headers={"Range": "bytes=2000000-2000009"})
    part: Any = stored_file(request, name, content_type="audio/ogg", file_name="a.ogg")
    assert (part.status_code, b"".join(part.streaming_content)) == (206, data[2_000_000:2_000_010])
    part.close()
    with files.local_copy(name) as path:
        assert path.read_bytes() == data


def test_the_second_place_of_the_recovery_keeps_lists_and_refuses(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ship and recover do, with an upload of several parts; a wrong key and a wrong clock have words."""
    storage: Any = storages["default"]
    given = {"PEYGIR_S3_ENDPOINT": address, "PEYGIR_S3_KEY": KEY, "PEYGIR_S3_SECRET": SECRET}
    vault, content = BucketVault(storage.bucket_name, given), tmp_path / "content"
    content.write_bytes(os.urandom(20 * 1024 * 1024))
    vault.put("base/x/base.tar", content)
    vault.put("base/x/base.tar", content)  # again, as after a lost answer
    assert [(kept.name, kept.size) for kept in vault.kept("base/")] == [("base/x/base.tar", 20 * 1024 * 1024)]
    with (tmp_path / "back").open("wb") as back:
        vault.fetch("base/x/base.tar", back)
    assert (tmp_path / "back").read_bytes() == content.read_bytes()
    for wrong in (given | {"PEYGIR_S3_SECRET": "another"}, given | {"PEYGIR_S3_KEY": "another"}):
        with pytest.raises(VaultIsAway) as refusal:
            BucketVault(storage.bucket_name, wrong).put("wal/x", content)
        assert refusal.value.kind is ShippingFault.CREDENTIALS
    with monkeypatch.context() as patch:
        yesterday = clock.now().replace(tzinfo=None) - timedelta(days=1)
        patch.setattr("botocore.auth.get_current_datetime", lambda: yesterday)
        with pytest.raises(VaultIsAway) as refusal:
            BucketVault(storage.bucket_name, given).put("wal/x", content)
        assert refusal.value.kind is ShippingFault.CLOCK
    vault.delete("base/x/base.tar")
    assert list(vault.kept("base/")) == []
