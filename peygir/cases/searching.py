"""Searches cases by a code, words in any spelling, a place, a topic, or a person's name.

A code leads straight to its case. Words are searched partition by partition (open, ended in the last year, older) until
there is more than a page shows. In each partition the newest cases are scanned first, which suffices for a word that
many entries hold; then the trigram index is used, which is fast for a rare word. So the cost of each step is bounded
whatever the words are.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from django.db import connection
from django.db.models import F, Q, QuerySet

from peygir.cases.finding import by_index, ids_of_code, read_one_by_one
from peygir.cases.inbox import InboxRow, lines_of
from peygir.cases.models import Case, Report, SearchPartition
from peygir.cases.seeing import ViewerKind, stand_in, unit_seen_by, viewer_kind_of, viewer_values, visible
from peygir.cases.states import ENDED, OPEN
from peygir.core.codes import read_code
from peygir.core.finding import MOST_WORDS, SearchTerms, search_terms_of
from peygir.people.permissions import Permission
from peygir.people.queries import citizens_named, staff_named
from peygir.people.rules import Actor
from peygir.storage import shapes
from peygir.storage.plans import planned_for_its_values
from peygir.storage.shapes import Shape, shape_of

FIRST: Final = 25
"""The cases that a search shows at first: a long list costs more than the search itself."""
MOST: Final = 100
"""The most cases that one search shows; beyond that the person must narrow the search."""
NEWEST: Final = 1_000
"""The newest cases of a partition that are scanned; among so many, a common word is sure to be found."""
RARE: Final = 250
"""Words are rare if fewer than one in so many of the newest open cases holds them."""
MOST_REPORTS: Final = 500
"""The most reports (newest first) looked at for one person's name."""
_CITY: Final = shapes.number(3)
_WHOLE: Final = shapes.words(1)
_PIECES: Final = tuple(shapes.words(2 + place) for place in range(MOST_WORDS))

