"""The history of a problem, programme, proposal or budget line as text."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peygir.core.json_values import JsonObject, number_in, text_in
from peygir.history.facts import EventFacts
from peygir.history.kinds import planning
from peygir.history.queries import timeline
from peygir.outlook.planning.evidence_queries import plan_notes
from peygir.outlook.planning.lifecycle import MOVE_OF
from peygir.outlook.planning.states import PlanAnswer
from peygir.people.queries import staff_names
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.parts import TimelineLine
from peygir.web.kit.plan_event_names import PLAN_NAMES
from peygir.web.kit.rials import rials
from peygir.web.kit.templatetags.ui import day, digits, in_language, language

_SIGNS: Final = {
    planning.ProblemCasesLinked.kind: ("list", "tone-info"),
    planning.ProblemEvidenced.kind: ("list", "tone-quiet"),
    planning.ProblemAnswerAsked.kind: ("circle-help", "tone-info"),
    planning.ProblemAnswered.kind: ("message-square-text", "tone-good"),
    planning.ProgrammeOptionChosen.kind: ("check", "tone-work"),
    planning.ProgrammeLinked.kind: ("split", "tone-quiet"),
    planning.BudgetLineAmended.kind: ("plus", "tone-info"),
    planning.BudgetLineTied.kind: ("badge-check", "tone-good"),
    planning.BudgetCasesHung.kind: ("list", "tone-work"),
    planning.BudgetCasesLeft.kind: ("undo-2", "tone-quiet"),
}
_MOVES: Final = frozenset({"problem_moved", "programme_moved", "proposal_moved", "sitting_moved", "budget_line_moved"})


def plan_story(file: str, file_id: int) -> list[TimelineLine]:
    """Return the events of a file of planning, the newest first, with the reasons beside them; three statements."""
    events, notes = timeline(file, file_id), plan_notes(file, file_id)
    names = staff_names(staff_ids(events), language())
    return [_told(event, notes, names) for event in reversed(events)]


def _told(event: EventFacts, notes: Mapping[int, str], names: Mapping[int, str]) -> TimelineLine:
    data: JsonObject = event.data
    sign, tone = _SIGNS.get(event.kind, ("pencil-line", "tone-quiet"))
    words = str(PLAN_NAMES[event.kind])
    if event.kind in _MOVES:
        sign, tone = "route", "tone-work"
        move = MOVE_OF.get((event.file, text_in(data, "verb")))
        words = in_language(move.label) if move is not None else words
    more = notes.get(event.number, "") or _more(event.kind, data)
    return TimelineLine(sign, tone, words, event.at, who(event.by, names), more)


def _more(kind: str, data: JsonObject) -> str:
    """Return what the event itself says beside its name."""
    if kind in (planning.ProblemCasesLinked.kind, planning.BudgetCasesHung.kind, planning.BudgetCasesLeft.kind):
        cases = data.get("cases")
        count = len(cases) if isinstance(cases, Sequence) else 0
        if data.get("is_out") is True:
            return ngettext("%(count)s case was taken out", "%(count)s cases were taken out", count) % {
                "count": digits(count)
            }
        return ngettext("%(count)s case", "%(count)s cases", count) % {"count": digits(count)}
    if kind == planning.ProblemAnswered.kind and text_in(data, "outcome") in PlanAnswer.labels():
        return in_language(PlanAnswer.labels()[text_in(data, "outcome")])
    if kind == planning.ProblemAnswerAsked.kind:
        return _("Due on %(day)s") % {"day": _day(text_in(data, "due_on"))}
    if kind == planning.BudgetLineAmended.kind:
        return rials(number_in(data, "amount") or 0)
    if kind == planning.ProgrammeOptionChosen.kind:
        return _("Option %(number)s") % {"number": digits(number_in(data, "option") or 0)}
    return ""


def _day(text: str) -> str:
    return day(date.fromisoformat(text)) if text else ""
