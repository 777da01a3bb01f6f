"""What two people change: nothing by one of them, and by the second exactly what was shown."""

from datetime import timedelta
from decimal import Decimal

import pytest

from peygir.city import queries as city
from peygir.city.actions import DecidedSince, NothingDiffers
from peygir.core import clock
from peygir.core.transparency.notes import COSIGNATURE, verifier_key
from peygir.history.queries import timeline
from peygir.history.record.actions import WitnessIsKnown
from peygir.history.record.witnesses import witnesses
from peygir.journey.retention.holding import hold_case, is_held
from peygir.journey.two_person import (
    confirm_two_person_change,
    propose_lifting,
    propose_promise_hours,
    propose_witness,
)
from peygir.journey.two_person_calendar import is_undone_by_two, propose_undoing
from peygir.people.actions import NotYourWork
from peygir.people.actions.retention_times import HoldIsLifted, NoSuchHold
from peygir.people.actions.role_refusals import SecondAdministratorIsNeeded
from peygir.people.actions.two_person import ProposalIsTooOld
from peygir.people.actions.two_person_changes import (
    ChangeReasonIsMissing,
    NoSuchChange,
    ShownIsNotWhatIs,
    SuchAChangeWaits,
    note_carried_out,
    propose_change,
    refuse_change,
    withdraw_change,
)
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.models import TwoPersonChange
from peygir.people.rules import SYSTEM, Actor
from peygir.people.two_person_queries import change_by_two, change_to_carry_out
from tests import make
from tests.record_city import WITNESS
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
KEY = str(verifier_key(WITNESS, "panel.example", COSIGNATURE))


def proposed(town: Town, by: Actor | None = None, **more: str) -> int:
    terms = {"kind": "panel", "name_fa": "هیئت", "name_en": "Panel", "key": KEY, "address": "", "why": "قرار شورا"}
    return propose_witness(town.city_id, **{**terms, **more}, by=by or town.admin)


def shown(town: Town, change_id: int) -> str:
    change = change_by_two(town.city_id, change_id)
    assert change is not None
    return change.shown


def steps(town: Town) -> list[str]:
    return [event.kind for event in timeline("city", town.city_id) if event.kind.startswith("change_")]


def test_a_witness_is_registered_once_a_second_person_confirmed(town: Town) -> None:
    number = proposed(town)
    assert witnesses() == []
    with make.refused(SuchAChangeWaits):
        proposed(town)
    with make.refused(SecondAdministratorIsNeeded):
        confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.admin)
    for nobody in (town.clerk, town.supervisor, SYSTEM):
        with make.refused(NotYourWork):
            confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=nobody)
    with make.refused(ShownIsNotWhatIs):
        confirm_two_person_change(town.city_id, number, shown="0" * 64, by=town.inspectorate)
    assert not confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.inspectorate)
    [witness] = witnesses()
    assert str(witness.key) == KEY
    with make.refused(NoSuchChange):
        confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.inspectorate)
    with make.refused(WitnessIsKnown):
        proposed(town)
    assert steps(town) == ["change_proposed", "change_confirmed"]


def test_a_change_is_refused_with_a_reason_withdrawn_or_runs_out(town: Town, town_clock: TownClock) -> None:
    for nobody in (town.clerk, town.supervisor, town.inspectorate, SYSTEM):
        with make.refused(NotYourWork):
            proposed(town, by=nobody)
    with make.refused(ChangeReasonIsMissing):
        proposed(town, why=" ")
    number = proposed(town)
    with make.refused(ChangeReasonIsMissing):
        refuse_change(town.city_id, number, reason="", by=town.inspectorate)
    refuse_change(town.city_id, number, reason="کلید را نمی‌شناسیم", by=town.inspectorate)
    number = proposed(town)
    with make.refused(NotYourWork):
        withdraw_change(town.city_id, number, by=town.supervisor)
    withdraw_change(town.city_id, number, by=town.admin)
    number = proposed(town)
    town_clock.forward(days=15)
    with make.refused(ProposalIsTooOld):
        confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.inspectorate)
    assert witnesses() == []
    assert [*TwoPersonChange.objects.order_by("pk").values_list("outcome", flat=True)] == ["refused", "withdrawn", ""]


