"""The life of a case as one table of moves: from which state, by which verb, to which, by whom, with what."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

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

NEW: Final = "new"
REFERRED: Final = "referred"
RETURNED: Final = "returned"
IN_HAND: Final = "in_hand"
WAITING: Final = "waiting"
SCHEDULED: Final = "scheduled"
NOT_ACTIONABLE: Final = "not_actionable"
REFERRED_OUT: Final = "referred_out"
DONE: Final = "done"
CONFIRMED: Final = "confirmed"
REOPENED: Final = "reopened"
CLOSED: Final = "closed"
MERGED: Final = "merged"
WITHDRAWN: Final = "withdrawn"

# state → (Persian, English)
STATES: Final[dict[str, Text]] = {
    NEW: pgettext_lazy("state of a case", "Received"),
    REFERRED: pgettext_lazy("state of a case", "Referred"),
    RETURNED: pgettext_lazy("state of a case", "Returned"),
    IN_HAND: pgettext_lazy("state of a case", "In hand"),
    WAITING: pgettext_lazy("state of a case", "Waiting"),
    SCHEDULED: pgettext_lazy("state of a case", "Scheduled"),
    NOT_ACTIONABLE: pgettext_lazy("state of a case", "No action needed"),
    REFERRED_OUT: pgettext_lazy("state of a case", "Referred to another agency"),
    DONE: pgettext_lazy("state of a case", "Done"),
    CONFIRMED: pgettext_lazy("state of a case", "Confirmed"),
    REOPENED: pgettext_lazy("state of a case", "Reopened"),
    CLOSED: pgettext_lazy("state of a case", "Closed"),
    MERGED: pgettext_lazy("state of a case", "Merged"),
    WITHDRAWN: pgettext_lazy("state of a case", "Withdrawn"),
}
ENDED: Final = frozenset({CLOSED, MERGED, WITHDRAWN})
# States in which the owner has work to do: what an inbox shows first.
WORKABLE: Final = frozenset({NEW, REFERRED, RETURNED, IN_HAND, WAITING, SCHEDULED, REOPENED})
OPEN: Final = frozenset(STATES) - ENDED
_WITH_OWNER: Final = frozenset({REFERRED, IN_HAND, WAITING, SCHEDULED, REOPENED})

CloseKind = Literal["confirmed", "silence", "no_action", "outside", "delivered"]
# kind → (Persian, English, the states it may close from)
CLOSE_KINDS: Final[dict[str, tuple[Text, frozenset[str]]]] = {
    "confirmed": (pgettext_lazy("how a case was closed", "Confirmed by the citizen"), frozenset({CONFIRMED})),
    "silence": (pgettext_lazy("how a case was closed", "Unconfirmed: no answer came"), frozenset({DONE})),
    "no_action": (pgettext_lazy("how a case was closed", "No action needed"), frozenset({NOT_ACTIONABLE})),
    "outside": (pgettext_lazy("how a case was closed", "With another agency"), frozenset({REFERRED_OUT})),
    "delivered": (pgettext_lazy("how a case was closed", "Scheduled and delivered"), frozenset({SCHEDULED, DONE})),
}
# What one reporter has settled, another may unsettle while the question's period lasts: question → the (state, close
# kind) from which a later "no" reopens the case.
UNSETTLED: Final[dict[str, frozenset[tuple[str, str]]]] = {
    "fixed": frozenset({(CONFIRMED, ""), (CLOSED, "confirmed")}),
    "objection": frozenset({(CLOSED, "no_action")}),
}
WAIT_REASONS: Final[dict[str, Text]] = {
    "citizen": pgettext_lazy("a case waits for", "the citizen"),
    "agency": pgettext_lazy("a case waits for", "another agency"),
    "weather": pgettext_lazy("a case waits for", "the weather"),
    "material": pgettext_lazy("a case waits for", "material"),
}
RETURN_REASONS: Final[dict[str, Text]] = {
    "wrong_unit": pgettext_lazy("a case is returned because", "wrong unit"),
    "wrong_district": pgettext_lazy("a case is returned because", "wrong district"),
}
# Why a unit asks for more time; shown to the citizen when a promise cannot be kept.
REPLAN_REASONS: Final[dict[str, Text]] = {
    "material": pgettext_lazy("more time is needed because", "material has not arrived"),
    "weather": pgettext_lazy("more time is needed because", "the weather"),
    "permit": pgettext_lazy("more time is needed because", "a permit is awaited"),
    "contractor": pgettext_lazy("more time is needed because", "the contractor is not ready"),
    "more_work": pgettext_lazy("more time is needed because", "there is more to do than was thought"),
    "workload": pgettext_lazy("more time is needed because", "many requests at once"),
}

# Who may move: staff roles, and the groups below. OWNER = clerk or manager of the owning unit, anybody of the centre
# where the centre is the owner, or the deputy, mayor's desk or inspectorate where their own unit is.
OWNER: Final = "owner"
CENTRE: Final = "centre"
REPORTER: Final = "reporter"
SYSTEM: Final = "house"
MANAGER_OF_OWNER: Final = "owner_manager"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: `verb` takes a case from any of `sources` to `target` ("" = stays), by `who`, given `requires`."""

    verb: str
    sources: frozenset[str]
    target: str
    who: frozenset[str]
    requires: tuple[str, ...]
    event: type[MoveEvent]
    label: Text


