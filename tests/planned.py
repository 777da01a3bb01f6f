"""Planning in the town: its offices, a problem with planned cases, and a programme that the council approved."""

from datetime import date
from typing import Any, Final

from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.council import DecisionTerms, SessionTerms
from peygir.outlook.planning.actions.problems import ProblemTerms
from peygir.outlook.planning.actions.programmes import ProgrammeTerms
from peygir.outlook.planning.actions.proposals import ProposalTerms
from peygir.outlook.planning.models import AgendaItem
from peygir.outlook.planning.rules import CostTerms, OptionTerms
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town

TITLE: Final = "روکش آسفالت بلوار گلگشت"
APPROVED: Final = 5_000_000_000


def office(role: str) -> Actor:
    """Somebody of the budget office or of the council's secretariat."""
    row, _is_new = Staff.objects.get_or_create(username=role, defaults={"role": role, "name_fa": f"همکار {role}"})
    return actor_of(row)


def planned_case(town: Town, number: int = 0) -> str:
    """The code of a case of district 1 that waits for money."""
    code = make.in_hand(phone=PHONES[number], text=f"چالهٔ شمارهٔ {number} وسط خیابان است")
    make.command(code, "schedule", town.clerk, note="در برنامهٔ آسفالت سال آینده است.")
    drain()
    return code


def problem_of(town: Town, codes: list[str], **given: Any) -> int:
    """A recognised problem of district 1 with these cases."""
    values = {"title": TITLE, "text": "چاله‌ها هر زمستان برمی‌گردند.", "unit_id": town.units["D-01"], "is_public": True}
    problem_id = actions.make_problem(town.city_id, ProblemTerms(**{**values, **given}), by=town.manager)
    actions.link_cases(problem_id, codes, by=town.manager)
    actions.move_problem(problem_id, "recognise", by=town.manager)
    return problem_id


def option(**given: Any) -> OptionTerms:
    """An option whose effect was measured here."""
    values: dict[str, Any] = {
        "title": "روکش کامل",
        "begins_on": date(2026, 8, 1),
        "ends_on": date(2026, 10, 1),
        "effect_low": 0.4,
        "effect": 0.6,
        "effect_high": 0.8,
        "years": 5.0,
        "evidence_class": "A",
        "evidence": "بلوار دیگری در سال ۱۴۰۳",
        "costs": (CostTerms("آسفالت", 3_000_000_000, 4_000_000_000, 6_000_000_000),),
    }
    return OptionTerms(**{**values, **given})


def programme_of(town: Town, problem_id: int, **given: Any) -> int:
    """A programme with two options, of which the first is chosen."""
    values: dict[str, Any] = {
        "title": TITLE,
        "text": "روکش یا لکه‌گیری",
        "unit_id": town.units["D-01"],
        "is_public": True,
        "options": (option(), option(title="لکه‌گیری", evidence_class="D", evidence="", effect_low=0.1, effect=0.2)),
    }
    programme_id = actions.make_programme(problem_id, ProgrammeTerms(**{**values, **given}), by=town.manager)
    actions.choose_option(programme_id, 1, by=town.manager)
    return programme_id


def sent_proposal(town: Town, programme_id: int) -> int:
    """A proposal that was sent to the council."""
    terms = ProposalTerms(
        title=f"لایحهٔ {TITLE}",
        text="ماده واحده",
        amount=APPROVED,
        commission="عمران",
        letter_number="۱۴۰۵/۱۲۳",
        letter_on=date(2026, 5, 3),
    )
    proposal_id = actions.make_proposal(programme_id, terms, by=town.manager)
    actions.send_proposal(proposal_id, by=town.manager)
    return proposal_id


def item_of(town: Town, proposal_id: int, number: str = "۷۱") -> int:
    """The item of a session that was held, with this proposal on its agenda."""
    by = office("secretariat")
    session_id = actions.make_session(town.city_id, SessionTerms(number=number, held_on=date(2026, 5, 3)), by=by)
    item_id = actions.add_to_agenda(session_id, proposal_id, by=by)
    actions.move_session(session_id, "hold", by=by)
    return item_id


def decision(outcome: str = "approved", **given: Any) -> DecisionTerms:
    """A decision with eleven votes."""
    values: dict[str, Any] = {"votes_for": 9, "votes_against": 1, "votes_abstained": 1}
    return DecisionTerms(outcome=outcome, **{**values, **given})


def approved_programme(town: Town, codes: list[str]) -> int:
    """A programme that the council approved, for a problem with these cases."""
    programme_id = programme_of(town, problem_of(town, codes))
    item_id = item_of(town, sent_proposal(town, programme_id))
    actions.record_decision(item_id, decision(), by=office("secretariat"))
    assert AgendaItem.objects.get(pk=item_id).decision.amount == APPROVED
    return programme_id


def staff_called(role: str) -> Staff:
    """The member of staff whom `office` made for a role."""
    return Staff.objects.get(username=role)


def manager_of(town: Town) -> Staff:
    """Who leads district 1."""
    return Staff.objects.get(pk=town.manager.id)
