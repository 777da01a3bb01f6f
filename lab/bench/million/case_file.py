"""One sample case written at once: the events and rows that `cases` and the clock would write.

Each method mirrors one action (named in its docstring) and adds to a `CopyBuffer`; nothing is stored before the buffer
is flushed. Moments must not go backwards. What the clock does by itself (a promise that breaks) is inserted at its
moment between the steps.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from lab.bench.million.bulk import CopyBuffer
from lab.bench.million.life_clocks import LifeClocks, SamplePromise
from peygir.cases.lifecycle import BY_VERB
from peygir.cases.search_entries import search_partition_of, text_of_search_entry
from peygir.cases.states import ENDED, CaseState
from peygir.core.chain import GENESIS, next_head
from peygir.core.geometry import cell_of
from peygir.history.kinds.cases import CaseOpened
from peygir.history.rules import body_of

CLOCK_LATENESS: Final = timedelta(seconds=2)
"""The delay of the clock's event after a moment fell due."""


@dataclass(slots=True)
class SampleFile:
    """A case being built; `columns` are those of its row, `clock` and `terms_id` those of its promises."""

    buffer: CopyBuffer
    rng: Random
    id: int
    columns: dict[str, Any]
    silence_days: int
    clock: str = ""
    terms_id: int | None = None
    version: int = 1
    count: int = 0
    head: bytes = GENESIS
    state: str = CaseState.NEW
    at: datetime = field(init=False)
    reports: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    clocks: LifeClocks | None = None

    def opened(self, *, report: dict[str, Any], by: str) -> None:
        """As `cases.open_case`; `report` holds the columns of the first report, including its `id`."""
        at = self.at = report["received_at"]
        near = cell_of(self.columns.get("lat"), self.columns.get("lon"))
        self.columns |= {"code": report["code"], "opened_at": at, "state_at": at, "cell": near}
        self._report(report)
        data = {"report": report["id"], "code": report["code"], "channel": report["channel"]}
        if told := report.get("was_told_emergency"):
            data["told_emergency"] = told
        self.line(CaseOpened.kind, by=by, at=at, data=data)

    def save_file(self, *, now: datetime) -> None:
        """Save the rows of the case and its promises as of `now`."""
        self.break_due(now)
        self.buffer.cases.add(
            **self.columns,
            id=self.id,
            state=self.state,
            version=self.version,
            event_count=self.count,
            event_head=self.head,
        )
        if "topic_id" in self.columns:  # the topic has been read
            self._card(now)
        for promise in self.promises:
            assert self.clocks is not None
            self.buffer.promises.add(
                id=promise.id,
                case_id=self.id,
                kind=promise.due.kind,
                given_at=promise.given_at,
                given_due_at=promise.due.due_at,
                due_at=promise.due_at,
                clock=promise.due.clock,
                hours=promise.due.hours,
                terms_id=self.terms_id,
                topic_id=self.columns.get("topic_id"),
                unit_id=self.clocks.owner,
                kept_at=promise.kept_at,
                broken_at=promise.broken_at,
                proposed_due_at=promise.proposed_at,
                is_over=promise.is_over,
            )
        if self.clocks is not None:
            self.clocks.save(self.buffer, self.id, is_ended=self.state in ENDED)

    def closed(self, kind: str, *, by: str, at: datetime, note: str = "") -> None:
        """As `cases.close`."""
        self.moved("close", by=by, at=at, data={"kind": kind}, note=note, closed_at=at, close_kind=kind)

    @property
    def promises(self) -> list[SamplePromise]:
        """Return the promises given so far."""
        return self.clocks.promises if self.clocks is not None else []

    def moved(
        self,
        verb: str,
        *,
        by: str,
        at: datetime,
        data: dict[str, Any] | None = None,
        note: str = "",
        is_public: bool = False,
        **columns: Any,
    ) -> None:
        """As `cases.move` by the table of moves, and `promises.settle_promises` after it."""
        move = BY_VERB[verb]
        assert self.state in move.sources, f"{verb} from {self.state}"
        self.break_due(at)
        move_data = {"from": self.state, "to": move.target, **(data or {})}
        self.state = move.target
        self.columns |= {**columns, "state_at": at}
        self.version += 1
        self.line(move.event.kind, by=by, at=at, data=move_data, note=note, is_public=is_public)
        if self.clocks is not None:
            self.clocks.settle(self.state, at)
            self.columns["due_at"] = self.clocks.due_at

    def line(
        self, kind: str, *, by: str, at: datetime, data: dict[str, Any], note: str = "", is_public: bool = False
    ) -> None:
        """As `cases.write_event` and `history.record`."""
        self.break_due(at)
        assert at >= self.at, f"{kind} at {at} comes before {self.at}"
        number = self.count + 1
        if text := note.strip():
            salt = f"{self.rng.getrandbits(128):032x}"
            data = {**data, "note": hashlib.sha256(f"{salt}{text}".encode()).hexdigest()}
            self.buffer.notes.add(
                case_id=self.id, number=number, by=by, at=at, text=text, salt=salt, is_public=is_public
            )
        body = body_of(file="case", file_id=self.id, number=number, kind=kind, at=at, by=by, data=data)
        self.count, self.head, self.at = number, next_head(self.head, body), at
        self.buffer.events.add(
            file="case", file_id=self.id, number=number, kind=kind, at=at, by=by, body=body, hash=self.head
        )

    def break_due(self, now: datetime) -> None:
        """As `promises.actions.falling_due`: promises break and steps are taken, in order."""
        while self.clocks is not None and (fell := self.clocks.fall_due(now)) is not None:
            self.columns["due_at"] = self.clocks.due_at
            at = min(max(fell.due, self.at) + CLOCK_LATENESS, now)
            self.line(fell.kind, by=fell.by, at=at, data=fell.data)

    def _report(self, columns: dict[str, Any]) -> None:
        self.reports.append(columns["id"])
        self.said += [columns.get("text", ""), columns.get("address", "")]
        self.buffer.reports.add(**columns, case_id=self.id)

    def _card(self, now: datetime) -> None:
        """As `cases.write_card`, and `cases.archive_cards` after it."""
        known = {name: self.columns.get(name) for name in ("topic_id", "district_id", "neighbourhood_id", "lat", "lon")}
        said = [self.columns.get("address", ""), *self.said]
        search_text = text_of_search_entry(self.columns["city_id"], said, **known)
        partition = search_partition_of(self.state, self.columns.get("state_at", self.at), now=now)
        unit = self.columns.get("unit_id") if self.state in ENDED else None
        self.buffer.cards.add(case_id=self.id, words=search_text, partition=partition, unit_id=unit)
