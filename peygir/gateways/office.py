"""Hands letters to a city's office automation by the HTTP interface of docs/letters.md, and asks what it has."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from peygir.gateways.asking import ask
from peygir.gateways.outgoing import HttpAnswer
from peygir.gateways.results import GatewayFailed

_PASSING: Final = frozenset({401, 403, 408, 425, 429})
"""Statuses after which the same letter may be taken later: our key is wrong, or the server is busy."""


@dataclass(frozen=True, slots=True)
class OfficeServer:
    """The address of the interface (`…/v1`), and the key that it gave us."""

    base_url: str
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """A file of a letter."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLetter:
    """A letter as the office automation gets it; `answers` is its own id of the letter that this one answers."""

    number: str
    dated_on: str  # ISO 8601
    sender: str
    recipient: str
    subject: str
    text: str
    files: Sequence[OfficeFile]
    answers: str = ""


def hand_letter(server: OfficeServer, letter: OfficeLetter) -> str:
    """Hand a letter over; returns its id there. The same number twice is one letter there (Idempotency-Key).

    Raises GatewayFailed; GatewayUnsure if it was sent and no clear answer came.
    """
    data = {
        "number": letter.number,
        "dated_on": letter.dated_on,
        "from": letter.sender,
        "to": letter.recipient,
        "subject": letter.subject,
        "text": letter.text,
        "in_reply_to": letter.answers,
        "files": [
            {"name": file.name, "media_type": file.media_type, "content": b64encode(file.content).decode()}
            for file in letter.files
        ],
    }
    response = ask(
        f"{server.base_url.rstrip('/')}/letters",
        data=data,
        headers={**_headers(server), "Idempotency-Key": letter.number.replace("/", "-")},
    )
    return _id_in(_checked(response))


def state_of(server: OfficeServer, remote_id: str) -> str:
    """What became of a letter there: "accepted", "delivered", "read" or "failed". Raises GatewayFailed."""
    response = ask(f"{server.base_url.rstrip('/')}/letters/{quote(remote_id, safe='')}", headers=_headers(server))
    values = _checked(response)
    state = values.get("state")
    if not isinstance(state, str):
        raise GatewayFailed("the office automation's answer names no state", is_permanent=False)
    return state[:20]


def _headers(server: OfficeServer) -> dict[str, str]:
    return {"Authorization": f"Bearer {server.key}", "Accept": "application/json"}


def _checked(response: HttpAnswer) -> Mapping[str, object]:
    if response.status >= 400 or response.status < 200 or response.status >= 300:
        is_permanent = 400 <= response.status < 500 and response.status not in _PASSING
        raise GatewayFailed(f"the office automation answered {response.status}", is_permanent=is_permanent)
    values = response.json()
    if not isinstance(values, dict):
        raise GatewayFailed("the office automation's answer is no object", is_permanent=False)
    return values


def _id_in(values: Mapping[str, object]) -> str:
    remote = values.get("id")
    if not isinstance(remote, str) or not 0 < len(remote) <= 120:
        raise GatewayFailed("the office automation's answer names no id", is_permanent=False)
    return remote
