"""One box to find a case by: a code, words in any spelling, a place, a topic, or somebody's name.

Codes lead straight to their case. Words are looked for shelf by shelf: among what is open, what ended in the last year,
and what is older, until there is more than a page shows. On a shelf first the newest cases are read one by one, which
is enough for a word that many cards hold; then its trigram index is asked, which is quick for a word that few hold. So
each step is bounded whatever the words are.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q, QuerySet

from peygir.cases.finding import by_index, ids_of_code, read_one_by_one
from peygir.cases.inbox import Line, lines_of
from peygir.cases.lifecycle import ENDED, OPEN
from peygir.cases.models import Case, Report, Shelf
from peygir.cases.seeing import unit_seen_by, visible
from peygir.core.codes import read_code
from peygir.core.finding import Sought, sought
from peygir.history.plans import planned_for_its_values
from peygir.people import roles
from peygir.people.queries import citizens_named, staff_named
from peygir.people.rules import Actor

MOST: Final = 50
"""Cases that one search shows; whoever has more than that must say more."""
NEWEST: Final = 1_000
"""Cases of a shelf that are read one by one: among so many a word that stands on many cards is sure to be found."""
MOST_REPORTS: Final = 500
"""Reports of people of one name that are looked at, the newest."""
_OF_ITS_OWN: Final = roles.CENTRE_ROLES | roles.UNIT_ROLES


@dataclass(frozen=True, slots=True)
class Found:
    """The cases that fit, open ones first, the newest first; `has_more` when there are others."""

    lines: list[Line]
    has_more: bool = False
    is_code: bool = False


def search(actor: Actor, city_id: int, text: str, *, newest: int = NEWEST) -> Found:
    """Up to MOST cases that the actor may see and the text tells of; of a phone number see `look_up_phone`."""
    seen = Case.objects.filter(visible(actor), city_id=city_id)
    if (code := read_code(text)) is not None:
        return Found(lines_of(_ranked(_hits(seen.filter(pk__in=ids_of_code(code))))), is_code=True)
    wanted = sought(text)
    if not wanted.pieces:
        return Found([])
    with planned_for_its_values():
        hits = _by_words(seen, wanted, newest, unit_seen_by(actor)) | _by_people(actor, seen, wanted)
    ids_found = _ranked(hits)
    return Found(lines_of(ids_found[:MOST]), len(ids_found) > MOST)


def cases_found(actor: Actor, city_id: int, ids: Iterable[int]) -> list[Line]:
    """Those of these cases that the actor may see, ranked as in a search."""
    return lines_of(_ranked(_hits(Case.objects.filter(visible(actor), city_id=city_id, pk__in=list(ids)))))


def reporters_known_to(actor: Actor) -> Q | None:
    """The cases, among those that are seen, whose reporters the actor may know; None: no case.

    As `people.rules.may_see_phone`, which a test holds it to.
    """
    if actor.is_house or (actor.kind == "staff" and actor.role in _OF_ITS_OWN):
        return Q()
    is_inspectorate = actor.kind == "staff" and actor.role == roles.INSPECTORATE
    return Q(is_confidential=True) if is_inspectorate else None


def _by_words(seen: QuerySet[Case], wanted: Sought, newest: int, unit_id: int | None) -> dict[int, bool]:
    """The cases whose cards hold the words: those that are open, and as many ended ones as there is room for."""
    found: dict[int, bool] = {}
    for shelf in Shelf:
        rows = seen.filter(state__in=sorted(OPEN if shelf == Shelf.OPEN else ENDED))
        if shelf != Shelf.ARCHIVE:
            last = rows.order_by("-pk").values("pk")[:newest]
            found |= _hits(Case.objects.filter(read_one_by_one(wanted), pk__in=last))
        if len(found) <= MOST:
            found |= _hits(rows.filter(by_index(wanted, shelf, unit_id=unit_id)))
        if len(found) > MOST:
            break
    return found


def _by_people(actor: Actor, seen: QuerySet[Case], wanted: Sought) -> dict[int, bool]:
    """The open cases of a colleague of this name, and for those who may know it the cases of a reporter."""
    if not wanted.names:
        return {}
    staff = staff_named(wanted.names)
    found = _hits(seen.filter(state__in=sorted(OPEN), assignee_id__in=staff)) if staff else {}
    allowed = reporters_known_to(actor)
    citizens = citizens_named(wanted.names) if allowed is not None else []
    if allowed is not None and citizens:
        reports = Report.objects.filter(citizen_id__in=citizens).order_by("-pk").values_list("case_id", flat=True)
        found |= _hits(seen.filter(allowed, pk__in=list(reports[:MOST_REPORTS])))
    return found


def _hits(rows: QuerySet[Case]) -> dict[int, bool]:
    """Each case's id with whether it is open; one more than is shown, so that it is known that there are more.

    Sorted by a sum and not by the key: the rows are few or made so, and PostgreSQL must not walk down all keys instead
    in the hope of meeting them early.
    """
    found = rows.order_by((F("pk") + 0).desc()).values_list("pk", "state")[: MOST + 1]
    return {pk: state in OPEN for pk, state in found}


def _ranked(hits: dict[int, bool]) -> list[int]:
    """Open before ended, the newest first: ids grow with time."""
    return sorted(hits, key=lambda pk: (not hits[pk], -pk))
