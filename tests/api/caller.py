"""A system that knocks at the JSON doors, and the shape of what it is answered."""

import json
from typing import Any

from django.db import transaction
from django.test import Client

from peygir.people.actions import make_system_token
from peygir.people.models import Staff
from tests import make
from tests.town import PHONES, point_in


class Caller:
    """A system that knocks at the doors with a token (or without)."""

    def __init__(self, token: str = "") -> None:
        self.client = Client(raise_request_exception=True)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        """Status and JSON."""
        with transaction.atomic():  # what an edge's own transaction would undo, this savepoint does
            answer = self.client.get(f"/api/v1{path}", query, headers=self.headers)
        content = answer.getvalue()
        return answer.status_code, json.loads(content)

    def post(self, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        """Status and JSON; a body that is text goes as it is."""
        return self.send("POST", path, body, **headers)

    def send(self, method: str, path: str, body: Any, **headers: str) -> tuple[int, Any]:
        """Status and JSON of a request with a body, by any method."""
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        extra = {name.replace("_", "-"): value for name, value in headers.items()}
        with transaction.atomic():
            answer = self.client.generic(
                method, f"/api/v1{path}", data, content_type="application/json", headers={**self.headers, **extra}
            )
        return answer.status_code, json.loads(answer.content)

    def move(self, code: str, verb: str, **given: Any) -> tuple[int, Any]:
        """One move by who saw the case as it is."""
        given.setdefault("version", make.case(code).version)
        return self.post(f"/cases/{code}/moves", {"verb": verb, **given})


def token_for(username: str, *, may_report: bool = True) -> str:
    """A token that acts as one of the cast ("" = nobody)."""
    acts_as = Staff.objects.get(username=username) if username else None
    return make_system_token(f"test {username}", channel="api", acts_as=acts_as, may_report=may_report)


def report_body(**given: Any) -> dict[str, Any]:
    """The body of a report."""
    lat, lon = point_in("1")
    return {"text": make.POTHOLE, "topic": "CIV-01", "lat": lat, "lon": lon, "reporter": {"phone": PHONES[0]}, **given}


def is_refusal(status: int, body: Any, expected: int, error: str = "") -> bool:
    """Whether an answer has the one shape of a refusal."""
    assert status == expected, body
    assert set(body) == {"error", "fa", "en"}
    assert not body["fa"].isascii()
    assert body["en"]
    return not error or body["error"] == error
