"""The life of a case as one table of moves: from which state, by which verb, to which, by whom, with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.cases.questions import QuestionKind
from peygir.cases.states import CaseState, CloseKind
from peygir.core.translation import Text, pgettext_lazy
from peygir.history.kinds.case_moves import (
    CaseAccepted,
    CaseClosed,
    CaseConfirmed,
    CaseDeclined,
    CaseFinished,
    CaseMerged,
    CasePaused,
    CaseReferred,
    CaseReferredOut,
    CaseReopened,
    CaseReturned,
    CaseScheduled,
    CaseSplit,
    CaseWithdrawn,
    MoveEvent,
)

# What one reporter has settled, another may unsettle while the question's period lasts: question → the (state, close
# kind) from which a later "no" reopens the case.
UNSETTLED: Final[dict[str, frozenset[tuple[str, str]]]] = {
    QuestionKind.FIXED: frozenset({(CaseState.CONFIRMED, ""), (CaseState.CLOSED, CloseKind.CONFIRMED)}),
    QuestionKind.OBJECTION: frozenset({(CaseState.CLOSED, CloseKind.NO_ACTION)}),
}
_WITH_OWNER: Final = frozenset(
    {CaseState.REFERRED, CaseState.IN_HAND, CaseState.WAITING, CaseState.SCHEDULED, CaseState.REOPENED}
)
# Who may move: staff roles, and the groups below. OWNER = clerk or manager of the owning unit, anybody of the centre
# where the centre is the owner, or the deputy, mayor's desk or inspectorate where their own unit is. LEADER =
# the mayor's desk and the deputies, in the cases of their scope. CREW = who works on a work order that has the case.
OWNER: Final = "owner"
CENTRE: Final = "centre"
REPORTER: Final = "reporter"
SYSTEM: Final = "house"
MANAGER_OF_OWNER: Final = "owner_manager"
LEADER: Final = "leader"
CREW: Final = "crew"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: `verb` takes a case from any of `sources` to `target`, by `who`, given `requires`.

    With `is_public` the citizen reads its text.
    """

    verb: str
    sources: frozenset[CaseState]
    target: CaseState
    who: frozenset[str]
    requires: tuple[str, ...]
    event: type[MoveEvent]
    label: Text
    is_public: bool = False


def _move(
    verb: str,
    sources: frozenset[CaseState] | set[CaseState],
    target: CaseState,
    who: str,
    requires: str,
    event: type[MoveEvent],
    label: Text,
    *,
    is_public: bool = False,
) -> Move:
    groups, needed = frozenset(who.split()), tuple(requires.split())
    return Move(verb, frozenset(sources), target, groups, needed, event, label, is_public)


MOVES: Final[tuple[Move, ...]] = (
    # verb, from, to, who, requires, event, label
    _move(
        "refer",
        {
            CaseState.NEW,
            CaseState.REFERRED,
            CaseState.RETURNED,
            CaseState.REOPENED,
            CaseState.IN_HAND,
            CaseState.WAITING,
            CaseState.SCHEDULED,
            CaseState.REFERRED_OUT,
        },
        CaseState.REFERRED,
        "centre house owner_manager leader",
        "unit reason",
        CaseReferred,
        pgettext_lazy("name of a move", "Refer to a unit"),
    ),
    _move(
        "return",
        {CaseState.REFERRED, CaseState.IN_HAND, CaseState.WAITING, CaseState.REOPENED},
        CaseState.RETURNED,
        "owner",
        "return_reason note",
        CaseReturned,
        pgettext_lazy("name of a move", "Return: not ours"),
    ),
    _move(
        "accept",
        {CaseState.REFERRED, CaseState.WAITING, CaseState.SCHEDULED, CaseState.REOPENED},
        CaseState.IN_HAND,
        "owner house",
        "",
        CaseAccepted,
        pgettext_lazy("name of a move", "Take in hand"),
    ),
    _move(
        "wait",
        {CaseState.REFERRED, CaseState.IN_HAND, CaseState.REOPENED},
        CaseState.WAITING,
        "owner crew",
        "wait_reason until note",
        CasePaused,
        pgettext_lazy("name of a move", "Put on wait"),
    ),
    _move(
        "schedule",
        {CaseState.REFERRED, CaseState.IN_HAND, CaseState.WAITING, CaseState.REOPENED},
        CaseState.SCHEDULED,
        "owner",
        "note",
        CaseScheduled,
        pgettext_lazy("name of a move", "Schedule (needs money)"),
        is_public=True,
    ),
    _move(
        "decline",
        {CaseState.REFERRED, CaseState.IN_HAND, CaseState.WAITING, CaseState.REOPENED},
        CaseState.NOT_ACTIONABLE,
        "owner",
        "note",
        CaseDeclined,
        pgettext_lazy("name of a move", "No action needed"),
        is_public=True,
    ),
    _move(
        "refer_out",
        {
            CaseState.NEW,
            CaseState.REFERRED,
            CaseState.RETURNED,
            CaseState.IN_HAND,
            CaseState.WAITING,
            CaseState.REOPENED,
        },
        CaseState.REFERRED_OUT,
        "owner centre house",
        "agency note",
        CaseReferredOut,
        pgettext_lazy("name of a move", "Refer to an agency"),
    ),
    _move(
        "finish",
        {CaseState.IN_HAND, CaseState.WAITING, CaseState.SCHEDULED},
        CaseState.DONE,
        "owner house crew",
        "evidence answer",
        CaseFinished,
        pgettext_lazy("name of a move", "Done"),
    ),
    _move(
        "confirm",
        {CaseState.DONE},
        CaseState.CONFIRMED,
        "reporter centre house",
        "",
        CaseConfirmed,
        pgettext_lazy("name of a move", "Confirm it is fixed"),
    ),
    _move(
        "reopen",
        {CaseState.DONE, CaseState.CONFIRMED, CaseState.NOT_ACTIONABLE, CaseState.REFERRED_OUT, CaseState.CLOSED},
        CaseState.REOPENED,
        "reporter centre house",
        "note",
        CaseReopened,
        pgettext_lazy("name of a move", "Reopen"),
    ),
    _move(
        "close",
        {CaseState.CONFIRMED, CaseState.DONE, CaseState.NOT_ACTIONABLE, CaseState.REFERRED_OUT, CaseState.SCHEDULED},
        CaseState.CLOSED,
        "house centre",
        "close_kind",
        CaseClosed,
        pgettext_lazy("name of a move", "Close"),
    ),
    _move(
        "merge",
        _WITH_OWNER | {CaseState.NEW, CaseState.RETURNED},
        CaseState.MERGED,
        "owner centre",
        "into",
        CaseMerged,
        pgettext_lazy("name of a move", "Merge into another case"),
    ),
    _move(
        "split",
        {CaseState.MERGED},
        CaseState.NEW,
        "owner centre",
        "note",
        CaseSplit,
        pgettext_lazy("name of a move", "Split off again"),
    ),
    _move(
        "withdraw",
        _WITH_OWNER | {CaseState.NEW, CaseState.RETURNED},
        CaseState.WITHDRAWN,
        "reporter centre",
        "note",
        CaseWithdrawn,
        pgettext_lazy("name of a move", "Withdraw"),
    ),
)
BY_VERB: Final[Mapping[str, Move]] = {move.verb: move for move in MOVES}


def unsettles(question: str, *, state: str, close_kind: str) -> bool:
    """Whether a further reporter's "no" to a question still reopens a case in this state."""
    return (state, close_kind) in UNSETTLED[question]
