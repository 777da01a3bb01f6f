"""All that is published of a month's marks in one place: what its report shows as PDF and as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peygir.outlook.scoring import comparison_queries, people_queries, queries
from peygir.outlook.scoring.facts import NotCountedFacts, RestatementFacts, ScoredMonthFacts
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK, Standing
from peygir.outlook.scoring.people_queries import scheme_by_id
from peygir.outlook.scoring.words import StandingBand
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_parts import UnitMarkRow, mark_row
from peygir.web.kit.mark_scheme import SchemeText, scheme_text
from peygir.web.kit.standing_words import FAILURES, OTHERS, PEERS, indicator_words
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.public.marks_kept import KeptMonth, kept_month


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A version of a month: its marks with their parts, the standings, what was not counted, and what was restated.

    `restated` are the changes up to this version, the first one first. `digest` is that of the comparison, "" without.
    """

    month: ScoredMonthFacts
    kept: KeptMonth
    rows: Sequence[UnitMarkRow]
    standings: Sequence[Standing]
    digest: str
    not_counted: Mapping[int, Sequence[NotCountedFacts]]
    restated: Sequence[RestatementFacts]
    scheme: SchemeText | None

    @property
    def number(self) -> int:
        """The number of the version."""
        return self.kept.version.number

    def groups(self) -> list[tuple[str, list[UnitMarkRow]]]:
        """The units by kind, each kind in order of names, as the page of marks has them."""
        kinds = [(in_language(label), [row for row in self.rows if row.kind == kind]) for kind, label in PEERS.items()]
        others = [row for row in self.rows if row.kind not in PEERS]
        return [(label, rows) for label, rows in [*kinds, (in_language(OTHERS), others)] if rows]

    def standings_in(self, indicator: str) -> list[Standing]:
        """The standings of all units in an indicator, or in the whole mark."""
        return [one for one in self.standings if one.indicator == indicator]

    def compared(self) -> list[str]:
        """The indicators in which units are compared, in the order of pages."""
        known = {one.indicator for one in self.standings}
        return [indicator for indicator in FAILURES if indicator in known]

    def whole(self, unit_id: int) -> Standing | None:
        """How a unit stands in the whole mark."""
        return next((one for one in self.standings_in(WHOLE_MARK) if one.unit_id == unit_id), None)

    def apart(self, unit_id: int) -> list[tuple[str, str]]:
        """The bands of a unit in which it stands apart, with the names of the indicators."""
        apart = (StandingBand.BETTER, StandingBand.WORSE)
        own = [one for one in self.standings if one.unit_id == unit_id and one.band in apart]
        return [(in_language(one.band.label), indicator_words(one.indicator)) for one in own]


def month_report(month: ScoredMonthFacts, version: int | None) -> MonthReport:
    """Return the report of a version (None: the present one); some statements, and none more for each unit."""
    kept, city_id = kept_month(month, version), current_city().id
    number = kept.version.number
    restated = people_queries.restatements(city_id, first_on=month.first_on)
    scheme = scheme_by_id(city_id, month.scheme_id)
    rows = sorted(map(mark_row, kept.marks), key=lambda row: (row.name, row.mark.unit_id))
    return MonthReport(
        month=month,
        kept=kept,
        rows=rows,
        standings=comparison_queries.standings_of_month(month.id, version=number),
        digest=comparison_queries.comparison_digest(month.id, version=number),
        not_counted=queries.not_counted_in(month.id),
        restated=sorted((row for row in restated if row.number <= number), key=lambda row: row.number),
        scheme=scheme_text(scheme) if scheme is not None else None,
    )
