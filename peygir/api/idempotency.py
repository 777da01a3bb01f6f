"""The header `Idempotency-Key` of the JSON API: the same command with the same key is carried out once."""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Final

from django.http import HttpResponse
from ninja import Header

from peygir.api.answers import refusal_body, status_of
from peygir.core.refusals import Refusal
from peygir.people.queries import SystemCaller
from peygir.storage.receipts.actions import KeptAnswer, answer_once
from peygir.storage.receipts.rules import digest_of, stored_key

REPLAYED: Final = "Idempotency-Replayed"
IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        description="A key of the sender's own for this command (a UUID, say). The same command with the same key is"
        " done once and gets the same answer for 30 days; another command with it is refused with 422.",
    ),
]


def once(
    caller: SystemCaller,
    key: str,
    sent: Mapping[str, object],
    act: Callable[[], tuple[int, Mapping[str, object]]],
) -> HttpResponse:
    """Return the answer of `act` (status and body), or the one that it gave before under the caller's key.

    `sent` is what the command says, for comparing. Without a key `act` is simply called. A refusal is kept like any
    answer. Raises KeyIsOfAnotherCommand, CommandIsBeingDone, and what `act` raises.
    """
    if not key:
        return _response(_answer(*act()))
    answer = answer_once(
        f"key:{caller.key_id}",
        stored_key(key),
        digest_of(sent),
        lambda: _answer(*act()),
        refused=_refused,
    )
    return _response(answer)


def _answer(status: int, body: Mapping[str, object]) -> KeptAnswer:
    return KeptAnswer(status, json.dumps(body, ensure_ascii=False, separators=(",", ":")))


def _refused(refusal: Refusal) -> KeptAnswer:
    return _answer(status_of(refusal), refusal_body(refusal))


def _response(answer: KeptAnswer) -> HttpResponse:
    response = HttpResponse(answer.body, content_type="application/json; charset=utf-8", status=answer.status)
    if answer.is_known:
        response[REPLAYED] = "true"
    return response
