"""One sample case written at once: the events and rows that the desks' actions would write, step by step.

Each method mirrors one action of a desk, named in its docstring.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from lab.bench.million.case_file import CLOCK_LATENESS, SampleFile
from lab.bench.million.life_clocks import clocks_of
from peygir.desks.promises.rules import Due
from peygir.desks.routing.rules import ChosenOwner
from peygir.history.kinds.case_work import PromisesGiven
from peygir.history.kinds.cases import CaseRead


@dataclass(slots=True)
class PendingQuestion:
    """The unanswered question to a case's citizen."""

    number: int
    asked_at: datetime
    closes_at: datetime
    row: int


@dataclass(slots=True)
class SampleLife(SampleFile):
    """A case being built, with its unanswered question."""

    question: PendingQuestion | None = None

    def save(self, *, now: datetime) -> None:
        """Save all rows of the case that change until its end, as of `now`."""
        self.save_file(now=now)
        if self.question:
            self._end_question(None)

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
        self.line(CaseRead.kind, by="system", at=at, data={"topic": topic, "topic_by": topic_by, "place_by": place_by})

    def routed(self, answer: ChosenOwner, *, topic: str, district: str, at: datetime) -> None:
        """As `routing.route_case`: the choice, the referral, and the announcement to an agency."""
        self.buffer.choices.add(
            case_id=self.id,
            number=self.count,
            how=answer.how,
            why=answer.why,
            unit_id=answer.unit_id,
            agency_id=answer.agency_id,
            topic_code=topic,
            district_code=district,
            chosen_at=at,
        )
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

    def promised(self, given: Sequence[Due], *, at: datetime) -> None:
        """As `promises.promise_case`; promises given once stay."""
        if not given or self.promises:
            return
        self.clocks = clocks_of(self.columns, given, self.buffer, clock=self.clock, at=at)
        self.columns["due_at"] = self.clocks.due_at
        data: dict[str, Any] = {due.kind: due.due_at.isoformat() for due in given}
        self.line(PromisesGiven.kind, by="system", at=at, data=data)
        self.clocks.settle(self.state, self.columns["state_at"])

    def finished(self, *, form: str, answer: str, by: str, at: datetime) -> None:
        """As `fieldwork.finish_work` with a filled form."""
        row = self.buffer.evidence.next_number()
        self.buffer.evidence.add(id=row, case_id=self.id, kind="form", form=form, by=by, at=at)
        self.moved("finish", by=by, at=at, data={"evidence": row}, note=answer, is_public=True, until=None)
        self._ask()

    def confirmed(self, *, channel: str, by: str, at: datetime) -> None:
        """As `answers.give_verdict` with a yes, and the closing after it."""
        assert self.question is not None
        row = self.question.row
        self.buffer.verdicts.add(
            question_id=row, report_id=self.reports[0], is_fixed=True, reason="", channel=channel, at=at
        )
        self._end_question(at)
        self.moved("confirm", by=by, at=at)
        self.closed("confirmed", by="system", at=at + timedelta(seconds=1))

    def silent(self, *, now: datetime) -> bool:
        """As `answers.close_silent`: closes a case without an answer; whether it did."""
        question = self.question
        if question is None or question.closes_at > now:
            return False
        self._end_question(question.closes_at)
        self.closed("silence", by="clock", at=question.closes_at + CLOCK_LATENESS)
        return True

    def _ask(self) -> None:
        at = self.columns["state_at"]
        closes_at = at + timedelta(days=self.silence_days)
        self.question = PendingQuestion(self.count, at, closes_at, self.buffer.questions.next_number())

    def _end_question(self, at: datetime | None) -> None:
        question = self.question
        assert question is not None
        self.question = None
        self.buffer.questions.add(
            id=question.row,
            case_id=self.id,
            number=question.number,
            kind="fixed",
            asked_at=question.asked_at,
            closes_at=question.closes_at,
            ended_at=at,
        )
