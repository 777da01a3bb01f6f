"""The lot of the citizens' panel: a list that is closed before the seed is known, drawn again to the same."""

import pytest
from django.db import DatabaseError, transaction

from peygir.core.sortition import draw_panel
from peygir.desks.answers.models import Message
from peygir.history.queries import timeline, verify
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import record_keys
from peygir.outlook.panel import actions
from peygir.outlook.panel import term_queries as queries
from peygir.outlook.panel.actions.opening import NoSuchPanel, NotOfThePanel
from peygir.outlook.panel.lot_list import SeedIsNotThere, digest_of_list, record_root_on
from peygir.outlook.panel.models import PanelMember, PanelTerm, PanelVolunteer
from peygir.outlook.panel.rules import PanelIsNotRight, PanelPopulationIsNotRight, SharesAreNotRight, population_of
from peygir.outlook.panel.volunteers import entrants_of
from peygir.people.actions import NotYourWork
from tests import make
from tests.panelled import (
    SEED,
    VOLUNTEERS,
    at_work,
    closed_list,
    drawn,
    join,
    members,
    secretary,
    term_row,
    terms,
)
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_who_keeps_the_panel_makes_one_at_a_time(town: Town) -> None:
    for who in (town.mayor, town.admin, town.manager, town.clerk):
        with make.refused(NotYourWork):
            actions.make_panel(town.city_id, terms(town), by=who)
    term_id = actions.make_panel(town.city_id, terms(town), by=town.inspectorate)
    with make.refused(actions.AnotherPanelComes):
        actions.make_panel(town.city_id, terms(town), by=secretary())
    assert [event.kind for event in timeline("panel", term_id)] == ["panel_made"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"seats": 2}, PanelIsNotRight),
        ({"title": "\u200c"}, PanelIsNotRight),
        ({"seed_kind": "public", "seed_source": ""}, PanelIsNotRight),
        ({"honoured_seats": 7}, PanelIsNotRight),
        ({"quorum": 5}, PanelIsNotRight),
        ({"population": {"1": 1}}, PanelPopulationIsNotRight),
        ({"population": {"1": 1, "2": 0, "3": 1}}, PanelPopulationIsNotRight),
        ({"population_source": " "}, PanelPopulationIsNotRight),
        ({"ages": {"18-29": 1000}}, SharesAreNotRight),
    ],
)
def test_terms_outside_their_limits_are_refused(town: Town, wrong: dict[str, object], refusal: type) -> None:
    with make.refused(refusal):
        actions.make_panel(town.city_id, terms(town, **wrong), by=secretary())


def test_a_proven_phone_joins_once_and_may_leave(town: Town, town_clock: TownClock) -> None:
    term_id = actions.make_panel(town.city_id, terms(town), by=secretary())
    code = join(term_id, 1)
    assert join(term_id, 1, age="60+") == code
    assert PanelVolunteer.objects.get().age == "60+"
    for wrong in ({"agrees": False}, {"district": "99"}, {"age": "5"}, {"sex": ""}, {"name": " "}):
        with make.refused(actions.VolunteerIsNotRight):
            join(term_id, 2, **wrong)
    with make.refused(NoSuchPanel):
        join(term_id + 1, 2)
    citizen = PanelVolunteer.objects.get().citizen_id or 0
    assert actions.leave_lot(term_id, [citizen])
    assert not actions.leave_lot(term_id, [citizen])
    town_clock.forward(days=3)
    with make.refused(actions.SignUpIsOver):
        join(term_id, 2)


