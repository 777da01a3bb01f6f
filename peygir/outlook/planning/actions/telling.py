"""Writes what the city decided into the files of planned cases, from where their reporters are told."""

from collections.abc import Callable
from typing import Final

from peygir.cases.actions import accept, open_file, record_event
from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core.persian import fa_digits
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.case_plans import (
    CaseFunded,
    CasePlanEvent,
    CaseProposalRefused,
    CaseProposed,
    CaseWorksBegun,
    CaseWorksDone,
)
from peygir.history.queries import event, timeline
from peygir.outlook.planning.actions.files import locked_plan
from peygir.outlook.planning.actions.hanging import leave_line
from peygir.outlook.planning.models import BudgetCase, BudgetLine, PlanNote, ProblemCase, Proposal
from peygir.outlook.planning.rules import STAGES
from peygir.outlook.planning.states import BudgetState
from peygir.people.rules import SYSTEM

_ABOUT_LINE: Final[dict[str, type[CasePlanEvent]]] = {
    "funded": CaseFunded,
    "begun": CaseWorksBegun,
    "done": CaseWorksDone,
    "refused": CaseProposalRefused,
}
_STAGE_OF: Final[dict[str, str]] = {
    BudgetState.OPEN: "funded",
    BudgetState.BEGUN: "begun",
    BudgetState.DONE: "done",
    BudgetState.WITHDRAWN: "refused",
}
_PROPOSED: Final = _("It is part of the programme “{programme}”, which was proposed to the council.")
_REFUSED: Final = _("The council did not approve the programme “{programme}”: {reason}")
_OF_LINE: Final[dict[str, Text]] = {
    "funded": _("It has money now: “{title}”, code {code} of the budget of {year}."),
    "begun": _("The work of “{title}” (code {code} of the budget of {year}) has begun."),
    "done": _("The work of “{title}” (code {code} of the budget of {year}) is done; the unit looks at the place now."),
    "refused": _("“{title}” (code {code}) was taken out of the budget of {year}: {reason}"),
}


def tell_of_proposal(proposal_id: int, number: int) -> None:
    """Write into the planned cases of a problem that a programme was proposed, or was refused; repeated, nothing."""
    move = event("proposal", proposal_id, number).data
    if move["verb"] not in ("send", "refuse"):
        return
    proposal = Proposal.objects.select_related("programme").get(pk=proposal_id)
    reason = PlanNote.objects.filter(file="proposal", file_id=proposal_id, number=number).values_list("text", flat=True)
    sentence = _PROPOSED if move["verb"] == "send" else _REFUSED
    values = {"programme": proposal.programme.title, "reason": reason.first() or ""}
    kind = CaseProposed if move["verb"] == "send" else CaseProposalRefused
    links = ProblemCase.objects.filter(problem_id=proposal.programme.problem_id, left_at=None)
    for case_id in links.order_by("case_id").values_list("case_id", flat=True):
        with open_file(case_id) as case:
            before = [one.data for one in timeline("case", case_id) if one.kind == kind.kind]
            is_told = any(data.get("proposal") == proposal_id and data.get("move") == number for data in before)
            if case.state == CaseState.SCHEDULED and not is_told:
                text = _in_city(case, sentence.filled(values))
                record_event(case, kind(proposal=proposal_id, move=number), by=SYSTEM, note=text, is_public=True)


def tell_of_line(line_id: int, number: int) -> None:
    """Write into the cases of a budget line how far it is; each stage is written once, in its order.

    When the work is done, a case goes back to its unit, which looks at the place and finishes it; when the line was
    withdrawn, the case is planned without money again.
    """
    row = BudgetLine.objects.get(pk=line_id)
    stage = _STAGE_OF[row.state]
    reason = PlanNote.objects.filter(file="budget", file_id=line_id).order_by("-number").values_list("text", flat=True)
    values = {"title": row.title, "code": row.code, "year": str(row.year), "reason": reason.first() or ""}
    links = BudgetCase.objects.filter(line_id=line_id, left_at=None)
    for case_id in links.order_by("case_id").values_list("case_id", flat=True):
        with open_file(case_id) as case:
            _tell_of_stage(case, line_id, stage, lambda text: text.filled(values))


def _tell_of_stage(case: Case, line_id: int, stage: str, fill: Callable[[Text], Text]) -> None:
    """Write one stage of a line into a locked case, unless it or a later one is written; end the link at its end."""
    link = BudgetCase.objects.select_for_update(no_key=True).filter(case=case, line_id=line_id, left_at=None).first()
    if link is None or (link.stage and STAGES.index(link.stage) >= STAGES.index(stage)):
        return
    link.stage = stage
    link.save(update_fields=["stage"])
    if case.state != CaseState.SCHEDULED:
        return
    text = _in_city(case, fill(_OF_LINE[stage]))
    record_event(case, _ABOUT_LINE[stage](line=line_id), by=SYSTEM, note=text, is_public=True)
    if stage == "done":
        accept(case, by=SYSTEM)
    if stage in ("done", "refused"):
        why = "done" if stage == "done" else "withdrawn"
        leave_line(locked_plan(BudgetLine, line_id), [case.pk], why=why, by=SYSTEM)


def _in_city(case: Case, text: Text) -> str:
    """The text in the language of the case's city, with its digits."""
    language = city.city_by_id(case.city_id).language
    sentence = text.in_language(language)
    return fa_digits(sentence) if language == "fa" else sentence
