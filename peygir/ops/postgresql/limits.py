"""Limits in time of statements, lock waits and idle transactions, by kind of process."""

import os
from dataclasses import dataclass

PROCESS = "PEYGIR_PROCESS"
"""The environment variable with the kind of a process, set before it connects."""


@dataclass(frozen=True)
class DatabaseTimeouts:
    """Seconds; 0: no limit. `connect` is the wait for the server's answer to a new connection."""

    lock: int
    statement: int
    idle_in_transaction: int
    connect: int = 15

    def options(self) -> str:
        """Return the options in the format of a new connection."""
        return (
            f"-c lock_timeout={self.lock}s -c statement_timeout={self.statement}s"
            f" -c idle_in_transaction_session_timeout={self.idle_in_transaction}s"
        )


COMMAND = DatabaseTimeouts(lock=0, statement=0, idle_in_transaction=0)
"""A command that a person started and watches: a migration or an import of a city has no time limit."""
BY_PROCESS = {
    # A person waits at a screen, and one of few threads waits with them.
    "web": DatabaseTimeouts(lock=5, statement=60, idle_in_transaction=60, connect=5),
    "live": DatabaseTimeouts(lock=5, statement=30, idle_in_transaction=60, connect=5),
    "pbx": DatabaseTimeouts(lock=10, statement=60, idle_in_transaction=60),
    # Imported tables and the nightly root over all histories are read in one statement.
    "work": DatabaseTimeouts(lock=30, statement=900, idle_in_transaction=600),
    "clock": DatabaseTimeouts(lock=30, statement=1800, idle_in_transaction=600),
}


def limits_of_process() -> DatabaseTimeouts:
    """Return the limits of this process."""
    return BY_PROCESS.get(os.environ.get(PROCESS, ""), COMMAND)