def test_nothing_of_a_closed_list_changes(town: Town, town_clock: TownClock) -> None:
    term_id = actions.make_panel(town.city_id, terms(town), by=secretary())
    join(term_id, 1)
    with make.refused(actions.SignUpIsOpen):
        actions.close_list(term_id, by=secretary())
    assert queries.published_list(term_id) == ""
    town_clock.forward(days=3)
    digest = actions.close_list(term_id, by=secretary())
    text = queries.published_list(term_id)
    assert digest == digest_of_list(text)
    assert text.splitlines()[0] == "code,district,age,sex"
    assert len(text.splitlines()) == 2
    changes: list[dict[str, object]] = [
        {"seed_kind": "record"},
        {"seats": 9},
        {"population": {}},
        {"list_digest": "0" * 64},
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            PanelTerm.objects.filter(pk=term_id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelVolunteer.objects.filter(term_id=term_id).update(age="60+")
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelVolunteer.objects.filter(term_id=term_id).delete()
    with make.refused(actions.SignUpIsOver):
        actions.leave_lot(term_id, [PanelVolunteer.objects.get().citizen_id or 0])


def test_the_lot_is_drawn_after_the_named_day_and_again_to_the_same(town: Town, town_clock: TownClock) -> None:
    term_id = closed_list(town, town_clock)
    with make.refused(actions.SeedDayIsToCome):
        actions.draw_lot(term_id, seed=SEED, by=secretary())
    town_clock.forward(days=1)
    with make.refused(actions.SeedIsMissing):
        actions.draw_lot(term_id, seed=" ", by=secretary())
    assert actions.draw_lot(term_id, seed=SEED, by=secretary()) == 6
    with make.refused(actions.ListIsNotClosed):
        actions.draw_lot(term_id, seed=SEED + "1", by=secretary())
    with pytest.raises(DatabaseError), transaction.atomic():
        PanelTerm.objects.filter(pk=term_id).update(seed="x")
    row = term_row(term_id)
    again = draw_panel(entrants_of(term_id), population_of(row.population, row.ages), 6, row.seed)
    codes = [seat.entrant.code for seat in again.drawn]
    assert codes == [seat.code for seat in queries.seats(term_id)]
    assert timeline("panel", term_id)[-7].data["members"] == codes
    assert Message.objects.filter(kind="panel_invited").count() == 6
    assert verify().breaks == []


def test_the_seed_may_be_the_root_of_the_public_record(town: Town, town_clock: TownClock, settings: object) -> None:
    term_id = closed_list(town, town_clock, seed_kind="record", seed_source="")
    home = settings.HOME  # type: ignore[attr-defined]
    root = extend_record(home, record_keys(home, "city.example/record"), town_clock()).checkpoint.root.hex()
    town_clock.forward(days=1)
    assert actions.draw_lot(term_id, by=secretary()) == 6
    row = term_row(term_id)
    assert row.seed == root == record_root_on(home, row.seed_on, "Asia/Tehran")
    with make.refused(SeedIsNotThere):
        record_root_on(home, row.from_on, "Asia/Tehran")


def test_a_seat_is_taken_with_the_code_of_conduct(town: Town, town_clock: TownClock) -> None:
    term_id = drawn(town, town_clock)
    first, second, *_others = members(term_id)
    with make.refused(actions.ConductIsNotAccepted):
        actions.answer_seat(term_id, accepts=True, conduct=False, own=first)
    actions.answer_seat(term_id, accepts=True, conduct=True, own=first)
    with make.refused(actions.SeatIsNotOffered):
        actions.answer_seat(term_id, accepts=True, conduct=True, own=first)
    actions.answer_seat(term_id, accepts=False, conduct=False, own=second)
    assert actions.offer_free_seats(term_id, by=secretary()) == 1
    assert actions.offer_free_seats(term_id, by=secretary()) == 0
    seventh = PanelMember.objects.get(term_id=term_id, number=7)
    assert (seventh.state, seventh.stratum) == ("invited", PanelMember.objects.get(term_id=term_id, number=2).stratum)


def test_members_leave_by_themselves_or_for_a_reason_of_the_list(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    first = members(term_id)[0]
    actions.leave_panel(term_id, own=first)
    with make.refused(NotOfThePanel):
        actions.leave_panel(term_id, own=first)
    with make.refused(actions.LeavingHasNoReason):
        actions.remove_member(term_id, 2, reason="own", by=secretary())
    with make.refused(NotYourWork):
        actions.remove_member(term_id, 2, reason="office", by=town.mayor)
    actions.remove_member(term_id, 2, reason="office", by=secretary())
    with make.refused(actions.NoSuchPanelMember):
        actions.remove_member(term_id, 2, reason="office", by=secretary())
    states = [(seat.state, seat.left_why) for seat in queries.seats(term_id)][:2]
    assert states == [("left", "own"), ("left", "office")]


def test_erasure_leaves_a_seat_of_nobody(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    (citizen,) = members(term_id)[0]
    with transaction.atomic():
        assert actions.erase_panel_of([citizen]) == 2
        assert actions.erase_panel_of([citizen]) == 0
    seat = queries.seats(term_id)[0]
    assert (seat.state, seat.left_why) == ("left", "erased")
    assert not PanelVolunteer.objects.filter(citizen_id=citizen).exists()
    town_clock.forward(days=401)
    assert actions.forget_panels(town_clock()) == VOLUNTEERS - 6
    assert queries.published_list(term_id).count("\n") == VOLUNTEERS + 1
    assert PHONES[0] not in queries.published_list(term_id)
