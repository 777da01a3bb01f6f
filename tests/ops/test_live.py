"""The live stream over a real socket: who may listen, what is heard, and that neither a cut nor a kill loses it."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from peygir.ops.processes import children_of, free_port
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.town import CODE, Town

PATIENCE = 120.0  # of one that waits on a busy machine


class Ear:
    """One line to the stream, read as it comes."""

    open_ones: ClassVar[list["Ear"]] = []

    def __init__(self, port: int, cookie: str, *, path: str = "/live", after: str = "", origin: str = "") -> None:
        self.open_ones.append(self)
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {settings.SESSION_COOKIE_NAME}={cookie}"]
        lines += [f"Last-Event-ID: {after}"] if after else []
        lines += [f"Origin: {origin}"] if origin else []
        self._socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self._file = self._socket.makefile("rb")
        self.status = int(self._file.readline().split()[1])
        self.headers: dict[str, str] = {}
        while line := self._file.readline().decode().strip():
            name, _, value = line.partition(": ")
            self.headers[name.lower()] = value
        self.after = ""
        self.heard: list[tuple[str, dict[str, Any]]] = []

    def until(self, is_enough: Callable[["Ear"], bool]) -> list[tuple[str, dict[str, Any]]]:
        """Read until enough was heard; all that was heard."""
        assert self.status == 200, f"the stream answered {self.status} {self.headers}"
        rest = ""
        while not is_enough(self):
            size = int(self._file.readline().strip() or b"0", 16)
            if size == 0:
                break
            *whole, rest = (rest + self._file.read(size + 2)[:-2].decode()).split("\n\n")
            for block in whole:
                said = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
                self.after = said.get("id", self.after)
                if "event" in said:
                    self.heard.append((said["event"], json.loads(said["data"])))
        return self.heard

    def close(self) -> None:
        """Hang up without a word, as a lost line does."""
        if self in self.open_ones:
            self.open_ones.remove(self)
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._file.close()
            self._socket.close()


def has(event: str, **data: Any) -> Callable[[Ear], bool]:
    return lambda ear: any(name == event and data.items() <= told.items() for name, told in ear.heard)


def signed_in(username: str) -> tuple[Client, str]:
    client = Client()
    client.force_login(Staff.objects.get(username=username))
    return client, client.cookies[settings.SESSION_COOKIE_NAME].value


class Stream:
    """The stream's own process on the test database; may be killed and started again at the same port."""

    def __init__(self) -> None:
        self.port = free_port("127.0.0.1", 8890)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        parts = urlsplit(os.environ["PEYGIR_DATABASE_URL"])
        name = connection.settings_dict["NAME"]
        environment = {
            **os.environ, "PEYGIR_DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}")), "PEYGIR_CITY": CODE,
            "DJANGO_SETTINGS_MODULE": "peygir.settings",
        }  # fmt: skip
        (child,) = [one for one in children_of(host="127.0.0.1", port=1, workers=1, live_port=self.port)
                    if one.name == "live"]  # fmt: skip
        self._process = subprocess.Popen(child.command, env=environment, stderr=sys.stderr)
        until = time.monotonic() + PATIENCE
        while self.health()[0] != 200:
            assert time.monotonic() < until, "the stream does not answer"
            time.sleep(0.1)

    def health(self) -> tuple[int, dict[str, Any]]:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/health")
            answer = asked.getresponse()
            return answer.status, json.loads(answer.read())
        except OSError:
            return 0, {}
        finally:
            asked.close()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            until = time.monotonic() + PATIENCE
            while self.health()[0] and time.monotonic() < until:  # its worker dies with it
                time.sleep(0.05)


@pytest.fixture
def stream(live_town: Town) -> Iterator[Stream]:
    found = Stream()
    try:
        found.start()
        yield found
    finally:
        for ear in list(Ear.open_ones):
            ear.close()
        found.kill()


