"""The sample's planning: a problem followed from its cases to the council, the budget and a goal, and others beside it.

Three more problems are on their way: one only recognised, one whose proposal was refused, and one on the agenda of the
council's next session. Every step is a real action at a moment of the last weeks.
"""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction

from lab.sample.city_budget import POTHOLES_LINE, budget_table
from lab.sample.city_council import LAST, SECRETARY, call_sessions, hold_session, write_minutes
from lab.sample.city_problems import GUTTERS, PAVEMENTS, POTHOLES, TREES, SampleProblem
from lab.sample.inspections import person
from lab.sample.lived import SimulatedTime
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.history.queries import timeline
from peygir.journey.moments import Drain, old_moment
from peygir.outlook.insight.monthly import first_day_of, last_day_of_month, last_whole_month, month_of
from peygir.outlook.planning import actions, budget_queries
from peygir.outlook.planning.actions.problems import ProblemTerms
from peygir.outlook.planning.actions.programmes import ProgrammeTerms
from peygir.outlook.planning.actions.proposals import ProposalTerms
from peygir.outlook.planning.models import CouncilSession, PlanProblem
from peygir.outlook.planning.queries import programme
from peygir.outlook.planning.rules import GoalTerms, fiscal_year_of
from peygir.people.queries import staff_id_of
from peygir.people.rules import Actor

MADE, PLANNED, SENT, CALLED, HELD, MINUTED, PAID, HUNG = (
    timedelta(days=days) for days in (26, 24, 22, 20, 14, 12, 8, 7)
)
"""How long before the end of the sample's year each step was taken."""
AHEAD: Final = timedelta(days=9)
"""The council's next session lies so far ahead."""
COMMISSION: Final = "کمیسیون عمران و شهرسازی"
MOST_CASES: Final = 200
BASELINE_MONTHS: Final = 10
BASELINE_DAYS: Final = 290
"""From the last day of a month so many days back lies in the tenth month."""


def plan_sample(city_id: int, *, now: datetime) -> None:
    """Take all steps; called again, nothing is added."""
    if PlanProblem.objects.filter(city_id=city_id).exists() or staff_id_of(SECRETARY) is None:
        return
    time = SimulatedTime(now)
    with clock.simulated(time.now), transaction.atomic():
        with old_moment() as drain:
            plans = _Plans(city_id, now, time, drain)
            plans.decide()
        plans.import_budget()  # between the moments: it copies, which cannot be pipelined
        with old_moment() as plans.drain:
            plans.pay()