def test_a_command_carries_out_what_was_confirmed_once(town: Town) -> None:
    content = {"why": "restored", "note": "دیسک خراب شد"}
    kind = TwoPersonKind.RECORD_LOG
    number = propose_change(town.city_id, kind, "record", content, why="بازگردانی", by=town.admin)
    assert change_to_carry_out(town.city_id, kind, clock.now()) is None
    assert confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.inspectorate)
    assert change_to_carry_out(town.city_id, kind, clock.now() + timedelta(days=15)) is None, "it runs out"
    agreed = change_to_carry_out(town.city_id, kind, clock.now())
    assert agreed is not None
    assert agreed.content == content
    note_carried_out(town.city_id, number, result="record/2", by=SYSTEM)
    assert change_to_carry_out(town.city_id, kind, clock.now()) is None
    with make.refused(NoSuchChange):
        note_carried_out(town.city_id, number, result="record/2", by=SYSTEM)
    assert steps(town) == ["change_proposed", "change_confirmed", "change_carried_out"]


def test_hours_hold_from_their_day_or_from_the_day_of_the_confirmation(town: Town, town_clock: TownClock) -> None:
    today = city.day_of(town.city_id, clock.now())
    hours = {"due_hours": Decimal(24), "visit_hours": None}
    for nobody in (town.clerk, town.supervisor, SYSTEM):
        with make.refused(NotYourWork):
            propose_promise_hours(town.city_id, ["CIV-01"], terms=hours, since=today, why="قرار", by=nobody)
    with make.refused(NothingDiffers):
        propose_promise_hours(
            town.city_id, ["CIV-01"], terms={"due_hours": Decimal(72)}, since=today, why="قرار", by=town.admin
        )
    number = propose_promise_hours(town.city_id, ["CIV-01"], terms=hours, since=today, why="قرار", by=town.admin)
    town_clock.forward(days=2)
    assert float(due_hours(town)) == 72, "one person alone changes nothing"
    assert not confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.inspectorate)
    terms = city.terms_of(town.topics["CIV-01"], on=city.day_of(town.city_id, clock.now()))
    assert terms is not None
    assert (float(terms.due_hours), terms.visit_hours) == (24, None)
    assert terms.valid_from == today + timedelta(days=2), "not from a day that is past"
    event = timeline("city", town.city_id)[-1]
    assert is_undone_by_two(town.city_id, event.number)
    undoing = propose_undoing(town.city_id, event.number, why="اشتباه بود", by=town.admin)
    assert float(due_hours(town)) == 24, "asking whether it can be undone undoes nothing"
    assert not confirm_two_person_change(town.city_id, undoing, shown=shown(town, undoing), by=town.inspectorate)
    assert float(due_hours(town)) == 72
    with make.refused(DecidedSince):
        propose_undoing(town.city_id, event.number, why="دوباره", by=town.admin)


def due_hours(town: Town) -> Decimal:
    """The promised hours of a topic today."""
    terms = city.terms_of(town.topics["CIV-01"], on=city.day_of(town.city_id, clock.now()))
    assert terms is not None
    return terms.due_hours


def test_the_centre_proposes_to_lift_a_hold_and_takes_it_back(town: Town) -> None:
    case = make.case(make.referred())
    hold = hold_case(case.code, reason="دادگاه", until=None, by=town.supervisor)
    for nobody in (town.clerk, town.inspectorate):
        with make.refused(NotYourWork):
            propose_lifting(case, hold, why="تمام شد", by=nobody)
    with make.refused(NoSuchHold):
        propose_lifting(make.case(make.referred("CIV-09", phone=None)), hold, why="تمام شد", by=town.supervisor)
    number = propose_lifting(case, hold, why="تمام شد", by=town.supervisor)
    with make.refused(NotYourWork):
        confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.supervisor)
    withdraw_change(town.city_id, number, by=town.supervisor)
    assert is_held(case)
    number = propose_lifting(case, hold, why="تمام شد", by=town.supervisor)
    assert not confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.inspectorate)
    assert not is_held(case)
    with make.refused(HoldIsLifted):
        propose_lifting(case, hold, why="تمام شد", by=town.supervisor)