Hit = tuple[int, str]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The cases that fit, open ones first, the newest first; `has_more` when there are others."""

    lines: list[InboxRow]
    has_more: bool = False
    is_code: bool = False


def search(actor: Actor, city_id: int, text: str, *, most: int = FIRST, newest: int = NEWEST) -> SearchResult:
    """Up to `most` cases that the actor may see and that match the text; for a phone number use `look_up_phone`."""
    if (code := read_code(text)) is not None:
        return SearchResult(cases_found(actor, city_id, ids_of_code(code)), is_code=True)
    search_terms = search_terms_of(text)
    if not search_terms.pieces:
        return SearchResult([])
    with planned_for_its_values():
        hits = _by_words(actor, city_id, search_terms, most, newest) | _by_people(actor, city_id, search_terms, most)
    ids_found = _ranked(hits)
    return SearchResult(lines_of(ids_found[:most]), len(ids_found) > most)


def cases_found(actor: Actor, city_id: int, ids: Iterable[int]) -> list[InboxRow]:
    """Those of these cases that the actor may see, ranked as in a search."""
    return lines_of(_ranked(_hits(_seen(actor, city_id).filter(pk__in=list(ids)), MOST)))


def reporters_known_to(actor: Actor) -> Q | None:
    """Condition for the visible cases whose reporters the actor may know; None: no case.

    The same rule as `people.rules.may_see_phone`; a test compares them.
    """
    if actor.is_system:
        return Q()
    is_inspectorate = actor.kind == "staff" and actor.may(Permission.READ_CONFIDENTIAL)
    if actor.kind == "staff" and actor.may(Permission.KNOW_REPORTERS):
        is_judge = actor.may(Permission.JUDGE_INSPECTORATE) and not is_inspectorate
        return Q(is_confidential=False) if is_judge else Q()
    return Q(is_confidential=True) if is_inspectorate else None


def _by_words(actor: Actor, city_id: int, search_terms: SearchTerms, most: int, newest: int) -> dict[int, bool]:
    """The cases whose search entries hold the words: open ones, then as many ended ones as there is room for."""
    hits = _step(actor, city_id, search_terms, SearchPartition.OPEN, newest, most)
    # What hardly any of the newest open cases holds is rare: the index finds all of it among the ended ones too.
    is_rare = len(hits) < newest // RARE
    steps: list[tuple[SearchPartition, int | None]] = [(SearchPartition.OPEN, None)]
    steps += [] if is_rare else [(SearchPartition.LATELY, newest)]
    for partition, among in (*steps, (SearchPartition.LATELY, None), (SearchPartition.ARCHIVE, None)):
        if len(hits) <= most:
            hits |= _step(actor, city_id, search_terms, partition, among, most)
    return hits


def _step(
    actor: Actor, city_id: int, search_terms: SearchTerms, partition: SearchPartition, among: int | None, most: int
) -> dict[int, bool]:
    """Results of one step: from the newest cases of a partition, or by its index."""
    if (seat := viewer_kind_of(actor)) is None:
        rows = list(_asked(actor, city_id, search_terms, partition, among, most))
    else:
        placeholder_terms = replace(
            search_terms,
            pieces=_PIECES[: len(search_terms.pieces)],
            whole=_WHOLE if search_terms.whole else "",
            names=(),
        )
        values = dict(
            zip(
                (*placeholder_terms.pieces, placeholder_terms.whole),
                (*search_terms.pieces, search_terms.whole),
                strict=True,
            )
        )
        values |= {f"%{one}%": f"%{connection.ops.prep_for_like_query(value)}%" for one, value in values.items()}
        rows = _shape(seat, placeholder_terms, partition, among, most).ask(
            {**viewer_values(actor), **values, _CITY: city_id}
        )
    return _with_openness(rows)


def _asked(
    actor: Actor, city_id: int, search_terms: SearchTerms, partition: SearchPartition, among: int | None, most: int
) -> QuerySet[Case, Hit]:
    states = sorted(OPEN if partition == SearchPartition.OPEN else ENDED)
    rows = _seen(actor, city_id).filter(state__in=states)
    if among is None:
        return _newest(rows.filter(by_index(search_terms, partition, unit_id=unit_seen_by(actor))), most)
    among_these = rows.order_by("-pk").values("pk")[:among]
    return _newest(Case.objects.filter(read_one_by_one(search_terms), pk__in=among_these), most)


@lru_cache(maxsize=256)
def _shape(kind: ViewerKind, wanted: SearchTerms, partition: SearchPartition, among: int | None, most: int) -> Shape:
    return shape_of(_asked(stand_in(kind), _CITY, wanted, partition, among, most))


def _by_people(actor: Actor, city_id: int, search_terms: SearchTerms, most: int) -> dict[int, bool]:
    """The open cases of a colleague of this name and, for actors who may know reporters, the cases of a reporter."""
    if not search_terms.names:
        return {}
    staff, allowed = staff_named(search_terms.names), reporters_known_to(actor)
    citizens = citizens_named(search_terms.names) if allowed is not None else []
    hits: dict[int, bool] = {}
    if staff:
        hits |= _hits(_seen(actor, city_id).filter(state__in=sorted(OPEN), assignee_id__in=staff), most)
    if allowed is not None and citizens:
        reports = Report.objects.filter(citizen_id__in=citizens).order_by("-pk").values_list("case_id", flat=True)
        hits |= _hits(_seen(actor, city_id).filter(allowed, pk__in=list(reports[:MOST_REPORTS])), most)
    return hits


def _seen(actor: Actor, city_id: int) -> QuerySet[Case]:
    return Case.objects.filter(visible(actor), city_id=city_id)


def _hits(rows: QuerySet[Case], most: int) -> dict[int, bool]:
    """Each case's id with whether it is open."""
    return _with_openness(_newest(rows, most))


def _newest(rows: QuerySet[Case], most: int) -> QuerySet[Case, Hit]:
    """The newest rows, one more than is shown, so that the caller knows whether there are more.

    Sorted by an expression and not by the key: the rows are few (or limited), and PostgreSQL must not scan the primary
    key backwards in the hope of meeting them early.
    """
    return rows.order_by((F("pk") + 0).desc()).values_list("pk", "state")[: most + 1]


def _with_openness(rows: Iterable[Hit]) -> dict[int, bool]:
    return {pk: state in OPEN for pk, state in rows}


def _ranked(hits: dict[int, bool]) -> list[int]:
    """Open before ended, the newest first: ids grow with time."""
    return sorted(hits, key=lambda pk: (not hits[pk], -pk))
