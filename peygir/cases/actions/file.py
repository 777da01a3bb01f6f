"""Opens a case under its lock and writes a move into it; every move of a case is written here."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from peygir.cases.actions.search_entries import move_search_entry
from peygir.cases.judging import judge
from peygir.cases.models import Case, Note
from peygir.cases.rules import visibility_of
from peygir.core import clock
from peygir.core.codes import is_code
from peygir.core.personal import KINDS, kinds_in
from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed
from peygir.core.translation import Joined, gettext_lazy, pgettext_lazy
from peygir.core.words import plain, says_something
from peygir.history.actions import record
from peygir.history.kinds.cases import CaseEvent
from peygir.people.rules import Actor, may_see, may_write
from peygir.storage.unit_of_work import held


class NoSuchCase(Missing):
    """No case or report has this code."""

    message = gettext_lazy("There is no case with this code.")


class CaseHasChanged(Conflict):
    """Someone changed the case after the page was opened."""

    message = gettext_lazy(
        "Someone else changed this case meanwhile. Look at it as it is now and decide again; what you typed is kept."
    )


class MoveNotPossible(Conflict):
    """The case's state does not allow the move (any more)."""

    message = gettext_lazy("“{label}” is not possible now. {why}")


class MoveNotYours(NotAllowed):
    """The move is open, but not to this person."""

    message = gettext_lazy("“{label}”: {why}")


class SomethingIsMissing(Invalid):
    """A move lacks what the table says it requires."""

    message = gettext_lazy("“{label}” needs {field}.")


class WordsAreTooMany(Invalid):
    """A note or answer exceeds the maximum length."""

    message = gettext_lazy("The text is longer than {limit} characters. Please make it shorter.")


class WordsArePersonal(Invalid):
    """Text meant for the public contains personal data."""

    message = gettext_lazy(
        "Everybody reads these words, but they hold {what}. Please take that out and send them again."
    )


MAX_NOTE: Final = 4000
FIELD_WORDS = {
    "unit": pgettext_lazy("what a move needs", "a unit"),
    "reason": pgettext_lazy("what a move needs", "a reason"),
    "return_reason": pgettext_lazy("what a move needs", "the reason of return"),
    "wait_reason": pgettext_lazy("what a move needs", "what is waited for"),
    "until": pgettext_lazy("what a move needs", "an expected date in the future"),
    "note": pgettext_lazy("what a move needs", "an explanation"),
    "agency": pgettext_lazy("what a move needs", "the agency"),
    "evidence": pgettext_lazy("what a move needs", "a photo or form as evidence"),
    "answer": pgettext_lazy("what a move needs", "an answer to the citizen"),
    "close_kind": pgettext_lazy("what a move needs", "the kind of closing"),
    "into": pgettext_lazy("what a move needs", "the other case"),
}


@contextmanager
def open_file(case_id: int | None = None, *, code: str | None = None, version: int | None = None) -> Iterator[Case]:
    """Lock one case for the length of a transaction; everything inside is written together or not at all.

    `version` is what the person saw. Raises CaseHasChanged when the case has changed since, NoSuchCase if there is
    none.
    """
    # No savepoint: a failing action rolls back the whole transaction, and each savepoint costs two statements.
    if code is not None and not is_code(code):
        raise NoSuchCase()
    with _deadlock_is_a_conflict(), transaction.atomic(savepoint=False):
        case = locked(code=code) if case_id is None else locked(case_id)
        if case is None:
            raise NoSuchCase()
        if version is not None and version != case.version:
            raise CaseHasChanged()
        yield case


@contextmanager
def _deadlock_is_a_conflict() -> Iterator[None]:
    """Turn a deadlock into a Conflict: PostgreSQL ends one of two transactions that lock the same cases in opposite
    order.
    """
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, DeadlockDetected):
            raise CaseHasChanged() from error
        raise


def locked(case_id: int | None = None, *, code: str | None = None) -> Case | None:
    """Lock one case until the transaction ends and return it, or None; a case must be fetched by this to be changed.

    In a unit of work, a case that an earlier step has locked is returned as the same object.
    """
    if case_id is not None:
        return held(Case, case_id, lambda: _lock("pk", case_id))
    case = _lock("code", code)
    return held(Case, case.pk, lambda: case) if case is not None else None


