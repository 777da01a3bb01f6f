"""Uses of API keys: the system behind a key, counted against its quotas."""

from typing import Final

from peygir.core import clock
from peygir.core.refusals import NotAllowed
from peygir.core.translation import gettext_lazy as _
from peygir.people.actions.counting import count_use
from peygir.people.key_rules import SCOPES, SEEN_EVERY
from peygir.people.models import ApiKey
from peygir.people.queries import SystemCaller, caller_of_token

MINUTE: Final = 60
DAY: Final = 86_400


class KeyMayNot(NotAllowed):
    """The key is valid but lacks the scope that this endpoint requires."""

    message = _("This key may not {scope}.")


class KeyIsNotValid(NotAllowed):
    """There is no key, or it is unknown, expired or revoked."""

    message = _("The api_key is missing or not valid.")


def use_key(token: str, *, scope: str) -> SystemCaller:
    """The system behind a key with this scope; counts the use. Raises KeyIsNotValid, KeyMayNot, AskedTooOften."""
    caller = caller_of_token(token) if token else None
    if caller is None:
        raise KeyIsNotValid()
    if not caller.may(scope):
        raise KeyMayNot(scope=SCOPES[scope])
    count_key(caller)
    return caller


def count_key(caller: SystemCaller) -> None:
    """Count one use of a key against its quotas, if it has any; raises AskedTooOften.

    Call outside a transaction: a use that was refused counts too.
    """
    for door, limit, seconds in (("key-minute", caller.per_minute, MINUTE), ("key-day", caller.per_day, DAY)):
        if limit is not None:
            count_use(door, str(caller.key_id), limit, seconds)
    now = clock.now()
    if caller.last_used_at is None or now - caller.last_used_at >= SEEN_EVERY:
        ApiKey.objects.filter(pk=caller.key_id).update(last_used_at=now)
