"""The second place in a bucket: whole recoveries from it, and what breaks in the middle loses nothing and has words."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.recovery.places import RecoveryPlace, note_in
from peygir.ops.recovery.setting_up import recover_city, shipping_of
from peygir.ops.recovery.shipping import BASE, FILES, LOG, Shipping, waiting
from peygir.ops.recovery.vault import BucketVault, VaultIsAway
from peygir.storage.recovery_vitals import ShippingFault, look_at_recovery
from tests.buckets import KEY, SECRET, s3_server
from tests.recovering import EVENTS, TABLES, close_segment, rows_of, write

BUCKET = "second-place"
LARGE = 20 * 1024 * 1024
"""More than one part of a multipart upload."""


class FlakyWay:
    """A TCP way to the store that can be cut after a number of bytes, answer 503, or be closed."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.cut_after: int | None = None
        self.is_busy = False
        self.cuts = 0
        self._over = False
        self.address = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._over = True
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)  # so that the thread which accepts wakes up
        self._listening.close()

    def _accept(self) -> None:
        while not self._over:
            try:
                near, _address = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[near], daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        if self.is_busy:
            near.recv(65536)
            body = b"<Error><Code>SlowDown</Code><Message>Slow down</Message></Error>"
            near.sendall(
                b"HTTP/1.1 503 Slow Down\r\nContent-Type: application/xml\r\nConnection: close\r\n"
                + f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            near.close()
            return
        far = socket.create_connection(self._target)
        back = threading.Thread(target=self._copy, args=[far, near, False], daemon=True)
        back.start()
        self._copy(near, far, True)
        back.join(30)
        near.close()
        far.close()

    def _copy(self, source: socket.socket, target: socket.socket, is_upload: bool) -> None:
        passed = 0
        try:
            while data := source.recv(65536):
                passed += len(data)
                if is_upload and self.cut_after is not None and passed > self.cut_after:
                    self.cuts += 1
                    break
                target.sendall(data)
        except OSError:
            pass
        for one_end in (source, target):
            try:
                one_end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


@pytest.fixture
def bucket_vault() -> Iterator[Callable[..., BucketVault]]:
    """Makes vaults whose connections are closed after the test."""
    made = list[BucketVault]()

    def make(address: str, name: str = BUCKET) -> BucketVault:
        made.append(BucketVault(name, variables(address)))
        return made[-1]

    yield make
    for vault in made:
        vault._storage.connection.meta.client.close()


def variables(address: str, *, secret: str = SECRET) -> dict[str, str]:
    return {
        "PEYGIR_S3_ENDPOINT": address,
        "PEYGIR_S3_KEY": KEY,
        "PEYGIR_S3_SECRET": secret,
        archiving.SETTING: f"bucket:{BUCKET}",
    }


@pytest.fixture
def way() -> Iterator[FlakyWay]:
    """A way to an S3 server with an empty bucket."""
    with s3_server() as (address, _server):
        host, _, port = address.removeprefix("http://").rpartition(":")
        client = boto3.client(
            "s3", endpoint_url=address, aws_access_key_id=KEY, aws_secret_access_key=SECRET, region_name="us-east-1"
        )
        client.create_bucket(Bucket=BUCKET)
        flaky = FlakyWay((host, int(port)))
        yield flaky
        flaky.close()
        for entry in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
            client.delete_object(Bucket=BUCKET, Key=entry["Key"])
        client.delete_bucket(Bucket=BUCKET)  # moto keeps what it has for as long as the process lives
        client.close()


@contextmanager
def shipped_to(way: FlakyWay, home: Path, monkeypatch: pytest.MonkeyPatch, key: Path) -> Iterator[Shipping]:
    """A running city whose second place is the bucket behind the way."""
    private, public = backup_keys.new_key()
    key.write_text(private)
    for name, value in {**variables(way.address), backup_keys.SETTING: public}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        yield shipping_of(RecoveryPlace(home, cluster), os.environ, zone="Asia/Tehran", keep=timedelta(days=35))


def run_once(shipping: Shipping) -> None:
    """One round as the process has it, a failure included."""
    for duty in (LOG, FILES, BASE):
        shipping.attempt(duty, clock.now())


def test_what_breaks_in_the_middle_is_shipped_later_and_recovered(
    way: FlakyWay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = tmp_path / "key.txt"
    home = tmp_path / "home"
    with shipped_to(way, home, monkeypatch, key) as shipping:
        write(shipping.place.cluster, TABLES, EVENTS.format(first=1, last=4000))
        way.cut_after = 100_000
        with pytest.raises(VaultIsAway):
            shipping.base([], clock.now())
        assert way.cuts
        assert shipping.known() == [], "half a base backup does not count"
        way.cut_after = None
        shipping.base([], clock.now())
        write(shipping.place.cluster, EVENTS.format(first=4001, last=4100))
        close_segment(shipping.place.cluster, shipping.place.archive)
        before = waiting(shipping.place.archive)
        for fault, change in ((ShippingFault.AWAY, "cut_after"), (ShippingFault.BUSY, "is_busy")):
            setattr(way, change, 1 if change == "cut_after" else True)
            run_once(shipping)
            note = note_in(shipping.place.cluster.place)
            assert (note.fault_kind, note.waiting) == (fault.value, len(before))
            assert look_at_recovery(home, clock.now()).fault == fault
            setattr(way, change, None if change == "cut_after" else False)
        assert waiting(shipping.place.archive) == before, "nothing left the archive"
        run_once(shipping)
        assert not waiting(shipping.place.archive)
        assert note_in(shipping.place.cluster.place).fault_kind == ""
        vault, keys = shipping.vault, backup_keys.private_keys(key)
    monkeypatch.delenv(archiving.SETTING)
    recover_city(tmp_path / "new", vault, moment=None, keys=keys)
    with database.running_cluster(tmp_path / "new") as cluster:
        assert rows_of(cluster) == 4100
    assert isinstance(vault, BucketVault)
    vault._storage.connection.meta.client.close()


def test_a_multipart_upload_that_is_cut_leaves_nothing_visible(
    way: FlakyWay, bucket_vault: Callable[..., BucketVault], tmp_path: Path
) -> None:
    content = tmp_path / "content"
    content.write_bytes(os.urandom(LARGE))
    vault = bucket_vault(way.address)
    way.cut_after = LARGE // 4
    with pytest.raises(VaultIsAway):
        vault.put("base/x/base.tar", content)
    assert list(vault.kept("base/")) == []
    assert way.cuts
    way.cut_after = None
    vault.put("base/x/base.tar", content)
    with (tmp_path / "back").open("wb") as back:
        vault.fetch("base/x/base.tar", back)
    assert (tmp_path / "back").read_bytes() == content.read_bytes()


def test_each_refusal_of_the_store_has_its_words(
    way: FlakyWay, bucket_vault: Callable[..., BucketVault], tmp_path: Path
) -> None:
    gone = bucket_vault(way.address, "no-such-bucket")
    content = tmp_path / "content"
    content.write_bytes(b"x")
    with pytest.raises(VaultIsAway) as refusal:
        gone.put("wal/x", content)
    assert refusal.value.kind is ShippingFault.BUCKET
    way.close()
    with pytest.raises(VaultIsAway) as refusal:
        list(bucket_vault(way.address).kept("wal/"))
    assert refusal.value.kind is ShippingFault.AWAY


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("RequestTimeTooSkewed", ShippingFault.CLOCK),
        ("SignatureDoesNotMatch", ShippingFault.CREDENTIALS),
        ("AccessDenied", ShippingFault.CREDENTIALS),
        ("XMinioStorageFull", ShippingFault.FULL),
    ],
)
def test_codes_that_the_test_server_does_not_send_are_told_apart(code: str, kind: ShippingFault) -> None:
    from peygir.ops.recovery.vault import _kind_of_answer

    failure = ClientError({"Error": {"Code": code, "Message": ""}}, "PutObject")
    assert _kind_of_answer(failure) is kind
