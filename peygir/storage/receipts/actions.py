"""Carrying out a command once, however often it is sent, and forgetting old receipts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import DatabaseError, IntegrityError, connection, transaction

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Refusal, TooMany, Unavailable
from peygir.core.translation import gettext_lazy as _
from peygir.storage.receipts.models import Receipt
from peygir.storage.receipts.rules import lock_of
from peygir.storage.rows import insert
from peygir.storage.unit_of_work import savepoint

# The lock, and the receipt if there is one, in one round trip. Both are asked for even where the lock is not free.
_LOOK: Final = """
    SELECT lock.is_free, receipt.digest, receipt.status, receipt.body
    FROM (SELECT pg_try_advisory_xact_lock(%s) AS is_free) AS lock
    LEFT JOIN receipts_receipt AS receipt ON receipt.owner = %s AND receipt.key = %s
"""


class KeyIsOfAnotherCommand(Invalid):
    """The key was used before, for a command with other contents."""

    message = _("This key was used for another request already. Send each new request with a key of its own.")


class CommandIsBeingDone(Conflict):
    """The same command is being carried out at this moment, for a request that came before."""

    message = _("The same request is being worked on at this moment. Send it again in a few seconds.")


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The status (of HTTP) and body of an answer; `is_known`: it was given before, and nothing was done now."""

    status: int
    body: str = ""
    is_known: bool = False


class _WasDone(Exception):
    """Another request with the key ended while this one was carried out; its receipt stands."""


def answer_once(
    owner: str,
    key: str,
    digest: bytes,
    act: Callable[[], KeptAnswer],
    *,
    refused: Callable[[Refusal], KeptAnswer] | None = None,
    waits: bool = False,
) -> KeptAnswer:
    """Return what `act` returns, and keep it; or what was kept under the owner's key, without calling `act`.

    The receipt and what `act` writes are one transaction. A refusal undoes both; with `refused`, what `act` wrote is
    undone and the refusal's answer is kept. Refusals that pass (too many requests, an outage, a deadlock) are never
    kept. While another request with the key is carried out, this one is refused, or with `waits` waits for it (for a
    browser, which shows its user the last answer alone).

    Raises KeyIsOfAnotherCommand, CommandIsBeingDone, and what `act` raises.
    """
    try:
        with transaction.atomic():
            known = _known(owner, key, digest, waits=waits)
            if known is not None:
                return known
            answer = act() if refused is None else _settled(act, refused)
            _keep(owner, key, digest, answer)
            return answer
    except _WasDone:
        with transaction.atomic():
            known = _known(owner, key, digest, waits=waits)
        if known is None:
            raise CommandIsBeingDone() from None
        return known


def _keep(owner: str, key: str, digest: bytes, answer: KeptAnswer) -> None:
    receipt = Receipt(owner=owner, key=key, digest=digest, status=answer.status, body=answer.body, at=clock.now())
    try:
        insert(receipt)
    except IntegrityError as error:
        raise _WasDone() from error


def _known(owner: str, key: str, digest: bytes, *, waits: bool) -> KeptAnswer | None:
    lock = lock_of(owner, key)
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [lock, owner, key])
        is_free, kept_digest, status, body = cursor.fetchone()
        if not is_free and waits:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [lock])
            cursor.execute(_LOOK, [lock, owner, key])
            is_free, kept_digest, status, body = cursor.fetchone()
    if kept_digest is not None:
        if bytes(kept_digest) != digest:
            raise KeyIsOfAnotherCommand()
        return KeptAnswer(status, body, is_known=True)
    if not is_free:
        raise CommandIsBeingDone()
    return None


def _settled(act: Callable[[], KeptAnswer], refused: Callable[[Refusal], KeptAnswer]) -> KeptAnswer:
    try:
        with savepoint():
            return act()
    except Refusal as refusal:
        if passes(refusal):
            raise
        return replace(refused(refusal), is_known=False)


def passes(refusal: Refusal) -> bool:
    """Whether a refusal says nothing of the command itself: sent again later, it may be carried out."""
    return isinstance(refusal, TooMany | Unavailable) or isinstance(refusal.__cause__, DatabaseError)


def forget_receipts(*, before: datetime) -> int:
    """Delete the receipts older than a moment; returns how many there were."""
    return Receipt.objects.filter(at__lt=before).delete()[0]
