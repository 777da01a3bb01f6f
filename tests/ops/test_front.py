"""The web over real sockets under attack: slow, long and countless bodies, and callers behind a proxy."""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlencode

import pytest

from peygir.people.actions import issue_key
from peygir.people.models import RateLimitUse
from peygir.people.rules import SYSTEM
from tests.serving import PATIENCE, Server, served
from tests.town import Town

MB: Final = 1024 * 1024
FORM: Final = "application/x-www-form-urlencoded"


def head(path: str, *lines: str, kind: str = FORM) -> bytes:
    """The head of a POST, with what a browser shows of itself."""
    token = "a" * 32
    first = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {kind}", f"Cookie: csrftoken={token}"]
    return ("\r\n".join([*first, *lines]) + "\r\n\r\n").encode()


class Line:
    """One connection on which bytes are sent by hand."""

    def __init__(self, web: Server) -> None:
        self._socket = socket.create_connection(("127.0.0.1", web.port), timeout=PATIENCE)

    def send(self, *pieces: bytes) -> int:
        """Send until the server hangs up; how many bytes it took."""
        sent = 0
        with contextlib.suppress(OSError):
            for piece in pieces:
                self._socket.sendall(piece)
                sent += len(piece)
        return sent

    def answer(self) -> tuple[int, dict[str, str], str]:
        """Status, headers and text; 0 where the server only hung up."""
        response = http.client.HTTPResponse(self._socket, method="POST")
        try:
            response.begin()
            text = response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, {}, ""
        return response.status, {name.lower(): value for name, value in response.getheaders()}, text

    def close(self) -> None:
        self._socket.close()


@contextlib.contextmanager
def lines(web: Server, count: int) -> Iterator[list[Line]]:
    """So many connections, closed at the end."""
    opened = [Line(web) for _ in range(count)]
    try:
        yield opened
    finally:
        for one in opened:
            one.close()


