"""Looks up who is signed in behind session keys, for the live stream, whose connections outlast any request."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from peygir.core import clock
from peygir.people.duties import duty_of
from peygir.people.models import Staff
from peygir.people.provider_proof import lives_by_provider, with_old_proof
from peygir.people.queries import actor_of, session_limits
from peygir.people.role_cache import ROLE_CACHE, STAMP
from peygir.people.rules import Actor
from peygir.people.session_rules import is_over


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member of staff who is signed in now: rights and name."""

    actor: Actor
    name_fa: str
    name_en: str


def viewers_of(keys: Iterable[str]) -> dict[str, Viewer]:
    """Return the viewer of each session key with an active person behind it; two statements for all, three where
    somebody lives by the organisation's sign-in page.

    As in the middleware: an expired, unused or ended session has no viewer, nor has one whose proof by that page is too
    old, one from before
    a change of password, or of somebody who must first choose a password or enrol a second
    factor.
    """
    rows = Session.objects.filter(session_key__in=list(keys), expire_date__gt=clock.now()).annotate(stamp=STAMP)
    for row in list(rows)[:1]:
        ROLE_CACHE.see(row.stamp)
    session_data = {row.session_key: row.get_decoded() for row in rows}
    numbers = {int(data[SESSION_KEY]) for data in session_data.values() if str(data.get(SESSION_KEY, "")).isdigit()}
    people = {row.pk: row for row in Staff.objects.filter(pk__in=numbers, is_active=True)} if numbers else {}
    viewers_by_session: dict[str, Viewer] = {}
    old_proofs: set[int] | None = None
    now, limits = clock.now().timestamp(), session_limits()
    for key, data in session_data.items():
        person = people.get(int(data.get(SESSION_KEY) or 0))
        if person is None or duty_of(person) or is_over(person.role, data, now=now, limits=limits):
            continue
        if lives_by_provider(person, data):
            old_proofs = with_old_proof(people) if old_proofs is None else old_proofs
            if person.pk in old_proofs:
                continue
        if _is_of(person, str(data.get(HASH_SESSION_KEY, ""))):
            name_fa, name_en = person.name_fa or person.username, person.name_en or person.name_fa or person.username
            viewers_by_session[key] = Viewer(actor_of(person), name_fa, name_en)
    return viewers_by_session


def _is_of(person: Staff, digest: str) -> bool:
    known = [person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()]
    return any(constant_time_compare(digest, one) for one in known)
