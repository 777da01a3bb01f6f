"""API keys with a wide scope: one person proposes them, and they are in force once a second person has confirmed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from peygir.core.words import plain
from peygir.people.actions.keys import NoSuchKey, digest_of_token, new_token, rewrite_key, write_key
from peygir.people.actions.two_person_changes import propose_change
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.key_rules import KeyTerms
from peygir.people.keyring import keys
from peygir.people.rules import Actor


def propose_key(city_id: int, name: str, terms: KeyTerms, *, why: str, by: Actor) -> tuple[int, str]:
    """Propose a new key; returns the id of the proposal, and the key, which is shown this once.

    It gives access once a second person has confirmed; the proposal holds its digest alone. Raises what `write_key`
    and `propose_change` do.
    """
    token = new_token()
    content = _content(terms) | {"name": plain(name), "digest": digest_of_token(token)}
    _rehearse(content, by)
    change_id = propose_change(city_id, TwoPersonKind.API_KEY, plain(name), content, why=why, by=by)
    return change_id, token


def propose_key_change(city_id: int, key_id: int, terms: KeyTerms, *, why: str, by: Actor) -> int:
    """Propose that a key is widened; returns the id of the proposal. Raises what `rewrite_key`, `propose_change` do."""
    key = next((one for one in keys() if one.id == key_id), None)
    if key is None:
        raise NoSuchKey()
    content = _content(terms) | {"name": key.name, "key": key_id}
    _rehearse(content, by)
    return propose_change(city_id, TwoPersonKind.API_KEY, key.name, content, why=why, by=by)


def carry_key(content: Mapping[str, Any], by: Actor) -> None:
    """Store or change a key as it was confirmed. Raises what `write_key` and `rewrite_key` do."""
    ends = content["valid_until"]
    terms = KeyTerms(
        owner=str(content["owner"]),
        scopes=[str(scope) for scope in content["scopes"]],
        acts_as=str(content["acts_as"]),
        per_minute=content["per_minute"],
        per_day=content["per_day"],
        valid_until=datetime.fromisoformat(str(ends)) if ends else None,
    )
    if "key" in content:
        rewrite_key(int(content["key"]), terms, by=by)
    else:
        write_key(str(content["name"]), terms, digest=str(content["digest"]), by=by)


def _rehearse(content: Mapping[str, Any], by: Actor) -> None:
    with transaction.atomic():
        carry_key(content, by)
        transaction.set_rollback(True)


def _content(terms: KeyTerms) -> dict[str, Any]:
    ends = terms.valid_until.isoformat() if terms.valid_until is not None else None
    return {**asdict(terms), "owner": plain(terms.owner), "scopes": sorted(terms.scopes), "valid_until": ends}
