"""The agency ledger: written once, chased on its own clock, answered, and told to the citizen."""

from datetime import timedelta

import pytest

from peygir.cases.actions import OnlyLooks
from peygir.cases.queries import notes_of
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.translation import in_every
from peygir.desks.routing.actions import catch_up, keep_referral, record_answer, record_reminder, set_reminder_days
from peygir.desks.routing.actions.referrals import (
    AnswerIsMissing,
    HandoverIsOver,
    MeansIsUnknown,
    NoSuchHandover,
    NotYourLedger,
)
from peygir.desks.routing.actions.rulebook import NotYourRules
from peygir.desks.routing.agency_reminders import ChaseDaysAreNotValid
from peygir.desks.routing.models import AgencyReferral, Return
from peygir.desks.routing.queries import (
    agency_referrals_of,
    count_due_for_reminder,
    due_for_reminder,
    next_reminder_at,
    reminder_days,
    with_agencies,
)
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain, picture
from tests.town import MORNING, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
# Sunday 09:30; two working days later it is Tuesday.
TUESDAY = MORNING + timedelta(days=2)


def announced(topic: str = "EXT-01") -> tuple[str, int]:
    """(code, id of its line) of a case that an agency was told of."""
    code = make.referred(topic)
    return code, AgencyReferral.objects.get(case__code=code).pk


def test_what_an_agency_is_told_stands_in_the_ledger(town: Town) -> None:
    code, row_id = announced()
    (referral,) = agency_referrals_of(make.case(code).pk)
    assert referral.agency is not None
    assert (referral.id, referral.agency.code, referral.sent_at, referral.by, str(referral.means)) == (
        row_id,
        "A-water",
        MORNING,
        "system",
        "system",
    )
    assert (referral.reminder_days, referral.next_reminder_at, referral.reminders, referral.is_open) == (
        2,
        TUESDAY,
        0,
        True,
    )
    assert [one.case_code for one in with_agencies(town.operator, town.city_id)] == [code]
    assert due_for_reminder(town.operator, town.city_id) == []


def test_a_person_says_how_and_under_which_number(town: Town) -> None:
    code = make.referred()
    given = {"agency_id": town.agencies["A-gas"], "note": "لولهٔ گاز زیر چاله است"}
    make.command(code, "refer_out", town.operator, **given, means="letter", reference="۱۲/۳۴۵")
    drain(twice=True)
    (line,) = agency_referrals_of(make.case(code).pk)
    assert (in_every(line.means), line.reference, line.by) == ("نامه · letter", "۱۲/۳۴۵", str(town.operator))
    with make.refused(MeansIsUnknown):
        make.command(make.referred(), "refer_out", town.operator, **given, means="pigeon")


def test_the_line_is_written_once(town: Town) -> None:
    code, _ = announced()
    case = make.case(code)
    for line in timeline("case", case.pk):
        if line.kind == "case_referred_out":
            keep_referral(case.pk, line.number)
    assert AgencyReferral.objects.count() == 1


def test_it_is_chased_on_its_own_clock_and_once(town: Town, town_clock: TownClock) -> None:
    code, row_id = announced()
    assert next_reminder_at() == TUESDAY
    assert next_due_at() == TUESDAY
    town_clock.moment = TUESDAY - timedelta(seconds=1)
    assert tick(clock.now()) == 0
    town_clock.moment = TUESDAY
    assert tick(clock.now()) == 1
    assert tick(clock.now()) == 0
    assert make.kinds(code)[-1] == "agency_chase_due"
    assert (count_due_for_reminder(town.operator, town.city_id), next_reminder_at()) == (1, None)
    town_clock.forward(days=20)
    assert tick(clock.now()) == 0, "one reminder for each due chase, however long nobody asks"

    record_reminder(code, row_id, means="phone", reference="شماره ۷۷", note="قول فردا دادند", by=town.operator)
    (referral,) = agency_referrals_of(make.case(code).pk)
    assert (referral.reminders, referral.reference, referral.due_since) == (1, "شماره ۷۷", None)
    assert referral.next_reminder_at is not None
    assert referral.next_reminder_at > clock.now()
    assert due_for_reminder(town.operator, town.city_id) == []
    note = notes_of(make.case(code).pk)[timeline("case", make.case(code).pk)[-1].number]
    assert (note.text, note.is_public) == ("قول فردا دادند", False)
    town_clock.moment = referral.next_reminder_at
    assert tick(clock.now()) == 1
    assert make.kinds(code).count("agency_chase_due") == 2
    assert verify().breaks == []


