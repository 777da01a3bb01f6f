"""Outages as refusals: a row that is held, a statement that took too long, a database or disk that is not there."""

import errno
from typing import ClassVar, Final

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError

from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _


class RecordIsBusy(Unavailable):
    """Another transaction held the same row for longer than `lock_timeout`, or the two waited for each other."""

    message = _(
        "Somebody else is changing the same record now. Nothing was saved; please send it again in a few seconds."
    )
    retry_after: ClassVar[int] = 5


class TookTooLong(Unavailable):
    """The database ended a statement or transaction that ran for longer than its kind of process may."""

    message = _("This took too long and was stopped. Nothing was saved; ask for less at once, or try again in a while.")
    retry_after: ClassVar[int] = 30


class DatabaseIsBusy(Unavailable):
    """No connection to the database can be had at the moment."""

    message = _("The system cannot answer at the moment. Nothing was saved; please try again in a minute.")
    retry_after: ClassVar[int] = 15


class DiskIsFull(Unavailable):
    """No space is left for the upload or for the database."""

    message = _("The system has no storage space left, and nothing was saved. Please send it again later.")
    retry_after: ClassVar[int] = 300


# By SQLSTATE, or by its class (the first two characters) where all of a class mean the same.
_BY_STATE: Final[dict[str, type[Unavailable]]] = {
    "55P03": RecordIsBusy,  # lock_timeout
    "40P01": RecordIsBusy,  # deadlock
    "40001": RecordIsBusy,  # serialization
    "57014": TookTooLong,  # statement_timeout
    "25P03": TookTooLong,  # idle_in_transaction_session_timeout
    "25P04": TookTooLong,  # transaction_timeout
    "53100": DiskIsFull,
    "53": DatabaseIsBusy,  # too many connections, out of memory
    "57": DatabaseIsBusy,  # shut down, starting up
    "08": DatabaseIsBusy,  # the connection broke
}
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


def outage_of(failure: BaseException) -> Unavailable | None:
    """The refusal that an exception of the database or of the disk comes to; None for any other fault."""
    if isinstance(failure, OSError):
        return DiskIsFull() if failure.errno in _FULL else None
    cause = failure if isinstance(failure, psycopg.Error) else failure.__cause__
    if not isinstance(failure, DatabaseError | InterfaceError | psycopg.Error):
        return None
    state = (cause.sqlstate if isinstance(cause, psycopg.Error) else None) or ""
    if kind := _BY_STATE.get(state) or _BY_STATE.get(state[:2]):
        return kind()
    away = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
    return DatabaseIsBusy() if not state and isinstance(failure, away) else None
