"""One crew's phone that comes back to the city: it sends its photos in parts, then its results, until each is taken."""

import base64
import hashlib
import http.client
import json
import random
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import Message
from typing import Any, Final
from urllib.parse import urlsplit

from lab.bench.served import HOST
from lab.sample.shift import ShiftStop
from peygir.core import clock

PATIENCE: Final = 60.0
TRIES_AGAIN_AFTER: Final = 1.0
MOST_AT_ONCE: Final = 50
"""Commands in one request, as frontend/src/kit/outbox-patience.ts has it."""
SETTLED: Final = frozenset({"applied", "applied_soft"})
_SEGMENT: Final = 60_000


def unlike(picture: bytes, name: str) -> bytes:
    """The picture as a file that no other is: with a comment of its own (JPEG, segment COM)."""
    comment = name.encode()
    return picture[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2) + comment + picture[2:]


def filled(picture: bytes, size: int) -> bytes:
    """The picture with comments up to about so many bytes."""
    rng = random.Random(size)  # noqa: S311 - bytes that fill a file
    while len(picture) + 4 < size:
        count = min(_SEGMENT, size - len(picture) - 4)
        segment = rng.randbytes(count)
        picture = picture[:2] + b"\xff\xfe" + (count + 2).to_bytes(2) + segment + picture[2:]
    return picture


@dataclass
class Times:
    """Seconds of each answered request."""

    photos: list[float] = field(default_factory=list)
    commands: list[float] = field(default_factory=list)
    results: list[float] = field(default_factory=list)
    """The time of a request with commands, divided among them."""


class HomePhone(threading.Thread):
    """A signed-in phone with an address of its own; `picture` is the base of all its photos."""

    def __init__(self, number: int, session: str, stops: Sequence[ShiftStop], picture: bytes, *, delay: float) -> None:
        super().__init__(daemon=True)
        self.times, self.again, self.left = Times(), 0, len(stops)
        self.conflicts: list[dict[str, Any]] = []
        self.photos: dict[str, list[str]] = {}
        self._number, self._session, self._stops = number, session, stops
        self._picture, self._delay, self._port = picture, delay, 0
        self._wire: http.client.HTTPConnection | None = None
        self._token = self._cookie = ""

    def begin(self, port: int) -> None:
        """Come home after the delay."""
        self._port = port
        self.start()

    def run(self) -> None:
        """Send everything, and repeat what has no answer, as the page does."""
        clock.pause(self._delay)
        commands = self._commands()
        waiting = {each["uuid"] for each in commands}
        while waiting:
            open_ones = [each for each in commands if each["uuid"] in waiting]
            for first in range(0, len(open_ones), MOST_AT_ONCE):
                waiting -= self._send(open_ones[first : first + MOST_AT_ONCE])
            if waiting:
                self.again += 1
                clock.pause(TRIES_AGAIN_AFTER)
        self.left = 0

    def _commands(self) -> list[dict[str, Any]]:
        """Upload the photos, and return the commands of the shift."""
        made: list[dict[str, Any]] = []
        for stop in self._stops:
            shots = []
            for role in ("before", "after"):
                photo = unlike(self._picture, f"{self._number} {stop.number} {role}")
                shots.append({"sha256": self._upload(photo), "role": role, "taken_at": f"{clock.now():%FT%TZ}"})
            self.photos[stop.number] = [shot["sha256"] for shot in shots]
            result = {"verb": "order_result", "case": stop.code, "result": "fixed", "pictures": shots}
            made.append(self._command(len(made) + 1, stop, result, self.photos[stop.number]))
            made.append(self._command(len(made) + 1, stop, {"verb": "order_finish"}, []))
        return made

    def _command(self, seq: int, stop: ShiftStop, body: dict[str, Any], photos: list[str]) -> dict[str, Any]:
        name = f"bench-{self._number}"
        return {
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {stop.number} {seq}")),
            "device": name,
            "branch": name,
            "seq": seq,
            "order": stop.number,
            "base_version": None,
            "made_at": f"{clock.now():%FT%TZ}",
            "body": body,
            "photos": photos,
        }

    def _upload(self, photo: bytes) -> str:
        digest = hashlib.sha256(photo)
        named = {"filename": "photo.jpg", "sha256": digest.hexdigest()}
        pairs = ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in named.items())
        tus = {"Tus-Resumable": "1.0.0"}
        began, path, is_whole = clock.monotonic(), "", False
        while not is_whole:
            if path:
                status, headers, _ = self._ask("HEAD", path, b"", tus)
                offset = int(headers.get("Upload-Offset", -1)) if status == 200 else -1
                if offset < 0:
                    path = "" if status in (404, 410) else path
                    self._wait()
                    continue
            else:
                status, headers, _ = self._ask(
                    "POST", "/uploads/", b"", {**tus, "Upload-Length": str(len(photo)), "Upload-Metadata": pairs}
                )
                path, offset = urlsplit(headers.get("Location", "")).path if status == 201 else "", 0
                if not path:
                    self._wait()
                    continue
            if offset < len(photo):
                part = {**tus, "Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
                status, headers, _ = self._ask("PATCH", path, photo[offset:], part)
                if status != 204:
                    self._wait()
            is_whole = "Repr-Digest" in headers
        self.times.photos.append(clock.monotonic() - began)
        return digest.hexdigest()

    def _send(self, commands: list[dict[str, Any]]) -> set[str]:
        """Send commands; returns the uuids of those that are settled."""
        body = json.dumps({"commands": commands, "sent_at": f"{clock.now():%FT%TZ}"}).encode()
        began = clock.monotonic()
        headers = {"Content-Type": "application/json", "X-CSRFToken": self._token, "Accept": "application/json"}
        status, _, answer = self._ask("POST", "/outbox/commands/", body, headers)
        spent = clock.monotonic() - began
        if status != 200:
            if status in (401, 403):
                self._token = ""
            return set()
        self.times.commands.append(spent)
        self.times.results += [spent / len(commands)] * len(commands)
        results = json.loads(answer)["results"]
        self.conflicts += [one for one in results if one["result"] in ("conflict", "refused")]
        return {one["uuid"] for one in results if one["result"] != "waiting"}

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Message, bytes]:
        """Return (status, headers in any case of letters, body); status 0 where no answer came."""
        try:
            if not self._token and path != "/report/token/":
                self._fetch_token()
            return self._once(method, path, body, headers)
        except (OSError, http.client.HTTPException, ValueError):
            self._wire = None
            return 0, Message(), b""

    def _fetch_token(self) -> None:
        status, headers, body = self._once("GET", "/report/token/", b"", {"Accept": "application/json"})
        if status == 200:
            self._token = str(json.loads(body)["token"])
            self._cookie = headers.get("Set-Cookie", self._cookie).split(";")[0]

    def _once(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, Message, bytes]:
        if self._wire is None:
            # Each phone comes from an address of its own, as those in the street do.
            source = (f"127.1.{self._number // 250}.{1 + self._number % 250}", 0)
            self._wire = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE, source_address=source)
        cookies = "; ".join(filter(None, (f"sessionid={self._session}", self._cookie)))
        given = {"Host": "localhost", "Cookie": cookies, "X-CSRFToken": self._token, **headers}
        self._wire.request(method, path, body=body or None, headers=given)
        answer = self._wire.getresponse()
        return answer.status, answer.headers, answer.read()

    def _wait(self) -> None:
        self.again += 1
        clock.pause(TRIES_AGAIN_AFTER)
