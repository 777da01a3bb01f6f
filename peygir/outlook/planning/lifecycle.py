"""The lives of planning's files as one table of moves: which file, by which verb, from and to which state, by whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from peygir.core.translation import Text, pgettext_lazy
from peygir.core.vocabulary import Vocabulary
from peygir.history.kinds.planning import (
    BudgetLineMoved,
    PlanMoveEvent,
    ProblemMoved,
    ProgrammeMoved,
    ProposalMoved,
    SittingMoved,
)
from peygir.outlook.planning.states import BudgetState as Budget
from peygir.outlook.planning.states import ProblemState as Problem
from peygir.outlook.planning.states import ProgrammeState as Programme
from peygir.outlook.planning.states import ProposalState as Proposal
from peygir.outlook.planning.states import SittingState as Sitting

PLANNER: Final = "planner"
"""Who plans for the unit that owns the file."""
BUDGET: Final = "budget"
"""The budget office."""
SECRETARIAT: Final = "secretariat"
"""The secretariat of the council."""
HOUSE: Final = "house"
"""A process of the system, or an action on another file that this move follows from."""

EVENTS: Final[Mapping[str, type[PlanMoveEvent]]] = {
    "problem": ProblemMoved,
    "programme": ProgrammeMoved,
    "proposal": ProposalMoved,
    "sitting": SittingMoved,
    "budget": BudgetLineMoved,
}
"""The event of a move of each sort of file."""


@dataclass(frozen=True, slots=True)
class PlanMove:
    """One row: `verb` takes a file from any of `sources` to `target`, by `who`; with a reason if it is needed."""

    file: str
    verb: str
    sources: frozenset[str]
    target: str
    who: str
    needs_reason: bool
    label: Text


def _move(
    file: str, verb: str, sources: Iterable[Vocabulary], target: Vocabulary, who: str, label: Text, *, why: bool = False
) -> PlanMove:
    return PlanMove(file, verb, frozenset(map(str, sources)), str(target), who, why, label)


PLAN_MOVES: Final[tuple[PlanMove, ...]] = (
    # file, verb, from, to, who, label
    _move(
        "problem",
        "recognise",
        {Problem.DRAFT},
        Problem.OPEN,
        PLANNER,
        pgettext_lazy("name of a move", "Recognise the problem"),
    ),
    _move(
        "problem",
        "plan",
        {Problem.OPEN},
        Problem.PLANNED,
        HOUSE,
        pgettext_lazy("name of a move", "A programme is proposed"),
    ),
    _move(
        "problem",
        "solve",
        {Problem.OPEN, Problem.PLANNED},
        Problem.SOLVED,
        PLANNER,
        pgettext_lazy("name of a move", "The problem is solved"),
        why=True,
    ),
    _move(
        "problem",
        "drop",
        {Problem.DRAFT, Problem.OPEN, Problem.PLANNED},
        Problem.DROPPED,
        PLANNER,
        pgettext_lazy("name of a move", "Do not pursue it"),
        why=True,
    ),
    _move(
        "problem",
        "reopen",
        {Problem.SOLVED, Problem.DROPPED},
        Problem.OPEN,
        PLANNER,
        pgettext_lazy("name of a move", "Take it up again"),
        why=True,
    ),
    _move(
        "programme",
        "propose",
        {Programme.DRAFT, Programme.RETURNED},
        Programme.PROPOSED,
        HOUSE,
        pgettext_lazy("name of a move", "Propose it to the council"),
    ),
    _move(
        "programme",
        "approve",
        {Programme.PROPOSED},
        Programme.APPROVED,
        HOUSE,
        pgettext_lazy("name of a move", "The council approves"),
    ),
    _move(
        "programme",
        "return",
        {Programme.PROPOSED},
        Programme.RETURNED,
        HOUSE,
        pgettext_lazy("name of a move", "The council returns it"),
        why=True,
    ),
    _move(
        "programme",
        "refuse",
        {Programme.PROPOSED},
        Programme.REFUSED,
        HOUSE,
        pgettext_lazy("name of a move", "The council refuses"),
        why=True,
    ),
    _move(
        "programme",
        "fund",
        {Programme.APPROVED},
        Programme.FUNDED,
        HOUSE,
        pgettext_lazy("name of a move", "It gets a budget line"),
    ),
    _move(
        "programme",
        "unfund",
        {Programme.FUNDED, Programme.RUNNING},
        Programme.APPROVED,
        HOUSE,
        pgettext_lazy("name of a move", "It loses its budget line"),
        why=True,
    ),
    _move(
        "programme",
        "begin",
        {Programme.FUNDED},
        Programme.RUNNING,
        HOUSE,
        pgettext_lazy("name of a move", "The work begins"),
    ),
    _move(
        "programme",
        "finish",
        {Programme.RUNNING},
        Programme.DONE,
        HOUSE,
        pgettext_lazy("name of a move", "The work is done"),
    ),
    _move(
        "programme",
        "drop",
        {Programme.DRAFT, Programme.RETURNED, Programme.REFUSED},
        Programme.DROPPED,
        PLANNER,
        pgettext_lazy("name of a move", "Do not pursue it"),
        why=True,
    ),
    _move(
        "proposal",
        "send",
        {Proposal.DRAFT, Proposal.RETURNED},
        Proposal.SENT,
        PLANNER,
        pgettext_lazy("name of a move", "Send it to the council"),
    ),
    _move(
        "proposal",
        "enter",
        {Proposal.SENT},
        Proposal.ON_AGENDA,
        SECRETARIAT,
        pgettext_lazy("name of a move", "Put it on an agenda"),
    ),
    _move(
        "proposal",
        "postpone",
        {Proposal.ON_AGENDA},
        Proposal.SENT,
        HOUSE,
        pgettext_lazy("name of a move", "The session is cancelled"),
    ),
    _move(
        "proposal",
        "approve",
        {Proposal.ON_AGENDA},
        Proposal.APPROVED,
        SECRETARIAT,
        pgettext_lazy("name of a move", "Record the approval"),
    ),
    _move(
        "proposal",
        "return",
        {Proposal.ON_AGENDA},
        Proposal.RETURNED,
        SECRETARIAT,
        pgettext_lazy("name of a move", "Record that it is returned"),
        why=True,
    ),
    _move(
        "proposal",
        "refuse",
        {Proposal.ON_AGENDA},
        Proposal.REFUSED,
        SECRETARIAT,
        pgettext_lazy("name of a move", "Record the refusal"),
        why=True,
    ),
    _move(
        "proposal",
        "withdraw",
        {Proposal.DRAFT, Proposal.SENT, Proposal.RETURNED},
        Proposal.WITHDRAWN,
        PLANNER,
        pgettext_lazy("name of a move", "Withdraw"),
        why=True,
    ),
    _move(
        "sitting",
        "hold",
        {Sitting.PLANNED},
        Sitting.HELD,
        SECRETARIAT,
        pgettext_lazy("name of a move", "The session was held"),
    ),
    _move(
        "sitting",
        "minute",
        {Sitting.HELD},
        Sitting.MINUTED,
        SECRETARIAT,
        pgettext_lazy("name of a move", "The minutes are final"),
    ),
    _move(
        "sitting",
        "cancel",
        {Sitting.PLANNED},
        Sitting.CANCELLED,
        SECRETARIAT,
        pgettext_lazy("name of a move", "Cancel the session"),
        why=True,
    ),
    _move("budget", "begin", {Budget.OPEN}, Budget.BEGUN, BUDGET, pgettext_lazy("name of a move", "The work begins")),
    _move("budget", "finish", {Budget.BEGUN}, Budget.DONE, BUDGET, pgettext_lazy("name of a move", "The work is done")),
    _move(
        "budget",
        "withdraw",
        {Budget.OPEN, Budget.BEGUN},
        Budget.WITHDRAWN,
        BUDGET,
        pgettext_lazy("name of a move", "Withdraw the line"),
        why=True,
    ),
)
MOVE_OF: Final[Mapping[tuple[str, str], PlanMove]] = {(move.file, move.verb): move for move in PLAN_MOVES}
"""The row of each (file, verb)."""


def moves_from(file: str, state: str) -> list[PlanMove]:
    """The rows by which a file of this sort can leave a state, in the order of the table."""
    return [move for move in PLAN_MOVES if move.file == file and state in move.sources]
