"""A programme whose goal was measured, three years of a city that is being served: lived before today, by the clock.

`python -P -m lab.sample.goal_year TITLE` takes every step of it at a past moment, by the real actions: problem,
programme, proposal, session, decision, budget line from a table, goal, begin and end of the work. Then the measurement
that the night's job makes is made now, out of the lake. The cases of those years are old records of another system,
imported as `./run import-records` does. PEYGIR_HOME names the city; prints the ids of the programme and the goal.
"""

import csv
import secrets
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from peygir.people.rules import Actor

BEFORE: Final = 25
"""Months before the work; the first is not counted, as it may have begun before the city's data."""
WORK: Final = 2
AFTER: Final = 8
SINCE: Final = 12
"""So many months ago the last of them ended, so that the year of the sample is not touched."""
LEVEL: Final = (13, 3)
"""Cases a month before and after, give or take one."""
TOPIC, UNIT = "ASP-01", "D-01"
COLUMNS: Final = ("number", "opened_at", "topic", "text", "district", "unit", "closed_at")
MOMENT: Final = "%Y-%m-%d %H:%M"
SHOWN: Final = 12
"""So many of the cases are linked to the problem."""
RIALS: Final = 6_000_000_000
PLANNER: Final = "manager-d01"


def live_goal(title: str) -> tuple[int, int]:
    """Take all steps; returns the ids of the programme and of its goal."""
    from lab.sample.lived import SimulatedTime
    from peygir.city import queries as city
    from peygir.core import clock
    from peygir.journey.lake import lake_folder, write_lake_now
    from peygir.outlook.insight.monthly import first_day_of, last_day_of_month
    from peygir.outlook.planning import actions
    from peygir.outlook.planning.actions.goal_writing import GoalChoice

    area, now = city.cities()[0], clock.now()
    months = _months(city.day_of(area.id, now))
    _import_cases(months, now)
    codes = _codes(area.id)
    begins, due = months[BEFORE], months[-1]
    time = SimulatedTime(_at(first_day_of(begins) - timedelta(days=1), now))
    with clock.simulated(time.now), TemporaryDirectory() as none:
        programme_id = _decided(area.id, title, codes, first_day_of(begins))
        choice = GoalChoice(
            measure=f"cases_opened~in.district.1~in.topic.{TOPIC}",
            years=2,
            change=-0.3,
            due_on=last_day_of_month(due),
            estimator="its",
        )
        time.at = _at(first_day_of(begins) + timedelta(days=1), now)
        goal_id = actions.write_goal(programme_id, choice, folder=Path(none), by=_person(PLANNER))
        actions.register_goal(goal_id, by=_person(PLANNER))
        line_id = _paid(area.id, programme_id, title)
        time.at += timedelta(hours=3)
        actions.move_line(line_id, "begin", by=_person("budget"))
        time.at = _at(last_day_of_month(months[BEFORE + WORK - 1]) - timedelta(days=3), now)
        actions.move_line(line_id, "finish", by=_person("budget"))
    write_lake_now(is_whole=False, progress=lambda _table, _count: None)
    actions.measure_due_goals(area.id, lake_folder(), now)
    return programme_id, goal_id


def _codes(city_id: int) -> list[str]:
    """The codes of the cases that show the problem: the oldest ones of the unit and topic."""
    from peygir.cases.models import Case

    rows = Case.objects.filter(city_id=city_id, topic__code=TOPIC, unit__code=UNIT).order_by("opened_at", "pk")
    return list(rows.values_list("code", flat=True)[:SHOWN])


def _months(today: date) -> list[int]:
    """The months of the Iranian calendar, the oldest first."""
    from peygir.outlook.insight.monthly import first_day_of, month_of

    months, day = [], today
    for _month in range(SINCE + AFTER + WORK + BEFORE):
        day = first_day_of(month_of(day)) - timedelta(days=1)
        months.append(month_of(day))
    return months[: SINCE - 1 : -1]


def _at(day: date, now: datetime) -> datetime:
    return datetime.combine(day, datetime.min.time(), now.tzinfo) + timedelta(hours=8)


def _import_cases(months: list[int], now: datetime) -> None:
    """Import closed cases of the first district for each month but those of the work."""
    from django.conf import settings

    from peygir.city.queries import current_city
    from peygir.desks.earlier.actions import count_system
    from peygir.journey.importing import judge_file, take_over
    from peygir.people.rules import SYSTEM

    columns = {name: name for name in COLUMNS}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "old.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(_records(months, now))
        judged = judge_file(path, columns)
        assert not judged.faults, judged.faults[:3]
        source = f"years-{secrets.token_hex(4)}"
        # Its cases are what the goal is measured by.
        count_system(current_city(settings.CITY).id, source, is_counted=True, by=SYSTEM)
        for _done in take_over(judged, source, file_name=path.name, columns=columns, by=SYSTEM):
            pass


