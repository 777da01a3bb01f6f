"""Uploads over a real connection to the web server: cut within a part, killed, sent twice at once, resumed."""

import base64
import hashlib
import http.client
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest

from peygir.media.models import StoredFile
from tests.pictures import encoded, picture
from tests.serving import PATIENCE, Server, served
from tests.town import Town
from tests.tus_sender import PART, metadata_of

pytestmark = pytest.mark.slow
PHOTO = encoded(picture(1600, 1200), "PNG", compress_level=0)


@pytest.fixture
def web(live_town: Town, settings: Any) -> Iterator[Server]:
    with served("web") as running:
        yield running


@dataclass
class Phone:
    """One browser; each request has a connection of its own."""

    port: int
    headers: dict[str, str] = field(default_factory=lambda: {"Tus-Resumable": "1.0.0"})

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            more = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, {**self.headers, **more})
            answer = connection.getresponse()
            answer.read()
            return answer
        finally:
            connection.close()

    def begin(self, data: bytes) -> str:
        answer = self.ask("POST", "/uploads/", Upload_Length=str(len(data)), Upload_Metadata=metadata_of(data))
        assert answer.status == 201
        self.headers["Cookie"] = (answer.headers["Set-Cookie"] or "").partition(";")[0]
        return urlsplit(answer.headers["Location"]).path

    def offset(self, path: str) -> int:
        answer = self.ask("HEAD", path)
        assert answer.status == 200
        return int(answer.headers["Upload-Offset"] or -1)

    def part(self, path: str, data: bytes, offset: int) -> http.client.HTTPResponse:
        return self.ask("PATCH", path, data, Upload_Offset=str(offset), Content_Type=PART)

    def send_and_break(self, path: str, data: bytes, offset: int, *, sent: int) -> socket.socket:
        """Send the head and `sent` bytes of a part, and leave the connection open; the caller ends it."""
        tcp = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        fields = {**self.headers, "Host": "localhost", "Content-Type": PART, "Upload-Offset": str(offset)}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        tcp.sendall(f"PATCH {path} HTTP/1.1\r\n{head}Content-Length: {len(data)}\r\n\r\n".encode() + data[:sent])
        return tcp


def test_what_arrived_before_the_cut_counts(web: Server) -> None:
    phone = Phone(web.port)
    path = phone.begin(PHOTO)
    step = len(PHOTO) // 6
    for number in range(5):
        tcp = phone.send_and_break(path, PHOTO[number * step :], number * step, sent=step)
        tcp.close()
        until = time.monotonic() + PATIENCE
        while phone.offset(path) != (number + 1) * step:
            assert time.monotonic() < until, "the part that arrived was not kept"
            time.sleep(0.02)
    answer = phone.part(path, PHOTO[5 * step :], 5 * step)
    digest = base64.b64encode(hashlib.sha256(PHOTO).digest()).decode()
    assert (answer.status, answer.headers["Repr-Digest"]) == (204, f"sha-256=:{digest}:")


def test_a_killed_server_tells_the_true_offset(web: Server) -> None:
    phone = Phone(web.port)
    path = phone.begin(PHOTO)
    assert phone.part(path, PHOTO[:100_000], 0).status == 204
    tcp = phone.send_and_break(path, PHOTO[100_000:], 100_000, sent=300_000)
    web.kill()
    tcp.close()
    web.start()
    # Whatever it says is on disk: the whole is compared with its digest in the end.
    offset = phone.offset(path)
    assert 100_000 <= offset <= 400_000
    assert phone.part(path, PHOTO[offset:], offset).status == 204
    assert StoredFile.objects.get().size == len(PHOTO)


def test_of_two_equal_parts_at_once_one_is_taken(web: Server) -> None:
    phone = Phone(web.port)
    path = phone.begin(PHOTO)
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda _: phone.part(path, PHOTO[:500_000], 0).status, range(4)))
    assert statuses[0] == 204
    assert set(statuses[1:]) <= {409, 423}
    assert phone.offset(path) == 500_000
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(lambda _: phone.part(path, PHOTO[500_000:], 500_000).status, range(4)))
    assert statuses[0] == 204
    assert set(statuses[1:]) <= {409, 423}
    assert StoredFile.objects.count() == 1
