"""A round: many steps in one transaction, which keeps in its hands what nobody else can change meanwhile."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.cases import actions as cases
from peygir.cases.actions.file import locked
from peygir.cases.models import Case
from peygir.cases.queries import case_as_it_is, first_report, report_said
from peygir.desks.answers.filling import words_in_force
from peygir.history.kinds.case_work import CaseEscalated
from peygir.history.models import Event
from peygir.history.queries import timeline
from peygir.journey.dispatch import work_pending
from peygir.people.rules import SYSTEM
from peygir.storage.asking import select
from peygir.storage.jobs.rules import PendingJob
from peygir.storage.unit_of_work import from_identity_map, savepoint, unit_of_work
from tests import make
from tests.drain import waiting
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def escalated() -> CaseEscalated:
    """Half of the promised time is used, and a clerk is told."""
    return CaseEscalated(step=1, promise=1, percent=50, audience="clerk", reached="clerk", unit=None)


def lines(case_id: int) -> list[tuple[int, str, object, str, str, bytes]]:
    """A case's story as it stands in the table."""
    rows = select(Event, order="number", file="case", file_id=case_id)
    return [(row.number, row.kind, row.at, row.by, row.body, bytes(row.hash)) for row in rows]


def test_a_case_is_one_object_in_a_round(town: Town) -> None:
    case = make.case(make.referred())
    with unit_of_work():
        assert from_identity_map(Case, case.pk) is None
        assert case_as_it_is(case.pk) is not case_as_it_is(case.pk), "what is not locked is asked for each time"
        first = locked(case.pk)
        assert first is not None
        assert locked(case.pk) is first
        assert locked(code=case.code) is first
        assert case_as_it_is(case.pk) is first
        with cases.open_file(code=case.code) as opened:
            assert opened is first
    assert locked(case.pk) is not first
    assert from_identity_map(Case, case.pk) is None


def test_what_one_step_writes_the_next_one_reads(town: Town) -> None:
    case_id = make.case(make.referred()).pk
    with unit_of_work() as now:
        before = timeline("case", case_id)
        with cases.open_file(case_id) as case:
            cases.accept(case, by=town.clerk)
        events = timeline("case", case_id)
        assert [line.kind for line in events] == [*[line.kind for line in before], "case_accepted"]
        with cases.open_file(case_id) as case:
            assert case.state == "in_hand"
            cases.record_event(case, escalated(), by=SYSTEM)
        assert [line.number for line in timeline("case", case_id)] == list(range(1, len(before) + 3))
        events.clear()
        kept = timeline("case", case_id)
        assert len(kept) == len(before) + 2, "who changes the list changes his own"
        work_pending(now)
    assert [(one.number, one.kind, one.at, one.by, one.body, bytes(one.hash)) for one in kept] == lines(case_id)


def test_words_and_texts_are_asked_for_once(town: Town) -> None:
    case = make.case(make.referred())
    with unit_of_work():
        report = first_report(case)
        wording = words_in_force("received", "fa")
        with CaptureQueriesContext(connection) as queries:
            assert first_report(case) is report
            assert report_said(report.pk) is report
            assert words_in_force("received", "fa") == wording
        assert queries.captured_queries == []
    assert first_report(case) is not report


def test_what_a_round_leaves_undone_has_not_happened(live_town: Town) -> None:
    code = make.referred()
    undone = pytest.raises(RuntimeError, match=r"promises\.settle_promises")
    with undone, unit_of_work(), cases.open_file(code=code) as case:
        cases.accept(case, by=live_town.clerk)
    assert make.case(code).state == "referred"
    assert make.kinds(code)[-1] == "promises_given"
    with unit_of_work() as now:
        with cases.open_file(code=code) as case:
            cases.accept(case, by=live_town.clerk)
        assert list(now.pending) == [PendingJob(0, case.pk, case.event_count, "promises.settle_promises", 0)]
        assert waiting() == 0, "nobody else sees it"
        assert work_pending(now) == 1
    assert make.case(code).state == "in_hand"
    assert waiting() == 0


def _accept_and_fail(case: Case, town: Town) -> None:
    cases.accept(case, by=town.clerk)
    raise ZeroDivisionError


def test_what_is_undone_inside_a_round_is_not_heard_of(town: Town) -> None:
    code = make.referred()
    before = make.kinds(code)
    with unit_of_work() as now:
        with cases.open_file(code=code) as case:
            cases.record_event(case, escalated(), by=SYSTEM)
        assert [line.kind for line in timeline("case", case.pk)] == [*before, "case_climbed"]
        heard = list(now.pending)
        with pytest.raises(ZeroDivisionError), savepoint(), cases.open_file(case.pk) as again:
            _accept_and_fail(again, town)
        assert list(now.pending) == heard
        with cases.open_file(case.pk) as fresh:
            assert (fresh.state, fresh.event_count) == ("referred", len(before) + 1)
        assert [line.kind for line in timeline("case", case.pk)] == [*before, "case_climbed"]
        now.pending.clear()
    assert make.kinds(code) == [*before, "case_climbed"]
