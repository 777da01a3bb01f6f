"""Scripted operators: each polls the list of calls and records the outcomes of their own until acknowledged."""

import html
import http.client
import random
import re
import threading
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from lab.bench.served import HOST
from peygir.core import clock
from peygir.people.actions import add_staff
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM, Actor

_LINE: Final = re.compile(r'data-contact="(\d+)" data-stage="untold"')
_HIDDEN: Final = re.compile(r'<input type="hidden" name="(csrfmiddlewaretoken|key)" value="([^"]*)"')
BETWEEN: Final = 1.0
PATIENCE: Final = 20.0
OUTCOMES: Final = {"reported": 42, "answered": 40, "thanks": 8, "wrong_number": 10}


@dataclass(frozen=True, slots=True)
class AcknowledgedCommand:
    """One acknowledged command."""

    contact: int
    outcome: str


class Operator:
    """One operator, in a thread."""

    def __init__(self, staff: Staff, number: int) -> None:
        self.actor: Actor = actor_of(staff)
        self.told: list[AcknowledgedCommand] = []
        self.again = 0
        self.times: list[float] = []
        """Seconds of each page that came."""
        self._session, self._chance = session_of(staff), random.Random(number)  # noqa: S311
        self._stopped, self._thread = threading.Event(), threading.Thread(target=self._work, daemon=True)
        self._wire: http.client.HTTPConnection | None = None
        self._ports, self._turn, self._cookie = (0,), number, ""  # type: tuple[tuple[int, ...], int, str]

    def start(self, *ports: int) -> None:
        """Start working; of several machines at the one whose turn it is, until that does not answer."""
        self._ports = ports
        self._thread.start()

    def stop(self) -> None:
        """Stop when the current command is acknowledged."""
        self._stopped.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopped.wait(BETWEEN * self._chance.uniform(0.5, 1.5)):
            _, page = self._ask("GET", "/desk/calls/", more={"HX-Request": "true"})
            for contact in dict.fromkeys(_LINE.findall(page)):
                self._tell(int(contact))

    def _tell(self, contact: int) -> None:
        status, page = self._ask("GET", f"/desk/calls/{contact}/")
        fields = {name: html.unescape(value) for name, value in _HIDDEN.findall(page)}
        if status != 200 or "key" not in fields:
            return
        outcome = self._chance.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
        given = {**fields, "outcome": outcome}
        if outcome == "reported":
            given |= {
                "text": f"چالهٔ بزرگی در خیابان است، تماس {contact}",
                "topic": "ASP-01",
                "address": f"بلوار چمران، کوچهٔ {contact}",
            }
        status, _ = self._ask("POST", f"/desk/calls/{contact}/", body=urlencode(given))
        if status == 302:
            self.told.append(AcknowledgedCommand(contact, outcome))

    def _ask(self, method: str, path: str, *, body: str = "", more: dict[str, str] | None = None) -> tuple[int, str]:
        """Return the response, repeating the request until it is no server error."""
        while True:
            began = clock.monotonic()
            try:
                status, text = self._once(method, path, body, more or {})
            except (OSError, http.client.HTTPException):
                self._wire = None
                self._turn += 1
                status, text = 0, ""
            if 0 < status < 500:
                self.times.append(clock.monotonic() - began)
                return status, text
            self.again += 1
            clock.pause(0.3)

    def _once(self, method: str, path: str, body: str, more: dict[str, str]) -> tuple[int, str]:
        self._wire = self._wire or http.client.HTTPConnection(
            HOST, self._ports[self._turn % len(self._ports)], timeout=PATIENCE
        )
        headers = {
            "Cookie": f"sessionid={self._session}; {self._cookie}",
            "Host": "localhost",
            "Content-Type": "application/x-www-form-urlencoded",
            **more,
        }
        self._wire.request(method, path, body=body or None, headers=headers)
        answer = self._wire.getresponse()
        text = answer.read().decode(errors="replace")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self._cookie = cookie.split(";")[0]
        return answer.status, text


def hire(count: int) -> list[Operator]:
    """Create operators of the centre, signed in."""
    hired = []
    for number in range(count):
        pk = add_staff(
            f"storm-{number}",
            password=f"storm-of-calls-{number}",
            role="operator",
            unit_code="C",
            name=f"اپراتور {number}",
            must_change=False,
            by=SYSTEM,
        )
        hired.append(Operator(Staff.objects.get(pk=pk), number))
    return hired


def session_of(staff: Staff) -> Any:
    """Sign a member of staff in; returns the key of the session."""
    session = SessionStore()
    session[SESSION_KEY] = str(staff.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = staff.get_session_auth_hash()
    session.create()
    return session.session_key