def test_changes_are_heard_by_those_who_may_see_them(stream: Stream, live_town: Town) -> None:
    _, mine = signed_in("clerk")
    _, other = signed_in("clerk_two")
    ear, far = Ear(stream.port, mine), Ear(stream.port, other)
    ear.until(has("beat"))
    far.until(has("beat"))
    assert ear.headers["content-type"].startswith("text/event-stream")
    code = make.in_hand()
    ear.until(has("case", code=code, kind="case_accepted"))
    make.press(code, "refer", live_town.supervisor, unit_id=live_town.units["D-02"], note="آن سوست")
    ear.until(has("gone", code=code))
    far.until(has("case", code=code, kind="case_referred"))
    assert {told["code"] for name, told in far.heard if name == "case"} == {code}
    assert "case_accepted" not in {told.get("kind") for _, told in far.heard}


def test_what_happens_while_the_line_is_cut_is_heard_afterwards(stream: Stream, live_town: Town) -> None:
    _, cookie = signed_in("clerk")
    ear = Ear(stream.port, cookie)
    ear.until(has("beat"))
    ear.close()
    codes = {make.in_hand(), make.in_hand()}
    again = Ear(stream.port, cookie, after=ear.after)
    again.until(lambda one: codes <= {told.get("code") for _, told in one.heard})
    again.close()
    # Killed in the middle: the next process reads what the last one had not told.
    stream.kill()
    late = make.in_hand()
    stream.start()
    third = Ear(stream.port, cookie, after=again.after or ear.after)
    third.until(has("case", code=late))
    assert not has("reset")(third)


def test_a_line_opens_though_the_database_cut_the_streams_own(stream: Stream) -> None:
    _, cookie = signed_in("clerk")
    for _ in range(5):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] >= 1
        ear = Ear(stream.port, cookie)  # before the stream has looked again by itself
        ear.until(has("beat"))
        ear.close()


def test_strangers_and_other_sites_hear_nothing(stream: Stream) -> None:
    client, cookie = signed_in("clerk")
    assert Ear(stream.port, "").status == 401
    assert Ear(stream.port, "no-such-session").status == 401
    assert Ear(stream.port, cookie, origin="https://evil.example").status == 403
    allowed = Ear(stream.port, cookie, origin="http://127.0.0.1:8137")
    assert allowed.status == 200
    assert allowed.headers["access-control-allow-origin"] == "http://127.0.0.1:8137"
    assert allowed.headers["access-control-allow-credentials"] == "true"
    client.logout()
    assert Ear(stream.port, cookie).status == 401
    asked = http.client.HTTPConnection("127.0.0.1", stream.port, timeout=5)
    asked.request("POST", "/live")
    assert asked.getresponse().status == 405
    asked.close()
    asked.request("GET", "/live", headers={"Host": "evil.example"})
    assert asked.getresponse().status == 400
    asked.close()


def test_who_signs_out_is_told_and_cut(stream: Stream) -> None:
    client, cookie = signed_in("clerk")
    ear = Ear(stream.port, cookie)
    ear.until(has("hello"))
    client.logout()
    ear.until(has("bye"))
    ear.until(lambda one: False)  # to its end


def test_colleagues_at_one_case_are_told_of_each_other(stream: Stream) -> None:
    code = make.in_hand()
    drain()
    _, mine = signed_in("clerk")
    _, other = signed_in("manager")
    _, stranger = signed_in("clerk_two")
    first = Ear(stream.port, mine, path=f"/live?case={code}")
    first.until(has("presence", people=[]))
    blind = Ear(stream.port, stranger, path=f"/live?case={code}")
    blind.until(has("beat"))
    second = Ear(stream.port, other, path=f"/live?case={code}")
    who = Staff.objects.get(username="manager")
    first.until(has("presence", people=[{"id": who.pk, "fa": who.name_fa, "en": who.name_en}]))
    assert not has("presence")(blind)
    second.close()
    first.until(lambda one: [told for name, told in one.heard if name == "presence"][-1]["people"] == [])
