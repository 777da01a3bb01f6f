"""The panel of possible duplicates: cases that may be the same, and the burst of reports (incident) around this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.cases import queries as cases
from peygir.cases.facts import CaseFacts, ReportFacts
from peygir.cases.states import ENDED, CaseState
from peygir.city import queries as city
from peygir.city.facts import TopicFacts, UnitFacts
from peygir.core import clock
from peygir.desks.understanding import queries as understanding
from peygir.desks.understanding.queries import IncidentNow, Likeness
from peygir.people.rules import Actor, may_see
from peygir.web.kit.current_city import current_city

LIKELY: Final = 0.75
"""From this score on, two cases are labelled as probably the same, below it as possibly."""


@dataclass(frozen=True, slots=True)
class PossibleDuplicateRow:
    """A case that may be the same as this one."""

    like: Likeness
    topic: TopicFacts | None
    unit: UnitFacts | None
    words: str
    tone: str
    may_take_in: bool


@dataclass(frozen=True, slots=True)
class PossibleDuplicatesPanel:
    """The panel; empty parts are not shown."""

    cases: list[PossibleDuplicateRow]
    incident: IncidentNow | None
    may_merge: bool
    may_split: bool
    is_compared: bool


def heard_panel(case: CaseFacts, by: Actor, reports: Sequence[ReportFacts]) -> PossibleDuplicatesPanel:
    """Return what this person may see of it."""
    allowed = {judgement.move.verb for judgement in cases.allowed_moves(by, case) if judgement.is_allowed}
    is_private = case.is_confidential or case.about_unit_id is not None or case.about_staff_id is not None
    is_compared = case.lat is not None and not is_private and case.state not in ENDED
    return PossibleDuplicatesPanel(
        cases=[_heard(like) for like in _like(case, reports) if may_see(by, like.case.visibility)]
        if is_compared
        else [],
        incident=understanding.incident_of(case.incident_code),
        may_merge="merge" in allowed,
        may_split=case.state == CaseState.MERGED and "split" in allowed,
        is_compared=is_compared,
    )


def _like(case: CaseFacts, reports: Sequence[ReportFacts]) -> list[Likeness]:
    if case.lat is None or case.lon is None:
        return []
    # The first report of a merged case now belongs to the other case.
    report = next((one for one in reports if one.code == case.code), None) or cases.first_report(case)
    return understanding.likely_same(
        case.city_id,
        topic_id=case.topic_id,
        lat=case.lat,
        lon=case.lon,
        text=report.text,
        address=case.address,
        citizen_ids=[report.citizen_id] if report.citizen_id else [],
        at=clock.now(),
        without=case.pk,
    )


def _heard(like: Likeness) -> PossibleDuplicateRow:
    is_likely = like.score >= LIKELY
    return PossibleDuplicateRow(
        like,
        city.topic(current_city().id, like.case.topic_id),
        city.unit(like.case.unit_id) if like.case.unit_id else None,
        _("likely the same") if is_likely else _("perhaps the same"),
        "tone-info" if is_likely else "tone-quiet",
        like.case.state not in ENDED,
    )
