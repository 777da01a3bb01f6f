"""The data of a case's page, read once from each table for all panels of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peygir.cases import queries as cases
from peygir.cases.drafts import drafts_of
from peygir.cases.facts import CaseFacts, DraftFacts, NoteFacts, ReportFacts
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.facts import EvidenceFacts
from peygir.desks.intake import queries as intake
from peygir.desks.intake.queries import Picture
from peygir.history.facts import EventFacts
from peygir.history.queries import timeline
from peygir.people.queries import staff_names
from peygir.people.rules import Actor
from peygir.web.kit.actor_names import staff_ids
from peygir.web.kit.templatetags.ui import language


@dataclass(frozen=True, slots=True)
class CaseContents:
    """One case as it is now; `names` maps staff ids to names, `notes` maps event numbers to the texts beside them."""

    events: Sequence[EventFacts]
    names: dict[int, str]
    notes: Mapping[int, NoteFacts]
    reports: Sequence[ReportFacts]
    drafts: Mapping[str, DraftFacts]
    pictures: Sequence[Picture]
    evidence: Sequence[EvidenceFacts]


def read_contents(case: CaseFacts, by: Actor) -> CaseContents:
    """Read the contents, one SQL statement for each field; the drafts are those of `by`."""
    events = timeline("case", case.pk)
    return CaseContents(
        events=events,
        names=staff_names(staff_ids(events), language()),
        notes=cases.notes_of(case.pk),
        reports=cases.reports_of(case.pk),
        drafts=drafts_of(case, by),
        pictures=intake.pictures_of(case.pk),
        evidence=fieldwork.evidence_of(case.pk),
    )
