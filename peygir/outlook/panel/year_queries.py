"""The figures of a panel's year: what it judged, found and asked, and how the units answered."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from peygir.outlook.panel.facts import SampleFacts
from peygir.outlook.panel.finding_facts import OwedFacts, PanelFindingFacts, PetitionFacts
from peygir.outlook.panel.finding_queries import findings
from peygir.outlook.panel.models import PanelVisit
from peygir.outlook.panel.petition_queries import petitions_of_panel
from peygir.outlook.panel.sample_queries import samples
from peygir.outlook.panel.session_queries import panel_sessions
from peygir.outlook.panel.states import PanelSessionState, PetitionState
from peygir.outlook.panel.term_queries import seats


@dataclass(frozen=True, slots=True)
class PanelYear:
    """A panel's work between two moments."""

    seats: Mapping[str, int]  # by the state of the seat
    samples: tuple[SampleFacts, ...]
    visits: int
    findings: tuple[PanelFindingFacts, ...]
    owed: tuple[OwedFacts, ...]
    petitions: tuple[PetitionFacts, ...]
    sessions: int

    @property
    def in_time(self) -> int:
        """How many answers came in time."""
        return sum(not row.is_open and not row.late.is_late for row in self.owed)

    @property
    def late(self) -> int:
        """How many answers came late."""
        return sum(not row.is_open and row.late.is_late for row in self.owed)

    @property
    def missing(self) -> int:
        """How many answers are owed and due."""
        return sum(row.is_open and row.late.is_late for row in self.owed)


def panel_year(term_id: int, *, since: datetime, until: datetime) -> PanelYear:
    """Return what a panel did in [since, until)."""
    of_findings = [row for row in findings(term_id) if since <= row.made_at < until]
    of_petitions = [
        row
        for row in petitions_of_panel(term_id)
        if row.opened_at is not None and since <= row.opened_at < until and row.state != PetitionState.REFUSED
    ]
    owed = [one for row in of_findings for one in row.answers]
    owed += [one for row in of_petitions for one in row.answers]
    held = [
        row
        for row in panel_sessions(term_id)
        if row.state == PanelSessionState.HELD and row.final_at is not None and since <= row.final_at < until
    ]
    return PanelYear(
        seats=Counter(seat.state for seat in seats(term_id)),
        samples=tuple(row for row in samples(term_id) if since.date() <= row.first_on < until.date()),
        visits=PanelVisit.objects.filter(term_id=term_id, at__gte=since, at__lt=until).count(),
        findings=tuple(of_findings),
        owed=tuple(owed),
        petitions=tuple(of_petitions),
        sessions=len(held),
    )
