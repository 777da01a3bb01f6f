"""What the public pages of plans show: counts that are large enough, the chain of a programme, and figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from peygir.core import personal
from peygir.outlook.planning.budget_queries import lines_of_programmes
from peygir.outlook.planning.council_queries import public_proposals_of, public_session_ids
from peygir.outlook.planning.facts import (
    BudgetLineFacts,
    DecisionFacts,
    GoalFacts,
    MeasurementFacts,
    ProblemFacts,
    ProgrammeFacts,
    ProposalFacts,
)
from peygir.outlook.planning.goals_in_view import public_goals_of
from peygir.outlook.planning.minutes_rules import public_minutes
from peygir.outlook.planning.states import GoalState, ProgrammeState
from peygir.people.queries import names_of_staff
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.council_words import votes_by_name
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.templatetags.ui import digits

FEWEST: Final = 5
"""A count of cases or reports below it is not shown."""
MOST_MONTHS: Final = 24
_WITH_MONEY: Final = (ProgrammeState.FUNDED, ProgrammeState.RUNNING, ProgrammeState.DONE)


@dataclass(frozen=True, slots=True)
class ShownDecision:
    """A public decision; `session_id` is None where the session is not public, and then nobody is named."""

    decision: DecisionFacts
    session_id: int | None
    votes: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ProgrammeChain:
    """What came of a programme: its proposals, the decisions about them, its budget lines, and its goals."""

    programme: ProgrammeFacts
    proposals: tuple[ProposalFacts, ...]
    decisions: tuple[ShownDecision, ...]
    lines: tuple[BudgetLineFacts, ...]
    goals: tuple[GoalFacts, ...]

    @property
    def spent(self) -> int:
        """Rials that were spent until now."""
        return sum(line.spent for line in self.lines)

    @property
    def approved(self) -> int:
        """Rials in the budget for it."""
        return sum(line.approved for line in self.lines)

    @property
    def share_spent(self) -> int:
        """The spent share of what is in the budget, in whole percent; at most 100."""
        return min(100, round(100 * self.spent / self.approved)) if self.approved else 0


def enough(count: int) -> int | None:
    """Return a count of cases, None where it is so small that somebody might be recognised."""
    return None if 0 < count < FEWEST else count


def count_words(count: int) -> str:
    """Return a count of cases in words, without those that are too small."""
    if enough(count) is None:
        return _("fewer than %(fewest)s") % {"fewest": digits(FEWEST)}
    return digits(count)


def evidence_figures(problem: ProblemFacts) -> list[dict[str, str]]:
    """Return the tiles of a problem: how many cases, reports and returns show it."""
    evidence = problem.evidence
    if not evidence:
        return []
    return [
        {"name": _("Cases"), "value": count_words(int(evidence["cases"]))},
        {"name": _("Reports of citizens"), "value": count_words(int(evidence["reports"]))},
        {"name": _("Came back after being done"), "value": count_words(int(evidence["returned"]))},
    ]


def months_of(problem: ProblemFacts) -> list[tuple[date, int | None]]:
    """Return (first day of a month, cases) of the last months, None for a month with too few to show."""
    months: dict[str, Any] = dict(problem.evidence.get("months", {})) if problem.evidence else {}
    rows = [(date.fromisoformat(first_on), enough(int(count))) for first_on, count in sorted(months.items())]
    return rows[-MOST_MONTHS:]


def months_chart(problem: ProblemFacts) -> Chart | None:
    """Return the chart of the months in which cases came; None unless two of them may be shown."""
    rows = months_of(problem)
    if sum(count is not None for _first_on, count in rows) < 2:
        return None
    labels = tuple(month_label(first_on) for first_on, _count in rows)
    values = tuple(None if count is None else float(count) for _first_on, count in rows)
    return Chart(_("Cases by month"), labels, (Series(_("Cases"), values),), across=_("Month"), unit=_("cases"))


def chain_of(programme: ProgrammeFacts) -> ProgrammeChain:
    """Return what came of a programme, as everybody may read it."""
    proposals = public_proposals_of([programme.id])
    return ProgrammeChain(
        programme,
        tuple(proposals),
        tuple(shown_decisions(proposals)),
        tuple(lines_of_programmes([programme.id], only_public=True)),
        tuple(public_goals_of(programme.id)),
    )


def steps_of(chain: ProgrammeChain) -> list[tuple[str, bool, bool]]:
    """Return (label, is done, is the present one) of the four steps from the question to what it achieved."""
    state = chain.programme.state
    done = [
        state != ProgrammeState.DRAFT,
        state in (ProgrammeState.APPROVED, *_WITH_MONEY),
        state in _WITH_MONEY,
        any(goal.state == GoalState.REACHED for goal in chain.goals),
    ]
    labels = (
        pgettext("step of a plan", "Request"),
        pgettext("step of a plan", "Decision"),
        pgettext("step of a plan", "Money"),
        pgettext("step of a plan", "Result"),
    )
    present = done.index(False) if False in done else len(done)
    return [(label, done[place], place == present) for place, label in enumerate(labels)]


def without_small_counts(measurement: MeasurementFacts) -> MeasurementFacts:
    """Return a measurement that does not say how many cases came after the work, where they were few."""
    figures = measurement.figures
    if figures.came is None or enough(round(figures.came)) is not None:
        return measurement
    return replace(measurement, figures=replace(figures, came=None))


def shown_decisions(proposals: Sequence[ProposalFacts]) -> list[ShownDecision]:
    """Return the decisions about proposals that everybody may read, the oldest first."""
    decisions = [decision for paper in proposals for decision in paper.decisions]
    known = public_session_ids([decision.session_id for decision in decisions])
    return [
        ShownDecision(
            decision,
            decision.session_id if decision.session_id in known else None,
            votes_by_name(decision) if decision.session_id in known else [],
        )
        for decision in sorted(decisions, key=lambda row: row.decided_on)
    ]


def minutes_shown(minutes: str) -> str:
    """Return minutes as everybody may read them: covered as other texts are, but for the names of the city's people."""
    return public_minutes(minutes, names_of_staff()) if minutes else ""


def public_text(text: str) -> str:
    """Return a text of the city as everybody may read it: what is or may be personal is covered."""
    return personal.cover(text)
