"""Requests to other machines: what was surely not sent, what may have been, and what an answer may cost."""

import gzip
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from peygir.core import clock
from peygir.gateways.asking import ask
from peygir.gateways.outgoing import RequestLimits, send
from peygir.gateways.results import GatewayFailed, GatewayUnsure

LIMITS = RequestLimits(step=2.0, whole=2.0, most=1000)


@contextmanager
def talking(talk: Callable[[socket.socket, bytes], None]) -> Iterator[str]:
    """A server of one connection that reads a request and then does what `talk` does; yields its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        wire, _ = listener.accept()
        with wire:
            head = b""
            while b"\r\n\r\n" not in head and (piece := wire.recv(65536)):
                head += piece
            length = re.search(rb"Content-Length: (\d+)", head)
            while length and len(head.partition(b"\r\n\r\n")[2]) < int(length[1]) and (piece := wire.recv(65536)):
                head += piece
            talk(wire, head)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        thread.join(5)


def plain(body: bytes, status: bytes = b"200 OK", more: bytes = b"") -> Callable[[socket.socket, bytes], None]:
    """Answers with a body whose length is said."""
    length = str(len(body)).encode()
    return lambda wire, _: wire.sendall(
        b"HTTP/1.1 " + status + b"\r\nContent-Length: " + length + more + b"\r\n\r\n" + body
    )


def test_an_answer_comes_whole_with_its_headers() -> None:
    with talking(plain(b"{}", more=b"\r\nX-One: two")) as address:
        answer = send("GET", f"{address}/x?y=1", LIMITS)
    assert (answer.status, answer.body, answer.headers["x-one"], answer.is_cut) == (200, b"{}", "two", False)


def test_a_redirection_is_an_answer() -> None:
    with talking(plain(b"", b"302 Found", b"\r\nLocation: http://127.0.0.1:1/")) as address:
        answer = send("GET", address, LIMITS)
    assert (answer.status, answer.headers["location"]) == (302, "http://127.0.0.1:1/")


def test_a_long_answer_is_cut() -> None:
    with talking(plain(b"x" * 5000)) as address:
        answer = send("GET", address, LIMITS)
    assert (len(answer.body), answer.is_cut) == (1000, True)


def test_what_was_compressed_unasked_is_not_unpacked() -> None:
    packed = gzip.compress(b"x" * 1_000_000)
    assert len(packed) > LIMITS.most
    with talking(plain(packed, more=b"\r\nContent-Encoding: gzip")) as address:
        answer = send("GET", address, LIMITS)
    assert answer.body == packed[:1000]


def test_the_head_says_what_is_wanted() -> None:
    seen: list[bytes] = []

    def note(wire: socket.socket, head: bytes) -> None:
        seen.append(head)
        plain(b"")(wire, head)

    with talking(note) as address:
        send("POST", f"{address}/a", LIMITS, content="درخت".encode(), headers={"X-Key": "k"})
    head, _, body = seen[0].partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /a HTTP/1.1"
    port = address.rpartition(":")[2]
    assert {
        b"Host: 127.0.0.1:" + port.encode(),
        b"Accept-Encoding: identity",
        b"Content-Length: 8",
        b"X-Key: k",
    } <= set(lines)
    assert body == "درخت".encode()


def drip(wire: socket.socket, head: bytes) -> None:
    """One byte of a head that never ends, again and again."""
    try:
        wire.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        for _ in range(200):
            wire.sendall(b"x")
            clock.pause(0.05)
    except OSError:
        pass


def test_who_answers_drop_by_drop_is_left() -> None:
    began = clock.monotonic()
    with talking(drip) as address, pytest.raises(GatewayUnsure):
        send("GET", address, RequestLimits(step=5.0, whole=0.5, most=1000))
    assert clock.monotonic() - began < 8, "far less than the ten seconds that the drops would take"


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", b"nonsense\r\n\r\n"])
def test_a_torn_answer_leaves_it_open(answer: bytes) -> None:
    with talking(lambda wire, _: wire.sendall(answer)) as address, pytest.raises(GatewayUnsure):
        send("POST", address, LIMITS, content=b"x")


def test_nobody_there_has_received_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(GatewayFailed) as failure:
        send("POST", f"http://127.0.0.1:{port}/", LIMITS, content=b"x")
    assert not isinstance(failure.value, GatewayUnsure)
    assert "ConnectionRefusedError" in failure.value.reason


def test_a_server_without_tls_has_received_nothing() -> None:
    with talking(plain(b"")) as address, pytest.raises(GatewayFailed) as failure:
        send("POST", address.replace("http", "https"), LIMITS, content=b"secret")
    assert not isinstance(failure.value, GatewayUnsure)


@pytest.mark.parametrize(
    "url", ["", "x", "ftp://a/b", "http://", "http://[", "http://a:99999/", "http://a/ü", "http://a/b c"]
)
def test_what_is_no_address_is_refused_for_good(url: str) -> None:
    with pytest.raises(GatewayFailed) as failure:
        send("GET", url, LIMITS)
    assert failure.value.is_permanent


@pytest.mark.parametrize(("name", "value"), [("X-A", "b\r\nX-C: d"), ("X A", "b"), ("X-A", "b\x00")])
def test_no_header_carries_another(name: str, value: str) -> None:
    with talking(plain(b"")) as address, pytest.raises(GatewayFailed):
        send("GET", address, LIMITS, headers={name: value})


def test_one_private_address_of_a_name_is_enough_to_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a name with two addresses would lead into our own network whenever the first does not answer."""

    def two(*_: object, **__: object) -> list[tuple[object, ...]]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("93.184.215.14", 80)), (*kind, ("127.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", two)
    with pytest.raises(GatewayFailed) as failure:
        send("GET", "http://two.example/", RequestLimits(1.0, 1.0, 10, only_public=True))
    assert (failure.value.is_permanent, failure.value.reason) == (True, "the host is not a public one")


@pytest.mark.parametrize("url", ["", "api.example", "http://["])
def test_a_wrong_address_of_a_provider_is_ours_to_mend(url: str) -> None:
    """The message waits and is no dead letter."""
    with pytest.raises(GatewayFailed) as failure:
        ask(url, form={"to": "1"})
    assert not failure.value.is_permanent
    assert not isinstance(failure.value, GatewayUnsure)
