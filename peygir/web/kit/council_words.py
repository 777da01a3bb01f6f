"""The council's sessions, money and votes in words, for pages and documents."""

from datetime import time
from typing import Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.persian import ascii_digits
from peygir.outlook.planning.council_facts import SittingFacts
from peygir.outlook.planning.facts import DecisionFacts, ProblemAnswerFacts
from peygir.outlook.planning.states import (
    AnsweringBody,
    CouncilOutcome,
    GoalState,
    GoalVerdict,
    ProgrammeState,
    ProposalState,
    SittingState,
    VoteChoice,
)
from peygir.people.queries import staff_names
from peygir.web.kit.rials import rials
from peygir.web.kit.templatetags.ui import digits, in_language, language, named

_MILLIARD: Final = 1_000_000_000
_MILLION: Final = 1_000_000
TONES: Final[dict[str, str]] = {
    SittingState.PLANNED: "tone-info",
    SittingState.HELD: "tone-yellow",
    SittingState.MINUTED: "tone-good",
    SittingState.CANCELLED: "tone-quiet",
    ProposalState.SENT: "tone-info",
    ProposalState.ON_AGENDA: "tone-work",
    CouncilOutcome.APPROVED: "tone-good",
    CouncilOutcome.RETURNED: "tone-yellow",
    CouncilOutcome.REFUSED: "tone-orange",
    ProgrammeState.PROPOSED: "tone-info",
    ProgrammeState.FUNDED: "tone-good",
    ProgrammeState.RUNNING: "tone-work",
    ProgrammeState.DONE: "tone-good",
    GoalState.REGISTERED: "tone-info",
    GoalVerdict.REACHED: "tone-good",
    GoalVerdict.NOT_REACHED: "tone-orange",
    GoalVerdict.CANNOT_TELL: "tone-yellow",
}
"""The tone of the mark that shows a state or an outcome; any other is quiet."""


def tone_of(state: str) -> str:
    """Return the tone of the mark of a state, outcome or verdict."""
    return TONES.get(state, "tone-quiet")


def rials_short(amount: int) -> str:
    """Return an amount in milliards or millions, rounded to one decimal: «۵٫۲ میلیارد ریال»."""
    if abs(amount) < _MILLION:
        return rials(amount)
    if abs(amount) < _MILLIARD:
        return _("%(amount)s million rials") % {"amount": _one_decimal(amount / _MILLION)}
    return _("%(amount)s billion rials") % {"amount": _one_decimal(amount / _MILLIARD)}


def sitting_title(sitting: SittingFacts) -> str:
    """Return the name of a session: «جلسهٔ ۷۱ شورا», or of a commission."""
    number = digits(ascii_digits(sitting.number))
    if sitting.commission:
        text = _("Session %(number)s of the commission “%(commission)s”")
        return text % {"number": number, "commission": sitting.commission}
    return _("Session %(number)s of the council") % {"number": number}


def clock_text(moment: time | None) -> str:
    """Return a time of day, "" for none."""
    return digits(f"{moment:%H:%M}") if moment is not None else ""


def unit_title(unit_id: int | None) -> str:
    """Return the name of a unit, "—" for none."""
    unit = city.unit(unit_id) if unit_id is not None else None
    return named(unit) if unit is not None else "—"


def asked_body(answer: ProblemAnswerFacts) -> str:
    """Return who was asked about a problem."""
    if answer.body == AnsweringBody.UNIT:
        return unit_title(answer.unit_id)
    if answer.body == AnsweringBody.AGENCY:
        agency = city.agency(answer.agency_id or 0)
        return named(agency) if agency is not None else "—"
    return in_language(AnsweringBody.COUNCIL.label)


def votes_sentence(decision: DecisionFacts) -> str:
    """Return how many voted how."""
    return _("%(for)s for, %(against)s against, %(abstained)s abstained") % {
        "for": digits(decision.votes_for),
        "against": digits(decision.votes_against),
        "abstained": digits(decision.votes_abstained),
    }


def votes_by_name(decision: DecisionFacts) -> list[tuple[str, str]]:
    """Return (choice, names of those who voted so), in the order of the choices; [] where votes are not public."""
    names = staff_names({vote.member_id for vote in decision.votes}, language())
    groups = []
    for choice in VoteChoice:
        members = sorted(names.get(vote.member_id, "—") for vote in decision.votes if vote.choice == choice)
        if members:
            groups.append((in_language(choice.label), _(", ").join(members)))
    return groups


def _one_decimal(value: float) -> str:
    text = f"{value:,.1f}".removesuffix(".0")
    return digits(text.replace(",", "٬").replace(".", "٫") if language() == "fa" else text)