def _records(months: list[int], now: datetime) -> Iterator[tuple[str, ...]]:
    from peygir.outlook.insight.monthly import first_day_of

    number = 0
    for place, month in enumerate(months):
        if BEFORE <= place < BEFORE + WORK:
            continue
        count = LEVEL[place >= BEFORE] + (place % 3 - 1)
        for case in range(count):
            number += 1
            opened_at = _at(first_day_of(month), now) + timedelta(days=27 * case / count, hours=case % 9)
            closed_at = opened_at + timedelta(days=6)
            yield (str(number), f"{opened_at:{MOMENT}}", TOPIC, "چاله در خیابان", "1", UNIT, f"{closed_at:{MOMENT}}")


def _decided(city_id: int, title: str, codes: list[str], begins_on: date) -> int:
    """A problem, its programme, the proposal, and a session that approved it; returns the programme's id."""
    from lab.sample.city_council import SECRETARY
    from peygir.city import queries as city
    from peygir.core import clock
    from peygir.outlook.planning import actions
    from peygir.outlook.planning.actions.council import DecisionTerms, SessionTerms
    from peygir.outlook.planning.actions.problems import ProblemTerms
    from peygir.outlook.planning.actions.programmes import ProgrammeTerms
    from peygir.outlook.planning.actions.proposals import ProposalTerms
    from peygir.outlook.planning.rules import CostTerms, OptionTerms

    by, secretary, today = _person(PLANNER), _person(SECRETARY), city.day_of(city_id, clock.now())
    unit_id = by.unit_id or 0
    district = next(one for one in city.districts(city_id, on=today) if one.code == "1")
    terms = ProblemTerms(title=title, text=title, unit_id=unit_id, district_id=district.id, is_public=True)
    problem_id = actions.make_problem_of_cases(city_id, terms, codes, by=by)
    actions.move_problem(problem_id, "recognise", by=by)
    options = tuple(
        OptionTerms(
            title=name,
            begins_on=begins_on,
            ends_on=begins_on + timedelta(days=55),
            effect_low=0.2,
            effect=effect,
            effect_high=0.8,
            years=4.0,
            evidence_class="D",
            costs=(CostTerms("اجرا", RIALS // 2, RIALS, RIALS * 2),),
        )
        for name, effect in (("روکش کامل", 0.6), ("لکه‌گیری", 0.3))
    )
    plan = ProgrammeTerms(title=title, text=title, unit_id=unit_id, options=options, is_public=True)
    programme_id = actions.make_programme(problem_id, plan, by=by)
    actions.choose_option(programme_id, 1, by=by)
    letter = ProposalTerms(
        title=f"لایحهٔ «{title}»",
        text="ماده واحده: شهرداری مجاز است این برنامه را اجرا کند.",
        amount=RIALS,
        commission="کمیسیون عمران و شهرسازی",
        letter_number="۱/۹۹",
        letter_on=today,
        is_public=True,
    )
    proposal_id = actions.make_proposal(programme_id, letter, by=by)
    actions.send_proposal(proposal_id, by=by)
    session_id = actions.make_session(city_id, SessionTerms(number=title[-12:], held_on=today), by=secretary)
    item_id = actions.add_to_agenda(session_id, proposal_id, by=secretary)
    actions.move_session(session_id, "hold", by=secretary)
    decision = DecisionTerms(outcome="approved", votes_for=7, votes_against=1, votes_abstained=0)
    actions.record_decision(item_id, decision, by=secretary)
    return programme_id


def _paid(city_id: int, programme_id: int, title: str) -> int:
    """The line of an imported table pays for the programme; returns the line's id."""
    from peygir.city import queries as city
    from peygir.core import clock
    from peygir.outlook.planning import actions, budget_queries
    from peygir.outlook.planning.rules import fiscal_year_of

    by, year = _person("budget"), fiscal_year_of(city.day_of(city_id, clock.now()))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "budget.csv"
        code = f"7-{programme_id}"
        path.write_text(f"code,title,unit,approved\n{code},{title},D-01,{RIALS}\n", encoding="utf-8")
        actions.import_budget(path, city_id=city_id, year=year, file_name="budget.csv", by=by)
    line = next(one for one in budget_queries.budget_lines(city_id, year) if one.code == code)
    actions.tie_line(line.id, programme_id, by=by)
    return line.id


def _person(username: str) -> "Actor":
    from lab.sample.inspections import person

    return person(username)


if __name__ == "__main__":
    from peygir.ops.cli import django_ready

    with django_ready():
        print(*live_goal(sys.argv[1]))