def get(web: Server, path: str, **headers: str) -> tuple[int, str]:
    """Status and text of a page."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def post(web: Server, path: str, body: bytes = b"", **headers: str) -> tuple[int, str]:
    """Status and text of a POST whose length is stated."""
    kind = headers.pop("Content_Type", FORM)
    with lines(web, 1) as (connection,):
        more = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        connection.send(head(path, f"Content-Length: {len(body)}", *more, kind=kind), body)
        status, _, text = connection.answer()
        return status, text


def slow_bodies(web: Server, count: int) -> None:
    """So many bodies of which a byte comes now and then, and people who ask for pages meanwhile."""
    with lines(web, count) as slow:
        for slow_connection in slow:
            slow_connection.send(head("/report/known/", "Content-Length: 5000"), b"t")
        for number in range(6):
            for slow_connection in slow:
                slow_connection.send(b"e")
            assert get(web, "/report/")[0] == 200, f"page {number}"
            assert post(web, "/staff/login/", b"username=x")[0] == 403
        assert all(one.answer()[0] in (408, 503) for one in slow)
    assert get(web, "/report/")[0] == 200


def test_slow_bodies_hold_nobody_up_and_are_ended(web: Server) -> None:
    slow_bodies(web, 8)
    slow_bodies(web, 64)


def test_long_and_countless_bodies_are_refused_at_their_limit(web: Server) -> None:
    announced(web)
    unannounced(web)
    crumbs(web)
    many_fields(web)
    forbidden_long_json(web)


def announced(web: Server) -> None:
    """A length that is too much is refused before the body comes."""
    kind = "multipart/form-data; boundary=b"
    for path, most in (("/report/known/", 1), ("/report/", 121), ("/api/v1/reports", 1)):
        with lines(web, 1) as (line,):
            line.send(head(path, f"Content-Length: {300 * MB}", "Accept-Language: en", kind=kind), b"--b\r\n")
            status, headers, text = line.answer()
            assert (status, headers["connection"]) == (413, "close"), path
            assert f"{most} MB" in text, path


def unannounced(web: Server) -> None:
    """A body without a stated length is ended where it grows too long."""
    piece = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    with lines(web, 1) as (connection,):
        sent = connection.send(head("/report/known/", "Transfer-Encoding: chunked"), *[piece] * 1600)
        assert sent < 60 * MB
    with lines(web, 1) as (connection,):
        connection.send(head("/report/known/", "Transfer-Encoding: chunked", "Accept-Language: en"), *[piece] * 20)
        status, _, text = connection.answer()
        assert (status, "1 MB" in text) == (413, True)


def crumbs(web: Server) -> None:
    """A body that comes in countless small pieces is ended."""
    with lines(web, 1) as (line,):
        line.send(head("/report/known/", "Transfer-Encoding: chunked"), *[b"1\r\na\r\n" * 1000] * 3)
        assert line.answer()[0] == 408


def many_fields(web: Server) -> None:
    """Forms of countless or long fields are not read."""
    many = urlencode([("a", "1")] * 5_000).encode()
    assert post(web, "/report/known/", many)[0] == 400
    assert post(web, "/report/known/", b"a=" + b"%41" * (6 * MB))[0] == 413
    status, text = post(web, "/api/open311/v2/requests.json", b"a=" + b"%41" * (6 * MB))
    assert (status, json.loads(text)[0]["code"]) == (413, 413)


def forbidden_long_json(web: Server) -> None:
    """Without a key no long JSON is read."""
    with lines(web, 1) as (line,):
        line.send(head("/api/v1/reports", f"Content-Length: {3 * MB}", kind="application/json"))
        status, _, text = line.answer()
        assert (status, json.loads(text)["error"]) == (403, "KeyIsNotValid")


def test_whole_bodies_are_taken_however_they_come(web: Server) -> None:
    key = issue_key("app", scopes=["report"], by=SYSTEM)
    payload = json.dumps({"text": "چالهٔ بزرگ", "lat": 29.6, "lon": 52.5}).encode()
    with lines(web, 1) as (connection,):
        more = "Transfer-Encoding: chunked", f"Authorization: Bearer {key}"
        pieces = [f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (payload[:9], payload[9:])]
        connection.send(head("/api/v1/reports", *more, kind="application/json"), *pieces, b"0\r\n\r\n")
        assert connection.answer()[0] == 201
    payload = json.dumps({"text": "چالهٔ دیگر", "lat": 29.6, "lon": 52.5, "photos": ["A" * (3 * MB)]}).encode()
    with lines(web, 1) as (connection,):
        more = f"Content-Length: {len(payload)}", f"Authorization: Bearer {key}"
        connection.send(head("/api/v1/reports", *more, kind="application/json"), payload)
        status, _, text = connection.answer()
        assert (status, json.loads(text)["left_out"][0]["field"]) == (201, "photos.0")
    with lines(web, 16) as gone:
        for other_connection in gone:
            other_connection.send(head("/report/known/", "Content-Length: 5000"), b"text=")
    with lines(web, 16) as others:
        for other_connection in others:
            other_connection.send(head("/report/known/", "Content-Length: 5"), b"tex")
        for other_connection in others:
            other_connection.send(b"t=")
            assert other_connection.answer()[0] == 403  # a forged form, read whole


def test_a_door_counts_whom_the_server_saw_before_it_reads(web: Server) -> None:
    kind = "multipart/form-data; boundary=b"
    with lines(web, 1) as (connection,):
        connection.send(head("/report/", f"Content-Length: {50 * MB}", kind=kind))
        until = time.monotonic() + PATIENCE
        while not callers("report"):
            assert time.monotonic() < until, "it is not counted"
            time.sleep(0.05)
    photos = (
        b'--b\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n\r\n'
        + b"x" * 2 * MB
        + b"\r\n--b--\r\n"
    )
    assert post(web, "/report/", photos, Content_Type=kind)[0] == 403  # a forged form; counted once, before it came
    # A window may end between the two: then each stands in a row of its own.
    assert sum(RateLimitUse.objects.filter(limit_name="report").values_list("count", flat=True)) == 2
    RateLimitUse.objects.filter(limit_name="report").update(count=10_000)
    with lines(web, 1) as (connection,):
        connection.send(head("/report/", f"Content-Length: {50 * MB}", kind=kind))
        status, headers, _ = connection.answer()
        assert status == 429
        assert int(headers["retry-after"]) > 0
    for number in range(4):
        post(web, "/report/known/", b"text=x", X_Forwarded_For=f"192.0.2.{number}", Forwarded=f"for=192.0.2.{number}")
    assert callers("known") == {"127.0.0.1"}


# ── who calls ───────────────────────────────────────────────────────────────────────────────────────────────────────


def callers(door: str) -> set[str]:
    return set(RateLimitUse.objects.filter(limit_name=door).values_list("key", flat=True))


def test_behind_a_proxy_each_client_is_counted_alone(live_town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PEYGIR_PROXIES", "127.0.0.1, 10.0.0.0/8")
    with served("web") as web:
        for number in range(3):
            post(web, "/report/known/", b"text=x", X_Forwarded_For=f"203.0.113.9, 192.0.2.{number}")
        post(web, "/report/known/", b"text=x", X_Forwarded_For="192.0.2.7, 10.1.2.3")
        for last in ("1", "ffff:1", "a:b:c:d"):
            post(web, "/report/known/", b"text=x", X_Forwarded_For=f"2001:db8:0:7::{last}")
        for broken in ("", "unknown", "<script>", "999.9.9.9", "," * 500):
            assert post(web, "/report/known/", b"text=x", X_Forwarded_For=broken)[0] in (200, 403)
        with lines(web, 1) as (line,):
            line.send(head("/report/known/", "Content-Length: 6", "X_Forwarded_For: 192.0.2.66"), b"text=x")
            line.answer()
    assert callers("known") == {
        "192.0.2.0",
        "192.0.2.1",
        "192.0.2.2",
        "192.0.2.7",
        "2001:db8:0:7::/64",
        "127.0.0.1",
    }