class _Plans:
    """The steps of all problems, each at its moment."""

    def __init__(self, city_id: int, now: datetime, time: SimulatedTime, drain: Drain) -> None:
        self._city_id, self._now, self._time, self.drain = city_id, now, time, drain
        self._paid: int | None = None
        self._units = {unit.code: unit.id for unit in city.units(city_id)}
        self._today = city.day_of(city_id, now)

    def decide(self) -> None:
        """Make the problems that have cases, up to the council's session."""
        shown = {one.title: codes for one in (POTHOLES, PAVEMENTS, GUTTERS, TREES) if (codes := self._codes(one))}
        self._at(MADE)
        made = {title: self._problem(problem, shown[title]) for title, problem in self._known(shown)}
        self._at(PLANNED)
        plans = {title: self._programme(problem, made[title]) for title, problem in self._known(shown)}
        self._at(SENT)
        sent = {
            problem.programme: self._proposal(problem, plans[title])
            for title, problem in self._known(shown)
            if problem.options
        }
        self._at(CALLED)
        held_on, next_on = (city.day_of(self._city_id, self._now + span) for span in (-HELD, AHEAD))
        items = call_sessions(self._city_id, sent, last_on=held_on, next_on=next_on)
        if items:
            session_id = CouncilSession.objects.get(city_id=self._city_id, number=LAST).pk
            self._at(HELD)
            hold_session(session_id, items)
            self._at(MINUTED)
            write_minutes(session_id, held_on)
        self._at(PAID)
        self._paid = plans.get(POTHOLES.title)

    def pay(self) -> None:
        """Let the budget pay for what was decided, and go on to the end of the year."""
        if self._paid is not None:
            self._pay(self._paid)
        self._at(timedelta(0))

    def _known(self, shown: dict[str, list[str]]) -> list[tuple[str, SampleProblem]]:
        return [(one.title, one) for one in (POTHOLES, PAVEMENTS, GUTTERS, TREES) if one.title in shown]

    def _at(self, before: timedelta) -> None:
        """Let what waits be done, and go on to a moment before the end of the year."""
        self.drain()
        self._time.at = self._now - before

    def _codes(self, problem: SampleProblem) -> list[str]:
        """The cases that show a problem; planned ones only if nothing happened in them after it was recognised."""
        rows = Case.objects.filter(
            city_id=self._city_id,
            unit_id=self._units.get(problem.unit, 0),
            topic__code__in=problem.topics,
            is_confidential=False,
            about_unit=None,
            about_staff=None,
            opened_at__lt=self._now - MADE,
        )
        rows = rows.exclude(state__in=[CaseState.MERGED, CaseState.WITHDRAWN]).order_by("-opened_at", "pk")
        return [case.code for case in rows[:MOST_CASES] if self._is_quiet(case)]

    def _is_quiet(self, case: Case) -> bool:
        is_planned = case.state == CaseState.SCHEDULED
        return not is_planned or timeline("case", case.pk)[-1].at < self._now - MADE

    def _problem(self, problem: SampleProblem, codes: list[str]) -> int:
        by, unit_id = person(problem.username), self._units[problem.unit]
        topics = {one.code: one.id for one in city.topics(self._city_id)}
        districts = {one.unit_id: one.id for one in city.districts(self._city_id, on=self._today)}
        terms = ProblemTerms(
            title=problem.title,
            text=problem.text,
            tried=problem.tried,
            unit_id=unit_id,
            topic_id=topics.get(problem.topics[0]),
            district_id=districts.get(unit_id),
            is_public=True,
        )
        problem_id = actions.make_problem(self._city_id, terms, by=by)
        actions.link_cases(problem_id, codes, by=by)
        actions.move_problem(problem_id, "recognise", by=by)
        self._ask(problem, problem_id, by)
        return problem_id

    def _ask(self, problem: SampleProblem, problem_id: int, by: Actor) -> None:
        """Ask the council, or the deputy for civil works, who answers."""
        if problem is GUTTERS:
            request = "برای لایروبی پیش از فصل باران، ردیف جداگانه‌ای در بودجه در نظر گرفته شود."
            actions.ask_for_answer(problem_id, body="council", request=request, by=by)
        unit_id = self._units.get("V-civil")
        if problem is POTHOLES and unit_id is not None and staff_id_of("deputy-civil") is not None:
            request = "آیا روکش این خیابان‌ها در برنامهٔ امسال معاونت هست؟"
            answer_id = actions.ask_for_answer(problem_id, body="unit", unit_id=unit_id, request=request, by=by)
            reason = "یکی از سه خیابان در برنامهٔ امسال است؛ دو خیابان دیگر اعتبار جداگانه می‌خواهد."
            actions.give_answer(answer_id, answer="in_part", reason=reason, by=person("deputy-civil"))

    def _programme(self, problem: SampleProblem, problem_id: int) -> int:
        """A programme with its options, of which the first is chosen; 0 where none is planned."""
        if not problem.options:
            return 0
        by = person(problem.username)
        terms = ProgrammeTerms(
            title=problem.programme,
            text=problem.programme_text,
            unit_id=self._units[problem.unit],
            options=problem.options_from(self._today),
            is_public=True,
        )
        programme_id = actions.make_programme(problem_id, terms, by=by)
        actions.choose_option(programme_id, 1, by=by)
        return programme_id

    def _proposal(self, problem: SampleProblem, programme_id: int) -> int:
        facts, by = programme(programme_id), person(problem.username)
        assert facts is not None
        terms = ProposalTerms(
            title=f"لایحهٔ «{problem.programme}»",
            text=problem.proposal,
            amount=facts.options[0].cost[1],
            commission=COMMISSION,
            letter_number=problem.letter,
            letter_on=city.day_of(self._city_id, clock.now()),
            is_public=True,
        )
        proposal_id = actions.make_proposal(programme_id, terms, by=by)
        actions.send_proposal(proposal_id, by=by)
        if problem is POTHOLES:
            self._goal(programme_id, by)
        return proposal_id

    def _goal(self, programme_id: int, by: Actor) -> None:
        """Register that a year after the work a third fewer potholes are reported than other districts let expect."""
        last_on = last_day_of_month(last_whole_month(city.day_of(self._city_id, clock.now())))
        first_on = first_day_of(month_of(last_on - timedelta(days=BASELINE_DAYS)))
        rows = Case.objects.filter(city_id=self._city_id, district__code="1", topic__code="ASP-01")
        count = max(2, sum(first_on <= city.day_of(self._city_id, one.opened_at) <= last_on for one in rows))
        baseline = round(count / BASELINE_MONTHS, 3)
        terms = GoalTerms(
            measure="cases_opened~in.district.1~in.topic.ASP-01",
            measured_in="cases",
            baseline=baseline,
            baseline_from=first_on,
            baseline_to=last_on,
            target=round(baseline * 2 / 3, 3),
            due_on=self._today + timedelta(days=420),
            estimator="before_after",
            controls=tuple(one.code for one in city.districts(self._city_id, on=self._today) if one.code != "1"),
        )
        actions.register_goal(actions.make_goal(programme_id, terms, by=by), by=by)

    def import_budget(self) -> None:
        """Import the table of the fiscal year's budget, and then also hang what the programme pays for."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "budget.csv"
            path.write_text(budget_table(self._units), encoding="utf-8")
            year = fiscal_year_of(self._today)
            actions.import_budget(path, city_id=self._city_id, year=year, file_name="budget.csv", by=person("budget"))

    def _pay(self, programme_id: int) -> None:
        """Let the budget line pay for the programme, and hang the planned cases of its problem on it."""
        by, year = person("budget"), fiscal_year_of(self._today)
        paying = next(one for one in budget_queries.budget_lines(self._city_id, year) if one.code == POTHOLES_LINE)
        actions.tie_line(paying.id, programme_id, by=by)
        self._at(HUNG)
        actions.hang_cases_of_programme(paying.id, by=by)
