"""What the council and the budget decided about a planned case, as text in its story; the note says the rest."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from peygir.cases.states import CaseState
from peygir.core.json_values import JsonObject, number_in
from peygir.history.kinds.case_plans import (
    CaseCameBack,
    CaseFunded,
    CaseProposalRefused,
    CaseProposed,
    CaseWorksBegun,
    CaseWorksDone,
)
from peygir.outlook.planning.facts import CasePlan
from peygir.outlook.planning.queries import plan_of_case
from peygir.web.kit.telling import Telling, said_always
from peygir.web.kit.templatetags.ui import digits


def plan_shown(case_id: int, state: str, kinds: Iterable[str]) -> CasePlan | None:
    """Return what a case is part of, for its page, by the kinds of its events; no statement if it was never planned."""
    is_planned = state == CaseState.SCHEDULED or any(kind in TELLINGS for kind in kinds)
    return plan_of_case(case_id) if is_planned else None


def _came_back(data: JsonObject) -> str:
    days = digits(str(number_in(data, "days") or 0))
    return _("It was planned for %(days)s days without a budget line, and came back to its unit.") % {"days": days}


TELLINGS: Final = {
    CaseProposed.kind: Telling(
        "landmark", "tone-info", said_always(gettext_noop("A programme for it was proposed to the council."))
    ),
    CaseFunded.kind: Telling("badge-check", "tone-info", said_always(gettext_noop("There is money for it now."))),
    CaseWorksBegun.kind: Telling("hammer", "tone-work", said_always(gettext_noop("The planned work has begun."))),
    CaseWorksDone.kind: Telling("check", "tone-work", said_always(gettext_noop("The planned work is done."))),
    CaseProposalRefused.kind: Telling(
        "circle-x", "tone-orange", said_always(gettext_noop("There is no money for it yet."))
    ),
    CaseCameBack.kind: Telling("undo-2", "tone-yellow", _came_back, False),
}
