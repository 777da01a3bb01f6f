"""Receiving the commands of phones, carrying them out in their order, and deciding between two versions."""

from peygir.journey.sync.actions.deciding import ConflictIsDecided, VersionsAreNotYours, decide_conflict
from peygir.journey.sync.actions.receiving import CommandResult, Sender, receive_commands
from peygir.journey.sync.actions.releasing import erase_bodies, forget_commands, release_overdue

__all__ = [
    "CommandResult",
    "ConflictIsDecided",
    "Sender",
    "VersionsAreNotYours",
    "decide_conflict",
    "erase_bodies",
    "forget_commands",
    "receive_commands",
    "release_overdue",
]
