"""A round: many steps in one transaction, with what they leave to be done and what they have in their hands."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Final, Protocol, TypeVar

from django.db import transaction

from peygir.storage.jobs.rules import EVENTS_QUEUE, PendingJob
from peygir.storage.pipeline import without_waiting

T = TypeVar("T")


class WrittenEvent(Protocol):
    """What a round must know of an event that is written in it."""

    @property
    def file(self) -> str: ...
    @property
    def file_id(self) -> int: ...
    @property
    def number(self) -> int: ...


@dataclass(slots=True)
class UnitOfWork:
    """`pending`: jobs that must be done before the round ends; `identity_map`: what was asked for, by kind and key.

    `stories`: the files into which the round has written, (file, file id), with all their lines where they were asked
    for. The round holds their locks: nobody else adds a line.
    """

    pending: deque[PendingJob] = field(default_factory=deque)
    identity_map: dict[tuple[type, object], Any] = field(default_factory=dict)
    stories: dict[tuple[str, int], list[Any] | None] = field(default_factory=dict)

    def hear(self, event: WrittenEvent, actions: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """A line is written; its actions (queue, name) come onto the agenda, save those that are given back."""
        story = self.stories.setdefault((event.file, event.file_id), None)
        if story is not None:
            story.append(event)
        self.pending.extend(
            PendingJob(0, event.file_id, event.number, name, 0) for queue, name in actions if queue == EVENTS_QUEUE
        )
        return [(queue, name) for queue, name in actions if queue != EVENTS_QUEUE]

    def story(self, file: str, file_id: int, ask: Callable[[], list[T]]) -> list[T]:
        """All lines of a file, which `ask` gives; asked once where the round has written into the file."""
        key = (file, file_id)
        if key not in self.stories:
            return ask()
        known = self.stories[key]
        if known is None:
            known = self.stories[key] = ask()
        return list(known)


_now: Final[ContextVar[UnitOfWork | None]] = ContextVar("round", default=None)


@contextmanager
def unit_of_work() -> Iterator[UnitOfWork]:
    """One transaction for many steps. Whoever opens it does all that comes onto its agenda before it closes.

    The jobs that events leave behind inside need no row in the queue: nobody else could see it before the round ends,
    and then it would be gone. What the worker does elsewhere goes into the queue as always.
    """
    with transaction.atomic(), without_waiting():
        token = _now.set(unit := UnitOfWork())
        try:
            yield unit
            if unit.pending:
                raise RuntimeError(f"a round ends with jobs undone: {unit.pending}")
        finally:
            _now.reset(token)


@contextmanager
def savepoint() -> Iterator[None]:
    """`transaction.atomic`, for who goes on after a failure inside: what is undone is not heard of in the round either.

    Raises what is raised inside.
    """
    now = _now.get()
    heard = len(now.pending) if now is not None else 0
    try:
        with transaction.atomic():
            yield
    except BaseException:
        if now is not None:
            while len(now.pending) > heard:
                now.pending.pop()
            now.identity_map.clear()
            now.stories.clear()
        raise


def current_unit_of_work() -> UnitOfWork | None:
    """The round in which this is asked, if any."""
    return _now.get()


def held(kind: type, key: object, ask: Callable[[], T]) -> T:
    """What `ask` gives; in a round, what it gave the first time (where that was not None).

    A new case is opened by four steps of one round, each of which would ask for the same rows. Held may be what the
    round has locked (nobody else changes it, and whoever changes it here changes this very object), and what may be
    as old as the round, a second at most: the words that somebody reported, how a citizen is reached.
    """
    unit = _now.get()
    if unit is None:
        return ask()
    known: T | None = unit.identity_map.get((kind, key))
    if known is None:
        known = unit.identity_map[kind, key] = ask()
    return known


def from_identity_map(kind: type[T], key: object) -> T | None:
    """What is held under this key, or None; asks nobody."""
    found = _now.get()
    return found.identity_map.get((kind, key)) if found is not None else None
