"""The outcome of a contact: given once, with its reports or its case, and refused whole."""

from typing import Any

import pytest
from django.db import transaction

from peygir.cases.models import Report
from peygir.cases.new_report import NewReport
from peygir.centre.contacts import actions
from peygir.centre.contacts.models import CallBack, CallDraft
from peygir.centre.contacts.rules import OutcomeIsUnknown, OutcomeNeedsMore
from peygir.core.refusals import Invalid
from peygir.journey.calls import NoCaseToFollowUp, close_call
from tests import make
from tests.calls import answered, kinds, over, row, rung
from tests.drain import drain
from tests.town import CODE, Town, TownClock


def test_one_press_tells_the_contact_and_receives_its_reports(seated: Town, town_clock: TownClock) -> None:
    contact = over(seated, town_clock)
    actions.keep_draft(contact, draft_values={"text": "چاله"}, by=seated.operator)
    reports = [
        NewReport(text="چالهٔ بزرگ", topic_code="CIV-01", address="بلوار چمران"),
        NewReport(text="سطل زباله نیست", topic_code="CLN-01", address="بلوار چمران"),
    ]
    given: dict[str, Any] = {"outcome": "reported", "reports": reports, "name": "مریم نمونه", "key": "press-1"}
    receipts = close_call(CODE, contact, by=seated.operator, **given)
    again = close_call(CODE, contact, by=seated.operator, **given)
    assert [one.code for one in receipts] == [one.code for one in again]
    assert len({one.code for one in receipts}) == 2
    told_contact = row(contact)
    assert told_contact.outcome == "reported"
    assert list(told_contact.reports.order_by("position").values_list("report__channel", flat=True)) == [
        "phone",
        "phone",
    ]
    assert told_contact.citizen_id == Report.objects.get(code=receipts[0].code).citizen_id
    assert not CallDraft.objects.exists()
    assert kinds(contact)[-1] == "contact_told"
    with make.refused(actions.ContactIsTold):
        close_call(CODE, contact, outcome="answered", by=seated.operator, key="press-2")
    drain(twice=True)


def test_nothing_of_a_press_happens_when_one_report_is_refused(seated: Town, town_clock: TownClock) -> None:
    contact = over(seated, town_clock)
    said = [NewReport(text="چاله", topic_code="CIV-01", address="x"), NewReport(text="", topic_code="")]
    with pytest.raises(Invalid), transaction.atomic():
        close_call(CODE, contact, outcome="reported", reports=said, by=seated.operator)
    assert row(contact).outcome == ""
    assert not Report.objects.exists()


def test_what_an_outcome_speaks_of_must_be_there(seated: Town, town_clock: TownClock) -> None:
    contact = over(seated, town_clock)
    for outcome, refusal in (
        ("reported", OutcomeNeedsMore),
        ("follow_up", OutcomeNeedsMore),
        ("agency", OutcomeNeedsMore),
        ("abandoned", OutcomeIsUnknown),
        ("", OutcomeIsUnknown),
    ):
        with make.refused(refusal):
            close_call(CODE, contact, outcome=outcome, by=seated.operator)
    with make.refused(NoCaseToFollowUp):
        close_call(CODE, contact, outcome="follow_up", case_code="0500000000", by=seated.operator)
    with make.refused(actions.NoSuchContact):
        close_call(CODE, contact, outcome="answered", by=seated.clerk)
    code = make.referred()
    close_call(CODE, contact, outcome="follow_up", case_code=code, by=seated.operator)
    assert row(contact).case_id == make.case(code).pk


def test_an_outcome_that_is_said_while_they_talk_outlives_the_end(seated: Town, town_clock: TownClock) -> None:
    contact = answered(seated, town_clock)
    close_call(CODE, contact, outcome="answered", by=seated.operator)
    town_clock.forward(seconds=5)
    actions.end_call("100.1", at=town_clock())
    unheard = rung(seated, town_clock, "100.2")
    close_call(CODE, unheard, outcome="thanks", by=seated.operator)
    actions.end_call("100.2", at=town_clock())
    assert [row(one).outcome for one in (contact, unheard)] == ["answered", "thanks"]
    drain()
    assert not CallBack.objects.exists()
