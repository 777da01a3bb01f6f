"""First tasks of the sandbox: their pages open for the role, and the role's own actions tick them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core import clock
from peygir.desks.inquiries.rules import ANSWER_DAYS
from peygir.history.catalogue import catalogue
from peygir.journey.steering import order
from peygir.ops.sandbox import claim, note_made
from peygir.outlook.honours import actions as honours
from peygir.outlook.honours import pupil_queries
from peygir.outlook.honours.school_rows import SchoolRow
from peygir.outlook.insight import actions as insight
from peygir.outlook.insight.models import Alarm
from peygir.outlook.panel import actions as panels
from peygir.outlook.planning import actions as planning
from peygir.outlook.planning.actions.budget import LineTerms
from peygir.outlook.planning.actions.problems import ProblemTerms
from peygir.outlook.planning.actions.programmes import ProgrammeTerms
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.scoring import actions as scoring
from peygir.outlook.scoring import ranking_queries
from peygir.people.first_roles import FIRST_ROLES
from peygir.people.models import Staff
from peygir.people.rules import Actor
from peygir.web.kit.training import TASKS, training_panel
from peygir.web.kit.training_tasks import TrainingTask
from tests import honoured, juries, make, panelled, planned, voting
from tests.drain import drain
from tests.outbreaks import live_weeks
from tests.outlook.planning.test_candidates import written
from tests.scores import close
from tests.town import PHONES, ROLES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
WITHOUT: Final = {"contractor", "panel", "agency_clerk"}
"""Roles that do nothing in the product with an account."""
EVERY_TASK: Final = [pytest.param(role, one, id=f"{role}-{one.code}") for role, tasks in TASKS.items() for one in tasks]


@pytest.fixture
def in_sandbox(settings: Any, tmp_path: Path) -> Path:
    """Settings as the processes of a sandbox have them, whose city was made long ago."""
    home = tmp_path / "var-sandbox"
    claim(home)
    note_made(home, datetime(2020, 1, 1, tzinfo=UTC))
    settings.HOME, settings.SANDBOX = home, True
    return home


def learner(town: Town, role: str) -> Staff:
    """Somebody of a role: of the town's cast, or made for the test."""
    if role in ROLES:
        return Staff.objects.get(username=role)
    known = Staff.objects.filter(role=role).first()
    return known or Staff.objects.create(username=f"learner_{role}", role=role, unit_id=town.units["D-01"])


def left_of(town: Town, role: str) -> list[str]:
    """The codes of the role's tasks that are not ticked."""
    staff = learner(town, role)
    panel = training_panel(staff.pk, staff.role)
    assert panel is not None
    return [one.code for one, line in zip(TASKS[staff.role], panel.lines, strict=True) if not line.is_done]


def test_each_role_that_acts_has_two_to_six_tasks() -> None:
    assert set(FIRST_ROLES) - set(TASKS) == WITHOUT
    for role, tasks in TASKS.items():
        assert 2 <= len(tasks) <= 6, role
        assert len({one.code for one in tasks}) == len({str(one.label) for one in tasks}) == len(tasks), role
        assert {kind for one in tasks for kind in one.kinds} <= set(catalogue()), role


@pytest.mark.parametrize(("role", "one"), EVERY_TASK)
def test_the_page_of_a_task_opens_for_its_role(role: str, one: TrainingTask, town: Town, client: Client) -> None:
    client.force_login(learner(town, role))
    assert client.get(reverse(one.page)).status_code == 200


def test_the_honours_office_ticks_its_tasks(town: Town, town_clock: TownClock, in_sandbox: Path) -> None:
    edition_id, by = honoured.counted_edition(town, town_clock), honoured.office()
    candidate = honoured.candidates_of(edition_id)[0]
    assert left_of(town, "honours") == ["flag", "clear", "decide", "pupil", "guardian"]
    honours.flag_candidate(candidate.pk, kind="business", note="", by=by)
    assert left_of(town, "honours") == ["clear", "decide", "pupil", "guardian"]
    honoured.agree(candidate)
    honoured.decide(candidate)
    honours.keep_school(town.city_id, SchoolRow("S-1", "1", "دبستان گلگشت"), by=by)
    pupil_id = honours.nominate_pupil(
        edition_id,
        school_id=pupil_queries.schools(town.city_id)[0].id,
        honour="shahriar",
        nominated_by="school",
        name="سارا",
        grade=6,
        guardian_name="",
        guardian_phone="",
        by=by,
    )
    honours.answer_of_guardian(pupil_id, agrees=True, by=by)
    assert left_of(town, "honours") == []
    assert "rules" not in left_of(town, "mayor"), "the mayor's desk has confirmed the rules"


def test_a_member_of_the_jury_ticks_the_tasks(town: Town, town_clock: TownClock, in_sandbox: Path) -> None:
    season_id, by = juries.lived_season(town, town_clock), juries.judge()
    close(town)
    drain()
    assert left_of(town, "jury") == ["note", "decide", "second"]
    given = juries.places("district", [town.units["D-02"], town.units["D-01"]])
    scoring.note_for_jury(season_id, town.units["D-01"], "در سیل خوب کار کرد", by=by)
    number = juries.order_seen(town, season_id).number
    scoring.propose_places(season_id, given, order=number, by=juries.judge("judge_two"))
    scoring.settle_places(season_id, ranking_queries.decisions_of(season_id)[0].number, is_agreed=False, by=by)
    scoring.propose_places(season_id, given, order=number, by=by)
    assert left_of(town, "jury") == []


