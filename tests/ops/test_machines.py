"""Two machines with one database and one bucket: of each kind one is killed under load; nothing is lost or doubled."""

import base64
import hashlib
import http.client
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection

from lab.bench.crash import broken_rows
from peygir.cases.models import Report
from peygir.desks.answers.models import Message
from peygir.desks.intake.models import Photo
from peygir.history.queries import verify
from peygir.people.actions import make_system_token
from tests import make
from tests.machines import PATIENCE, Machine, sent_by_provider, two_machines, waiting
from tests.town import Town, point_in

pytestmark = pytest.mark.slow
TOKEN = "a-token-of-another-system"
BEFORE, AFTER, SENDERS = 12, 36, 3
PHOTO = make.photo(200)


@pytest.fixture
def machines(live_town: Town) -> Iterator[tuple[Machine, Machine]]:
    """Two of them, on which nothing runs yet."""
    with two_machines() as pair:
        yield pair


class LoadEnded(Exception):
    """A sender has nothing more to do."""


class Load:
    """Senders that report through both webs in turn, each report with a key of its own until it is acknowledged."""

    def __init__(self, ports: tuple[int, int]) -> None:
        self.codes: dict[str, str] = {}
        self.again, self.refused, self.with_photos = 0, [], 0  # type: tuple[int, list[str], int]
        self.unanswered = ""
        self._ports, self._stopped = ports, threading.Event()
        self._threads = [threading.Thread(target=self._report, args=(number,)) for number in range(SENDERS)]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, count: int) -> None:
        until = time.monotonic() + PATIENCE
        while len(self.codes) < count and not self.refused:
            progress = (
                f"{len(self.codes)} acknowledged, asked again {self.again} times, the last time for {self.unanswered}"
            )
            assert time.monotonic() < until, progress
            time.sleep(0.1)

    def _report(self, sender: int) -> None:
        with suppress(LoadEnded):
            self._send(sender)

    def _send(self, sender: int) -> None:
        number = 0
        while not self._stopped.is_set():
            number += 1
            key = f"load-{sender}-{number}"
            lat, lon = point_in("1")
            report: dict[str, Any] = {
                "text": f"{make.POTHOLE} {key}",
                "topic": "CIV-01",
                "lat": lat,
                "lon": lon,
                "reporter": {"phone": f"0912{sender}{number:06d}"},
            }
            if number % 4 == 0:
                report["uploads"] = [self._upload(number)]
                self.with_photos += 1
            body = json.dumps(report).encode()
            status, text, _ = self._ask(number, "POST", "/api/v1/reports", body, {"Idempotency-Key": key})
            if status in (200, 201):
                self.codes[key] = json.loads(text)["code"]
            else:
                self.refused.append(f"{status} {text[:300]}")
                return

    def _upload(self, number: int) -> str:
        """A photo in three parts, each to another machine than the one before."""
        data = PHOTO + number.to_bytes(4)
        digest = base64.b64encode(hashlib.sha256(data).hexdigest().encode()).decode()
        headers = {"Upload-Length": str(len(data)), "Upload-Metadata": f"filename eA==,sha256 {digest}"}
        _, _, answer = self._ask(number, "POST", "/uploads/", b"", headers)
        path = "/uploads/" + answer["Location"].split("/uploads/")[1]
        while True:
            _, _, state = self._ask(number, "HEAD", path, b"", {})
            offset = int(state["Upload-Offset"])
            if "Repr-Digest" in state:
                return path.strip("/").rpartition("/")[2]
            part = data[offset : offset + len(data) // 3 + 1]
            number += 1
            more = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            self._ask(number, "PATCH", path, part, more)

    def _ask(
        self, turn: int, method: str, path: str, body: bytes, more: dict[str, str]
    ) -> tuple[int, str, "http.client.HTTPMessage"]:
        """The answer of the machine whose turn it is, or of the other one where it does not answer.

        Raises LoadEnded where neither does until the end.
        """
        headers = {"Host": "localhost", "Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        headers |= {"Tus-Resumable": "1.0.0", **more}
        while not self._stopped.is_set():
            turn += 1
            wire = http.client.HTTPConnection("127.0.0.1", self._ports[turn % 2], timeout=60)
            try:
                wire.request(method, path, body=body, headers=headers)
                answer = wire.getresponse()
                text = answer.read().decode()
                if answer.status < 500 and answer.status != 423:
                    return answer.status, text, answer.headers
                self.unanswered = f"{method} {path}: {answer.status} {text[:200]}"
            except (OSError, http.client.HTTPException) as failure:
                self.unanswered = f"{method} {path}: {failure!r}"
            finally:
                wire.close()
            self.again += 1
            time.sleep(0.1)
        raise LoadEnded


def test_of_each_kind_one_is_killed_and_the_other_goes_on(machines: tuple[Machine, Machine], live_town: Town) -> None:
    make_system_token("load", channel="api", token=TOKEN)
    first, second = machines
    for machine in machines:
        machine.start("web")
        machine.start("work")
    first.start("clock")
    for machine in machines:
        machine.wait("/health/serving")
    second.start("clock")
    ports = (first.port, second.port)
    with Load(ports) as load:
        load.wait_for(BEFORE)
        for kind in ("web", "work", "clock"):
            first.kill(kind)
        load.wait_for(AFTER)
    assert not load.refused, load.refused[0]
    assert load.again > 0, "somebody was at the machine that ended"
    assert load.with_photos > 0
    until = time.monotonic() + PATIENCE
    while waiting():
        assert time.monotonic() < until, f"{waiting()} still wait: {second.logs()}"
        time.sleep(0.5)
    # The pages of the machine that is left say that all is well: its worker and its clock have taken over.
    second.wait("/health")
    connection.close()
    assert (
        Report.objects.filter(code__in=load.codes.values()).count() == len(set(load.codes.values())) == len(load.codes)
    )
    assert Report.objects.count() == len(load.codes), "one for each key, however often it was sent"
    assert broken_rows(list(load.codes.values())) == {}
    assert verify().breaks == []
    sent = sent_by_provider(first.home / "outbox")
    assert set(sent.values()) == {1}, "no message went out twice"
    by_state = Counter(Message.objects.filter(channel="sms").values_list("state", flat=True))
    # A worker that was killed between sending and recording leaves a message that is tried again in a minute.
    assert 0 <= len(sent) - by_state["sent"] <= by_state["pending"]
    assert len(sent) >= len(load.codes)
    assert set(Photo.objects.values_list("state", flat=True)) == {"ready"}, "and of each upload there is a picture"
    assert not list((second.home / "uploads").rglob("*.jpg")), "pictures lie in the bucket"


def test_the_live_stream_goes_on_on_another_machine(machines: tuple[Machine, Machine]) -> None:
    first, second = machines
    first.start("live")
    first.wait("/health")
    first.kill("live")
    first.wait("/health", status=0)
    second.start("live")
    second.wait("/health")
