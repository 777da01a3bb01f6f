"""One case's life put down in one go: the same lines and rows that the desks' actions write, step by step.

Each method mirrors one action of a desk (named in its docstring) and adds to a `CopyBuffer`; nothing is stored before
the press is flushed. Moments must not go backwards. What the clock does by itself (a promise that breaks) comes in
its place between the steps.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from lab.bulk import CopyBuffer
from lab.life_clocks import LifeClocks, SamplePromise, clocks_of
from peygir.cases.lifecycle import BY_VERB, ENDED, NEW
from peygir.cases.search_entries import search_partition_of, text_of_search_entry
from peygir.core.chain import GENESIS, next_head
from peygir.core.geometry import cell_of
from peygir.desks.promises.rules import Due
from peygir.desks.routing.rules import ChosenOwner
from peygir.history.rules import body_of

CLOCK_LATENESS: Final = timedelta(seconds=2)
"""How long after a moment fell due the clock's line follows."""


@dataclass(slots=True)
class PendingQuestion:
    """The question that a case waits on."""

    number: int
    kind: str
    asked_at: datetime
    closes_at: datetime
    row: int


@dataclass(slots=True)
class SampleLife:
    """A case in the making; `columns` are those of its row, `clock` and `terms_id` those of its promises."""

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
    state: str = NEW
    at: datetime = field(init=False)
    reports: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    clocks: LifeClocks | None = None
    question: PendingQuestion | None = None

    # The file

    def opened(self, *, report: dict[str, Any], by: str) -> None:
        """As `cases.open_case`; `report` holds the columns of the first report, its `id` too."""
        at = self.at = report["received_at"]
        near = cell_of(self.columns.get("lat"), self.columns.get("lon"))
        self.columns |= {"code": report["code"], "opened_at": at, "state_at": at, "cell": near}
        self._report(report)
        data = {"report": report["id"], "code": report["code"], "channel": report["channel"]}
        if told := report.get("was_told_emergency"):
            data["told_emergency"] = told
        self.line("case_opened", by=by, at=at, data=data)

    def joined(self, *, report: dict[str, Any], by: str) -> None:
        """As `cases.join_report`."""
        self._report(report)
        self.columns["report_count"] = len(self.reports)
        data = {"report": report["id"], "code": report["code"], "channel": report["channel"]}
        self.line("report_joined", by=by, at=report["received_at"], data=data)

    def noted(self, text: str, *, by: str, at: datetime) -> None:
        """As `cases.note`."""
        self.line("note_added", by=by, at=at, data={}, note=text)

    def save(self, *, now: datetime) -> None:
        """The case's and its promises' own rows, as they stand at `now`."""
        self.break_due(now)
        self.buffer.cases.add(
            **self.columns,
            id=self.id,
            state=self.state,
            version=self.version,
            event_count=self.count,
            event_head=self.head,
        )
        if "topic_id" in self.columns:  # it was read
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
                clock=self.clock,
                hours=promise.due.hours,
                terms_id=self.terms_id,
                topic_id=self.columns.get("topic_id"),
                unit_id=self.clocks.owner,
                kept_at=promise.kept_at,
                broken_at=promise.broken_at,
                paused_at=promise.paused_at,
                proposed_due_at=promise.proposed_at,
                is_over=promise.is_over,
            )
        if self.clocks is not None:
            self.clocks.save(self.buffer, self.id, is_ended=self.state in ENDED)
        if self.question:
            self._end_question(None)

    # Desks

    def read(self, facts: dict[str, Any], *, topic: str, topic_by: str, place_by: str, at: datetime) -> None:
        """As `understanding.read_case`; `facts` are the columns topic_id, urgency, district_id, …"""
        self.columns |= facts
        self.buffer.readings.add(
            case_id=self.id,
            number=self.count,
            topic_id=facts["topic_id"],
            topic_by=topic_by,
            district_id=facts.get("district_id"),
            neighbourhood_id=facts.get("neighbourhood_id"),
            place_by=place_by,
            read_at=at,
        )
        self.line("case_read", by="system", at=at, data={"topic": topic, "topic_by": topic_by, "place_by": place_by})

    def corrected(self, facts: dict[str, Any], *, topic: str, by: str, at: datetime) -> None:
        """As `understanding.correct_case`: a person says what it is about; the place is kept."""
        self.columns |= facts
        self.version += 1
        self.buffer.readings.add(
            case_id=self.id,
            number=self.count + 1,
            topic_id=facts["topic_id"],
            topic_by="person",
            district_id=self.columns.get("district_id"),
            neighbourhood_id=self.columns.get("neighbourhood_id"),
            place_by="kept",
            read_at=at,
        )
        self.line("case_read", by=by, at=at, data={"topic": topic, "topic_by": "person", "place_by": "kept"})

    def routed(self, answer: ChosenOwner, *, topic: str, district: str, at: datetime) -> None:
        """As `routing.route_case`: the choice, the referral, and the announcement to an agency."""
        self._choose(answer, number=self.count, topic=topic, district=district, at=at)
        route_data = {"how": answer.how, "why": answer.why}
        was, branch = self.columns.get("unit_id"), answer.branch
        set_to: dict[str, Any] = {
            "unit_id": answer.unit_id,
            "branch": branch,
            "agency_id": None,
            "assignee_id": None,
            "until": None,
        }
        self.moved("refer", by="system", at=at, data={"unit": answer.unit_id, "was": was, **route_data}, **set_to)
        if answer.agency_id is not None:
            data = {"agency": answer.agency_id, **route_data}
            self.moved("refer_out", by="system", at=at, data=data, agency_id=answer.agency_id, until=None)

    def referred(self, unit_id: int, *, topic: str, district: str, note: str, by: str, at: datetime) -> None:
        """As `routing.refer_by_person`."""
        answer = ChosenOwner(unit_id, "person", "person")
        self._choose(answer, number=self.count + 1, topic=topic, district=district, at=at)
        data = {"unit": unit_id, "was": self.columns.get("unit_id"), "how": "person", "why": "person"}
        self.moved(
            "refer",
            by=by,
            at=at,
            data=data,
            note=note,
            unit_id=unit_id,
            branch="",
            agency_id=None,
            assignee_id=None,
            until=None,
        )

    def promised(self, given: Sequence[Due], *, at: datetime) -> None:
        """As `promises.promise_case`; given once, they stay."""
        if not given or self.promises:
            return
        numbers = [self.buffer.promises.next_number() for _ in given]
        self.clocks = clocks_of(self.columns, given, numbers, clock=self.clock, at=at)
        self.columns["due_at"] = self.clocks.due_shown
        data: dict[str, Any] = {due.kind: due.due_at.isoformat() for due in given}
        self.line("promises_given", by="system", at=at, data=data)
        self.clocks.settle(self.state, self.columns["state_at"])

    def finished(self, *, form: str, answer: str, by: str, at: datetime) -> None:
        """As `fieldwork.finish_work` with a filled form."""
        row = self.buffer.evidence.next_number()
        self.buffer.evidence.add(id=row, case_id=self.id, kind="form", form=form, by=by, at=at)
        self.moved("finish", by=by, at=at, data={"evidence": row}, note=answer, is_public=True, until=None)
        self._ask("fixed")

    def declined(self, *, note: str, by: str, at: datetime) -> None:
        """As `cases.decline`, and the question that follows."""
        self.moved("decline", by=by, at=at, note=note, is_public=True)
        self._ask("objection")

    def judged(self, *, is_fixed: bool, reason: str, channel: str, by: str, at: datetime) -> None:
        """As `answers.give_verdict`, and the closing that a yes leads to."""
        assert self.question is not None
        kind, row = self.question.kind, self.question.row
        self.buffer.verdicts.add(
            question_id=row, report_id=self.reports[0], is_fixed=is_fixed, reason=reason, channel=channel, at=at
        )
        self._end_question(at)
        if not is_fixed:
            why = "not_fixed" if kind == "fixed" else "objection"
            told = {"why": why, "said_in": self.reports[0]}
            self.moved("reopen", by=by, at=at, data=told, note=reason, closed_at=None, close_kind="")
        elif kind == "fixed":
            self.moved("confirm", by=by, at=at)
            self.closed("confirmed", by="system", at=at + timedelta(seconds=1))
        else:
            self.closed("no_action", by="system", at=at)

    def silent(self, *, now: datetime) -> bool:
        """As `answers.close_silent`: closes what nobody answered; whether it did."""
        question = self.question
        if question is None or question.closes_at > now:
            return False
        self._end_question(question.closes_at)
        kind = "silence" if question.kind == "fixed" else "no_action"
        self.closed(kind, by="clock", at=question.closes_at + CLOCK_LATENESS)
        return True

    def closed(self, kind: str, *, by: str, at: datetime, note: str = "") -> None:
        """As `cases.close`."""
        self.moved("close", by=by, at=at, data={"kind": kind}, note=note, closed_at=at, close_kind=kind)

    # What all of them do

    @property
    def promises(self) -> list[SamplePromise]:
        """The promises given so far."""
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
            for fell in self.clocks.follow(self.state, at, move_data, self.count):
                self.line(fell.kind, by=fell.by, at=at, data=fell.data)
            self.columns["due_at"] = self.clocks.due_shown

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
        """As `promises.actions.falling_due`: pauses end, promises break and steps are taken, in their order."""
        while self.clocks is not None and (fell := self.clocks.fall_due(now)) is not None:
            self.columns["due_at"] = self.clocks.due_shown
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
        shelf = search_partition_of(self.state, self.columns.get("state_at", self.at), now=now)
        unit = self.columns.get("unit_id") if self.state in ENDED else None
        self.buffer.cards.add(case_id=self.id, words=search_text, shelf=shelf, unit_id=unit)

    def _choose(self, answer: ChosenOwner, *, number: int, topic: str, district: str, at: datetime) -> None:
        self.buffer.choices.add(
            case_id=self.id,
            number=number,
            how=answer.how,
            why=answer.why,
            unit_id=answer.unit_id,
            agency_id=answer.agency_id,
            topic_code=topic,
            district_code=district,
            chosen_at=at,
        )

    def _ask(self, kind: str) -> None:
        at = self.columns["state_at"]
        closes_at = at + timedelta(days=self.silence_days)
        self.question = PendingQuestion(self.count, kind, at, closes_at, self.buffer.questions.next_number())

    def _end_question(self, at: datetime | None) -> None:
        question = self.question
        assert question is not None
        self.question = None
        self.buffer.questions.add(
            id=question.row,
            case_id=self.id,
            number=question.number,
            kind=question.kind,
            asked_at=question.asked_at,
            closes_at=question.closes_at,
            ended_at=at,
        )
