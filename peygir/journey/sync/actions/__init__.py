"""Receiving the commands of phones, carrying them out in their order, and deciding between two versions."""

from peygir.journey.sync.actions.deciding import ConflictIsDecided, VersionsAreNotYours, decide_conflict, may_decide
from peygir.journey.sync.actions.order_commands import OrderConflictIsDecided, decide_order_conflict
from peygir.journey.sync.actions.receiving import CommandResult, Sender, receive_commands
from peygir.journey.sync.actions.releasing import erase_bodies, forget_commands, release_overdue

__all__ = [
    "CommandResult",
    "ConflictIsDecided",
    "OrderConflictIsDecided",
    "Sender",
    "VersionsAreNotYours",
    "decide_conflict",
    "decide_order_conflict",
    "erase_bodies",
    "forget_commands",
    "may_decide",
    "receive_commands",
    "release_overdue",
]
