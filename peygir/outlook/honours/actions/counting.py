"""Finds the candidates of an edition by its frozen rules, and what speaks against them."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from django.db import transaction
from django.db.models import Q

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.honours import CandidatesCounted
from peygir.outlook.honours.actions.editions import open_edition, record_in
from peygir.outlook.honours.background import known_of_staff, vetted_people
from peygir.outlook.honours.gathering import deeds_of_citizens
from peygir.outlook.honours.models import HonourCandidate, HonourEdition, VettingFlag
from peygir.outlook.honours.states import EditionState, HonourDecision
from peygir.outlook.honours.usefulness import Usefulness, ranked, rules_kept, usefulness
from peygir.outlook.honours.vetting_rules import flags_of
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.storage.rows import insert_all

BY_SYSTEM: Final = "system"
KEPT_PER_PLACE: Final = 4
"""So many candidates for each place become rows; of the others the edition keeps numbers alone."""


class EditionIsNotOver(Conflict):
    """Candidates are found once the last day has passed."""

    message = _("The days of this edition are not over yet.")


class EditionIsNotFrozen(Conflict):
    """Candidates are found by rules that two people froze."""

    message = _("The rules of this edition are not frozen.")


class DecisionsHaveBegun(Conflict):
    """The committee has decided about somebody, so the list stays as it is."""

    message = _("The committee has begun to decide; the candidates are not counted again.")


@transaction.atomic
def count_candidates(edition_id: int, *, by: Actor) -> int:
    """Compute everybody's usefulness, and keep the first candidates with their flags; returns how many are kept.

    It may be repeated until the committee has decided about somebody: what is known of cases may have changed. Raises
    NotYourWork, NoSuchEdition, EditionIsNotFrozen, EditionIsNotOver, DecisionsHaveBegun.
    """
    edition = open_edition(edition_id, Permission.PREPARE_HONOURS, by)
    _refuse(edition)
    rules = rules_kept(edition.rules)
    deeds = deeds_of_citizens(edition.city_id, from_on=edition.from_on, to_on=edition.to_on)
    scores = {person: usefulness(of_person, rules) for person, of_person in deeds.items()}
    order = ranked(scores, rules)
    kept = order[: KEPT_PER_PLACE * edition.places]
    _replace(edition, kept)
    edition.state, edition.counted_at = EditionState.COUNTED.value, clock.now()
    edition.assessed, edition.eligible = len(scores), len(order)
    event = CandidatesCounted(assessed=len(scores), eligible=len(order), kept=len(kept), digest=_digest(scores))
    record_in(edition, event, by=by, write=["state", "counted_at", "assessed", "eligible"])
    return len(kept)


def _refuse(edition: HonourEdition) -> None:
    if edition.state not in (EditionState.FROZEN, EditionState.COUNTED):
        raise EditionIsNotFrozen()
    if city.day_of(edition.city_id, clock.now()) <= edition.to_on:
        raise EditionIsNotOver()
    if HonourCandidate.objects.filter(edition=edition).exclude(decision=HonourDecision.NONE).exists():
        raise DecisionsHaveBegun()


def _replace(edition: HonourEdition, kept: Sequence[tuple[int, Usefulness]]) -> None:
    """Write the candidates anew; who was asked for consent stays so, and so does what people noted or cleared."""
    noted = VettingFlag.objects.filter(
        candidate__edition=edition, candidate__citizen__in=[person for person, _ in kept]
    )
    noted = noted.filter(~Q(by=BY_SYSTEM) | Q(cleared_at__isnull=False)).select_related("candidate").order_by("pk")
    by_people = [(flag.candidate.citizen_id, flag) for flag in noted]
    asked_moments = dict(HonourCandidate.objects.filter(edition=edition).values_list("citizen_id", "asked_at"))
    VettingFlag.objects.filter(candidate__edition=edition).delete()
    HonourCandidate.objects.filter(edition=edition).delete()
    rows = [
        HonourCandidate(
            edition=edition,
            citizen_id=person,
            place=place,
            score=result.score,
            parts=result.as_json(),
            asked_at=asked_moments.get(person),
        )
        for place, (person, result) in enumerate(kept, start=1)
    ]
    insert_all(rows, numbered=True)
    row_of = {row.citizen_id or 0: row for row in rows}
    for person, flag in by_people:
        flag.pk, flag.candidate = None, row_of[person or 0]
    insert_all([flag for _person, flag in by_people])
    _flag(row_of, dict(kept), edition, {(person or 0, flag.kind) for person, flag in by_people})


def _flag(
    rows: Mapping[int, HonourCandidate],
    scores: Mapping[int, Usefulness],
    edition: HonourEdition,
    known: AbstractSet[tuple[int, str]],
) -> None:
    """Note what the system finds, but for kinds that people have noted or cleared before."""
    people = vetted_people(edition.city_id, scores, from_on=edition.from_on, to_on=edition.to_on)
    phones, names = known_of_staff()
    kinds_by_person, now = flags_of(people, staff_phones=phones, staff_names=names), clock.now()
    flags = [
        VettingFlag(candidate=rows[person], kind=kind, by=BY_SYSTEM, at=now)
        for person, kinds in kinds_by_person.items()
        for kind in kinds
        if (person, kind) not in known
    ]
    insert_all(flags)


def _digest(scores: Mapping[int, Usefulness]) -> str:
    """The SHA-256 of all scores, in the order of the citizens' ids."""
    lines = [json.dumps([person, scores[person].score, scores[person].trust]) for person in sorted(scores)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
