"""API keys with a wide scope: one person proposes them, and they are in force once a second person has confirmed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from peygir.core.words import plain
from peygir.people.actions.keys import NoSuchKey, digest_of_token, new_token, rewrite_key, write_key
from peygir.people.actions.two_person_changes import propose_change
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.keyring import keys
from peygir.people.rules import Actor


def propose_key(
    city_id: int,
    name: str,
    *,
    owner: str,
    scopes: Collection[str],
    acts_as: str,
    per_minute: int | None,
    per_day: int | None,
    valid_until: datetime | None,
    why: str,
    by: Actor,
) -> tuple[int, str]:
    """Propose a new key; returns the id of the proposal, and the key, which is shown this once.

    It gives access once a second person has confirmed; the proposal holds its digest alone. Raises what `write_key`
    and `propose_change` do.
    """
    token = new_token()
    content = _content(owner, scopes, acts_as, per_minute, per_day, valid_until) | {
        "name": plain(name),
        "digest": digest_of_token(token),
    }
    _rehearse(content, by)
    change_id = propose_change(city_id, TwoPersonKind.API_KEY, plain(name), content, why=why, by=by)
    return change_id, token


def propose_key_change(
    city_id: int,
    key_id: int,
    *,
    owner: str,
    scopes: Collection[str],
    acts_as: str,
    per_minute: int | None,
    per_day: int | None,
    valid_until: datetime | None,
    why: str,
    by: Actor,
) -> int:
    """Propose that a key is widened; returns the id of the proposal. Raises what `rewrite_key`, `propose_change` do."""
    key = next((one for one in keys() if one.id == key_id), None)
    if key is None:
        raise NoSuchKey()
    content = _content(owner, scopes, acts_as, per_minute, per_day, valid_until) | {"name": key.name, "key": key_id}
    _rehearse(content, by)
    return propose_change(city_id, TwoPersonKind.API_KEY, key.name, content, why=why, by=by)


def carry_key(content: Mapping[str, Any], by: Actor) -> None:
    """Store or change a key as it was confirmed. Raises what `write_key` and `rewrite_key` do."""
    ends = content["valid_until"]
    given = {
        "owner": str(content["owner"]),
        "scopes": [str(scope) for scope in content["scopes"]],
        "acts_as": str(content["acts_as"]),
        "per_minute": content["per_minute"],
        "per_day": content["per_day"],
        "valid_until": datetime.fromisoformat(str(ends)) if ends else None,
    }
    if "key" in content:
        rewrite_key(int(content["key"]), **given, by=by)
    else:
        write_key(str(content["name"]), **given, digest=str(content["digest"]), by=by)


def _rehearse(content: Mapping[str, Any], by: Actor) -> None:
    with transaction.atomic():
        carry_key(content, by)
        transaction.set_rollback(True)


def _content(
    owner: str,
    scopes: Collection[str],
    acts_as: str,
    per_minute: int | None,
    per_day: int | None,
    valid_until: datetime | None,
) -> dict[str, Any]:
    return {
        "owner": plain(owner),
        "scopes": sorted(scopes),
        "acts_as": acts_as,
        "per_minute": per_minute,
        "per_day": per_day,
        "valid_until": valid_until.isoformat() if valid_until is not None else None,
    }
