"""Whose turn it is in a branch, what others changed since a command's base, and how wrong a device's clock is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from peygir.storage.receipts.rules import APPLIED, APPLIED_SOFT, CONFLICT

LOCAL: Final = "local:"
"""Begins a phone's own name of a case whose report the server does not have yet."""
REPORT: Final = "report"
"""The verb of the command that opens a case."""
ORDER_RESULT: Final = "order_result"
ORDER_VERBS: Final = frozenset({"order_start", ORDER_RESULT, "order_step", "order_material", "order_finish"})
"""The verbs of commands on a work order; their `order` is the order's number."""
INSPECT: Final = "inspect"
"""The verb of an inspector's finding; its `order` is the code of the case."""
LONGEST_NAME: Final = 80
MOST_COMMANDS: Final = 100
"""In one request."""
MOST_PHOTOS: Final = 8
"""Of one command."""
BOTH_STAY: Final = frozenset({"visits"})
"""Fields to which everybody adds: two visits are two visits, and no conflict."""
ALL_FIELDS: Final = frozenset({"state", "unit", "assignee", "agency", "topic", "place", "due"})


@dataclass(frozen=True, slots=True)
class QueuedCommand:
    """A command that waits; `is_ready` unless the report of its case is missing. `id` is its row's."""

    id: int
    seq: int
    received_at: datetime
    is_ready: bool = True


@dataclass(frozen=True, slots=True)
class BranchTurn:
    """The command to be carried out now; `has_gap` if the one before it never came."""

    id: int
    seq: int
    has_gap: bool


def next_turn(
    waiting: Sequence[QueuedCommand], *, last_seq: int, now: datetime, patience: timedelta
) -> BranchTurn | None:
    """Return the next command of a branch to be carried out, or None.

    Commands go by `seq`, which begins at 1. One whose predecessor is missing, or which is not ready, lets those after
    it wait until `patience` has passed since it came; what comes after its time is carried out when it comes.
    """
    last = last_seq
    for queued in sorted(waiting, key=lambda each: (each.seq, each.id)):
        is_overdue = now - queued.received_at >= patience
        is_in_order = queued.seq <= last + 1
        if queued.is_ready and (is_in_order or is_overdue):
            return BranchTurn(queued.id, queued.seq, not is_in_order)
        if queued.seq <= last_seq:
            continue  # those after it did not wait for it any longer
        if not is_overdue:
            return None
        last = queued.seq
    return None


@dataclass(frozen=True, slots=True)
class FileChange:
    """One event of a case's file: its number, the fields that it changed, and whether it raised the version."""

    number: int
    touched: frozenset[str]
    raised: bool


@dataclass(frozen=True, slots=True)
class Behind:
    """What others did to a file since a base: the fields that they changed, and whether there was anything at all."""

    fields: frozenset[str] = frozenset()
    is_behind: bool = False


def changed_since(
    changes: Sequence[FileChange], *, version: int, base: int | None, own: Collection[int] = frozenset()
) -> Behind:
    """Return what others changed in a file since its version was `base`.

    `changes` are all of the file, oldest first; `version` is the present one; `own` are the numbers of the events that
    the command's own branch wrote. Without a base, nothing is compared. A base that the file never had (it was restored
    from a backup, say) counts as behind in everything.
    """
    if base is None:
        return Behind()
    steps = version - base
    if steps < 0:
        return Behind(ALL_FIELDS, is_behind=True)
    fields: set[str] = set()
    is_behind = False
    for change in reversed(changes):
        if steps == 0 and change.raised:
            break
        steps -= change.raised
        if change.number not in own and (change.raised or change.touched):
            fields |= change.touched
            is_behind = is_behind or change.raised
    if steps > 0:
        return Behind(ALL_FIELDS, is_behind=True)
    return Behind(frozenset(fields), is_behind=is_behind or bool(fields))


def outcome_of(mine: frozenset[str], behind: Behind) -> str:
    """Return APPLIED, APPLIED_SOFT (others changed other fields) or CONFLICT (others changed the same ones)."""
    if (mine & behind.fields) - BOTH_STAY:
        return CONFLICT
    return APPLIED_SOFT if behind.is_behind else APPLIED


def clock_offset(sent_at: datetime | None, received_at: datetime) -> float | None:
    """Return by how many seconds a device's clock is behind ours (before: negative), from a request's own time.

    The way of the request is part of it: seconds, where what matters is hours and days.
    """
    return (received_at - sent_at).total_seconds() if sent_at is not None else None