def _move(
    verb: str,
    sources: frozenset[str] | set[str],
    target: str,
    who: str,
    requires: str,
    event: type[MoveEvent],
    label: Text,
) -> Move:
    return Move(verb, frozenset(sources), target, frozenset(who.split()), tuple(requires.split()), event, label)


MOVES: Final[tuple[Move, ...]] = (
    # verb, from, to, who, requires, event, label
    _move(
        "refer",
        {NEW, REFERRED, RETURNED, REOPENED, IN_HAND, WAITING, SCHEDULED, REFERRED_OUT},
        REFERRED,
        "centre house owner_manager",
        "unit reason",
        CaseReferred,
        pgettext_lazy("name of a move", "Refer to a unit"),
    ),
    _move(
        "return",
        {REFERRED, IN_HAND, WAITING, REOPENED},
        RETURNED,
        "owner",
        "return_reason note",
        CaseReturned,
        pgettext_lazy("name of a move", "Return: not ours"),
    ),
    _move(
        "accept",
        {REFERRED, WAITING, SCHEDULED, REOPENED},
        IN_HAND,
        "owner house",
        "",
        CaseAccepted,
        pgettext_lazy("name of a move", "Take in hand"),
    ),
    _move(
        "wait",
        {REFERRED, IN_HAND, REOPENED},
        WAITING,
        "owner",
        "wait_reason until note",
        CasePaused,
        pgettext_lazy("name of a move", "Put on wait"),
    ),
    _move(
        "schedule",
        {REFERRED, IN_HAND, WAITING, REOPENED},
        SCHEDULED,
        "owner",
        "note",
        CaseScheduled,
        pgettext_lazy("name of a move", "Schedule (needs money)"),
    ),
    _move(
        "decline",
        {REFERRED, IN_HAND, WAITING, REOPENED},
        NOT_ACTIONABLE,
        "owner",
        "note",
        CaseDeclined,
        pgettext_lazy("name of a move", "No action needed"),
    ),
    _move(
        "refer_out",
        {NEW, REFERRED, RETURNED, IN_HAND, WAITING, REOPENED},
        REFERRED_OUT,
        "owner centre house",
        "agency note",
        CaseReferredOut,
        pgettext_lazy("name of a move", "Refer to an agency"),
    ),
    _move(
        "finish",
        {IN_HAND, WAITING, SCHEDULED},
        DONE,
        "owner house",
        "evidence answer",
        CaseFinished,
        pgettext_lazy("name of a move", "Done"),
    ),
    _move(
        "confirm",
        {DONE},
        CONFIRMED,
        "reporter centre house",
        "",
        CaseConfirmed,
        pgettext_lazy("name of a move", "Confirm it is fixed"),
    ),
    _move(
        "reopen",
        {DONE, CONFIRMED, NOT_ACTIONABLE, REFERRED_OUT, CLOSED},
        REOPENED,
        "reporter centre house",
        "note",
        CaseReopened,
        pgettext_lazy("name of a move", "Reopen"),
    ),
    _move(
        "close",
        {CONFIRMED, DONE, NOT_ACTIONABLE, REFERRED_OUT, SCHEDULED},
        CLOSED,
        "house centre",
        "close_kind",
        CaseClosed,
        pgettext_lazy("name of a move", "Close"),
    ),
    _move(
        "merge",
        _WITH_OWNER | {NEW, RETURNED},
        MERGED,
        "owner centre",
        "into",
        CaseMerged,
        pgettext_lazy("name of a move", "Merge into another case"),
    ),
    _move(
        "split", {MERGED}, NEW, "owner centre", "note", CaseSplit, pgettext_lazy("name of a move", "Split off again")
    ),
    _move(
        "withdraw",
        _WITH_OWNER | {NEW, RETURNED},
        WITHDRAWN,
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