def _lock(column: str, value: int | str | None) -> Case | None:
    sql, fields = _locking(column)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        row = cursor.fetchone()
    return Case.from_db(connection.alias, fields, row) if row is not None else None


@cache
def _locking(column: str) -> tuple[str, list[str]]:
    """The statement that locks one case, and the columns that it returns.

    The lock is weak (NO KEY): a case's key never changes, so rows that only reference the case need not wait. Every
    step of every case begins with this statement, so it is compiled once for the process; compiling it each time would
    take five times as long as running it.
    """
    sql, _ = Case.objects.select_for_update(no_key=True).filter(**{column: "0"}).query.sql_with_params()
    return sql, [field.attname for field in Case._meta.concrete_fields]


class OnlyLooks(NotAllowed):
    """The role may read cases and not write to them."""

    message = gettext_lazy("Your role sees the case, but writes nothing into it.")


def refuse_the_blind(case: Case, by: Actor) -> None:
    """Raises NoSuchCase for a person who may not see the case, so that its existence is not revealed."""
    if not may_see(by, visibility_of(case)):
        raise NoSuchCase()


def refuse_who_only_looks(case: Case, by: Actor) -> None:
    """Raises NoSuchCase as `refuse_the_blind` does, and OnlyLooks for a person who may only read the case."""
    refuse_the_blind(case, by)
    if not may_write(by, visibility_of(case)):
        raise OnlyLooks()


def move(
    case: Case,
    verb: str,
    *,
    by: Actor,
    at: datetime | None,
    given: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
    note: str = "",
    is_public: bool = False,
    is_reporter: bool = False,
    **fields: Any,
) -> None:
    """Judge `verb` by the table of moves, check what it requires in `given`, set `fields`, write one event.

    `data` holds the event's values beside the two states, by field name.

    Raises MoveNotPossible, MoveNotYours, SomethingIsMissing.
    """
    judgement = judge(verb, state=case.state, actor=by, visibility=visibility_of(case), is_reporter=is_reporter)
    row = judgement.move
    labels = {"label": row.label}
    if not judgement.is_allowed:
        refusal = MoveNotPossible if case.state not in row.sources else MoveNotYours
        raise refusal(**labels, why=judgement.why)
    words = plain(note) if says_something(note) else ""
    given = {"note": words, "answer": words, "reason": words, **(given or {})}
    for name in row.requires:
        # The system gives its reasons as codes in `data`, not as text.
        if not given.get(name) and not (by.is_system and name in ("note", "reason", "answer")):
            raise SomethingIsMissing(**labels, field=FIELD_WORDS[name])
    moment = at or clock.now()
    event = row.event(from_=case.state, to=row.target, **(data or {}))
    was, case.state, case.state_at = case.state, row.target, moment
    case.version += 1
    fields.setdefault("until", None)  # only a wait has an expected end
    for name, value in fields.items():
        setattr(case, name, value)
    written = ["state", "state_at", "version", *fields]
    move_search_entry(case, was=was)
    write_event(case, event, by=by, at=moment, note=note, is_public=is_public, write=written)


def refuse_the_personal(text: str) -> None:
    """Raises WordsArePersonal, naming what was found, for text that must not be shown publicly."""
    if kinds := kinds_in(text):
        raise WordsArePersonal(what=Joined(tuple(KINDS[kind] for kind in kinds), gettext_lazy(" and ")))


def write_event(
    case: Case,
    event: CaseEvent,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    is_public: bool = False,
    write: list[str] | str = "",
) -> None:
    """Write one event of the case; its text (if any) is kept in a Note, and its digest in the event."""
    text = plain(note)
    if len(text) > MAX_NOTE:
        raise WordsAreTooMany(limit=MAX_NOTE)
    if is_public and not by.is_system:
        refuse_the_personal(text)
    if text:
        salt = secrets.token_hex(16)
        digest = hashlib.sha256(f"{salt}{text}".encode()).hexdigest()
        event = replace(event, note=digest)
        Note.objects.create(
            case=case, number=case.event_count + 1, by=str(by), at=at, text=text, salt=salt, is_public=is_public
        )
    record(case, event, by=str(by), at=at, write=write)