def test_the_budget_office_ticks_its_tasks(town: Town, in_sandbox: Path) -> None:
    by, code = planned.office("budget"), planned.planned_case(town)
    assert left_of(town, "budget") == ["line", "amend", "hang", "begin", "money"]
    terms = LineTerms(year=1405, code="2-101", title=planned.TITLE, sums=LineSums(5_000_000_000))
    line_id = planning.make_line(town.city_id, terms, by=by)
    planning.amend_line(line_id, amount=1_000_000, reason="متمم", decided_on=date(2026, 5, 3), by=by)
    planning.hang_cases(line_id, [code], by=by)
    planning.move_line(line_id, "begin", by=by)
    assert left_of(town, "budget") == ["money"]
    ask_for_portfolio(town, "budget")
    assert left_of(town, "budget") == []


def test_the_secretariat_ticks_its_tasks(town: Town, in_sandbox: Path) -> None:
    by, problem_id = planned.office("secretariat"), planned.problem_of(town, [planned.planned_case(town)])
    item_id = planned.item_of(town, planned.sent_proposal(town, planned.programme_of(town, problem_id)))
    assert left_of(town, "secretariat") == ["decision", "letter", "vote"]
    planning.record_decision(item_id, planned.decision(), by=by)
    voting.draft(town)
    given = {"party": "شرکت گاز", "subject": "گزارش‌ها", "body": "با سلام", "way": "paper", "dated_on": "1405/02/13"}
    browser = signed_in(town, "secretariat")
    assert browser.post(reverse("letter_new", args=["out"]), {**given, "key": "k" * 32}).status_code == 302
    assert left_of(town, "secretariat") == []


def test_the_secretary_of_the_panel_ticks_the_tasks(town: Town, town_clock: TownClock, in_sandbox: Path) -> None:
    term_id, by = panelled.at_work(town, town_clock), panelled.secretary()
    note_made(in_sandbox, town_clock.forward(minutes=1))
    assert left_of(town, "panel_office") == ["petition", "session", "minutes", "seat", "offer"]
    text = "پارک محله شب‌ها تاریک است و بچه‌ها نمی‌توانند بازی کنند."
    petition_id = panels.make_petition(term_id, PHONES[60], title="روشنایی پارک", text=text)
    panels.refuse_petition(petition_id, reason="same", by=by)
    held_on = panelled.today(town)
    session_id = panels.plan_panel_session(term_id, held_on=held_on, begins_at=time(17), place="سرای محله", by=by)
    panels.hold_session(session_id, minutes="گفت‌وگو شد.", present=[1], by=by)
    assert left_of(town, "panel_office") == ["seat", "offer"]
    panels.remove_member(term_id, 2, reason="moved", by=by)
    panels.offer_free_seats(term_id, by=by)
    assert left_of(town, "panel_office") == []


@pytest.mark.parametrize("role", ["deputy", "mayor"])
def test_a_leader_ticks_the_tasks(role: str, town: Town, town_clock: TownClock, in_sandbox: Path) -> None:
    live_weeks(town, planted={("CIV-01", "1"): 3.0})
    insight.examine_due_weeks(town.city_id, clock.now())
    drain()
    code, by = make.in_hand(), getattr(town, role)
    further = {"deputy": ["programme"], "mayor": ["money", "rules"]}[role]
    assert left_of(town, role) == ["ask", "alarm", "problem", *further, "note"]
    order(code, "ask", text="چرا هنوز نه؟", days=ANSWER_DAYS[0], by=by)
    insight.judge_alarm(Alarm.objects.get().pk, "real", by=by)
    signed_in(town, role).post(reverse("case_note", args=[code]), {"note": "پیگیری شود.", "key": "n" * 32})
    problem_id = problem_of(town, by, code)
    assert left_of(town, role) == further
    FURTHER[role](town, by, problem_id)
    assert left_of(town, role) == []


def problem_of(town: Town, by: Actor, code: str) -> int:
    """A recognised problem that a leader wrote of one case."""
    terms = ProblemTerms(title=planned.TITLE, text="چاله‌ها برمی‌گردند.", unit_id=town.units["D-01"])
    problem_id = planning.make_problem(town.city_id, terms, by=by)
    planning.link_cases(problem_id, [code], by=by)
    planning.move_problem(problem_id, "recognise", by=by)
    return problem_id


def write_programme(town: Town, by: Actor, problem_id: int) -> None:
    """The deputy writes a programme with two options."""
    options = (planned.option(), planned.option(title="لکه‌گیری", evidence_class="D", evidence=""))
    terms = ProgrammeTerms(title=planned.TITLE, text="روکش یا لکه‌گیری", unit_id=town.units["D-01"], options=options)
    planning.make_programme(problem_id, terms, by=by)


def confirm_and_ask(town: Town, by: Actor, problem_id: int) -> None:
    """The mayor's desk confirms the rules of an edition, and asks for a choice."""
    honoured.frozen_edition(town)
    ask_for_portfolio(town, "mayor")


FURTHER: Final[dict[str, Callable[[Town, Actor, int], None]]] = {
    "deputy": write_programme,
    "mayor": confirm_and_ask,
}


def ask_for_portfolio(town: Town, role: str) -> None:
    """Somebody of a role asks for the best choice for a sum, on its page."""
    written(town, "روکش گلگشت")
    form = {"title": "بودجهٔ ۱۴۰۶", "budget": "1200000000", "least_support": "0", "equity": "0.5", "has_parts": "on"}
    assert signed_in(town, role).post(reverse("plan_portfolio_new"), form).status_code == 302


def signed_in(town: Town, role: str) -> Client:
    """A browser of somebody of a role."""
    browser = Client()
    browser.force_login(learner(town, role))
    return browser