def test_the_answer_ends_the_chase(town: Town, town_clock: TownClock) -> None:
    code, row_id = announced()
    with make.refused(AnswerIsMissing):
        record_answer(code, row_id, answer=" \u200c", by=town.operator)
    record_answer(code, row_id, answer="لوله تعمیر شد.", by=town.operator)
    assert next_reminder_at() is None
    town_clock.forward(days=30)
    assert tick(clock.now()) == 0
    (line,) = agency_referrals_of(make.case(code).pk)
    assert (line.answer, line.answered_by, line.is_open) == ("لوله تعمیر شد.", str(town.operator), False)
    last = timeline("case", make.case(code).pk)[-1]
    note = notes_of(make.case(code).pk)[last.number]
    assert (last.kind, note.text, note.is_public) == ("agency_answered", "لوله تعمیر شد.", True)
    with make.refused(HandoverIsOver):
        record_answer(code, row_id, answer="باز هم", by=town.operator)
    with make.refused(HandoverIsOver):
        record_reminder(code, row_id, means="phone", by=town.operator)


def test_who_keeps_the_ledger(town: Town) -> None:
    code, row_id = announced()
    for name in ("inspector", "council", "mayor", "deputy", "clerk_two", "manager", "inspectorate"):
        actor: Actor = town.actors[name]
        with make.refused(Refusal):
            record_reminder(code, row_id, means="phone", by=actor)
    with make.refused(OnlyLooks):
        record_answer(code, row_id, answer="آری", by=town.council)
    with make.refused(NotYourLedger):
        record_answer(code, row_id, answer="آری", by=town.inspector)
    with make.refused(NoSuchHandover):
        record_reminder(code, 0, means="phone", by=town.operator)
    with make.refused(MeansIsUnknown):
        record_reminder(code, row_id, means="drum", by=town.operator)


def test_a_case_that_left_the_agency_is_chased_no_more(town: Town, town_clock: TownClock) -> None:
    code, row_id = announced()
    make.command(code, "close", town.operator, kind="outside")
    drain(twice=True)
    assert with_agencies(town.operator, town.city_id) == []
    town_clock.moment = TUESDAY
    assert tick(clock.now()) == 1
    assert "agency_chase_due" not in make.kinds(code)
    assert AgencyReferral.objects.get(pk=row_id).ended_at == TUESDAY
    assert next_reminder_at() is None


def test_told_anew_the_old_line_is_over(town: Town) -> None:
    code, old_id = announced()
    make.command(code, "refer", town.operator, unit_id=town.units["D-01"], note="شاید ما")
    make.command(code, "refer_out", town.operator, agency_id=town.agencies["A-gas"], note="نه، گاز")
    drain(twice=True)
    old, new = agency_referrals_of(make.case(code).pk)
    assert (old.id, old.is_open, new.is_open) == (old_id, False, True)
    assert old.ended_at is not None
    assert len(with_agencies(town.operator, town.city_id)) == 1


def test_the_days_are_data_and_what_was_in_force_stays(town: Town, town_clock: TownClock) -> None:
    assert reminder_days(town.city_id) == {None: 2}
    before, _ = announced()
    set_reminder_days(town.city_id, days=1, agency_id=town.agencies["A-water"], by=town.supervisor)
    set_reminder_days(town.city_id, days=5, by=town.supervisor)
    set_reminder_days(town.city_id, days=5, by=town.supervisor)
    set_reminder_days(
        town.city_id, days=3, agency_id=town.agencies["A-gas"], topic_id=town.topics["EXT-03"], by=town.admin
    )
    after, gas = announced()[0], announced("EXT-03")[0]
    days = {line.case_code: line.reminder_days for line in with_agencies(town.operator, town.city_id)}
    assert days == {before: 2, after: 1, gas: 3}
    assert reminder_days(town.city_id) == {None: 5, town.agencies["A-water"]: 1}
    town_clock.forward(days=3)
    set_reminder_days(town.city_id, days=4, agency_id=town.agencies["A-water"], by=town.supervisor)
    assert agency_referrals_of(make.case(announced()[0]).pk)[0].reminder_days == 4
    with make.refused(NotYourRules):
        set_reminder_days(town.city_id, days=1, by=town.operator)
    with make.refused(ChaseDaysAreNotValid):
        set_reminder_days(town.city_id, days=0, by=town.supervisor)


def test_cases_from_before_the_ledger_get_their_lines(town: Town) -> None:
    with_agency, back = announced()[0], make.referred()
    make.command(back, "return", town.clerk, reason="wrong_unit", note="نه")
    drain()
    before = picture()
    assert catch_up(town.city_id) == 0
    assert picture() == before
    AgencyReferral.objects.all().delete()
    Return.objects.all().delete()
    assert catch_up(town.city_id) == 2
    (line,) = agency_referrals_of(make.case(with_agency).pk)
    assert (line.sent_at, line.next_reminder_at) == (MORNING, TUESDAY)
    (row,) = Return.objects.filter(case__code=back)
    assert (row.unit_id, row.to_unit_id) == (town.units["D-01"], town.units["C"])
