"""The roster: a week is written whole or not at all, copied from the one before, and told apart from who is away."""

from datetime import date, datetime, time, timedelta

import pytest

from peygir.centre.contacts.models import Contact
from peygir.centre.contacts.queries import calls_by_half_hour
from peygir.centre.workforce import actions
from peygir.centre.workforce.expecting import LOOKED_AT, Outlook, TooLittleIsKnown, outlook
from peygir.centre.workforce.goal_rules import Goal
from peygir.centre.workforce.models import RosterWeek
from peygir.centre.workforce.queries import goal_at, own_duties, present, shifts, week
from peygir.history.queries import timeline, verify
from peygir.people.actions import NotYourWork, add_staff, call_off_absence, say_absence
from peygir.people.rules import SYSTEM, Actor
from tests.town import MORNING, Town, TownClock

SATURDAY = date(2026, 5, 2)  # of the week in which the town's clock stands
NEXT = SATURDAY + timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def morning(town: Town, town_clock: TownClock) -> int:
    """The morning shift."""
    return actions.keep_shift(
        town.city_id, name_fa="صبح", begins=time(7), ends=time(15), from_on=SATURDAY, by=town.supervisor
    )


@pytest.fixture
def night(town: Town, town_clock: TownClock) -> int:
    """The night shift."""
    return actions.keep_shift(
        town.city_id,
        name_fa="شب",
        name_en="Night",
        begins=time(23),
        ends=time(7),
        from_on=SATURDAY,
        by=town.supervisor,
    )


def second(town: Town) -> Actor:
    """Another operator."""
    pk = add_staff("operator_b", password="golgasht-137-two", role="operator", unit_code="C", name="دو", by=SYSTEM)
    return Actor("staff", pk, "operator")


def test_a_week_is_written_and_read(town: Town, morning: int, night: int) -> None:
    me, other = town.operator, second(town)
    shifts = {(me.id, SATURDAY): night, (other.id, SATURDAY + DAY): morning}
    assert actions.keep_roster(town.city_id, SATURDAY, shifts, version=0, by=town.supervisor) == 2
    roster_table = week(town.city_id, SATURDAY)
    assert roster_table.duties == shifts
    assert {one.pk for one in roster_table.people} == {me.id, other.id}
    here = present(town.city_id, [SATURDAY, SATURDAY + DAY])
    assert here[SATURDAY] == [0] * 46 + [1, 1]
    assert here[SATURDAY + DAY] == [1] * 30 + [0] * 18, "the night goes on until seven, and the morning begins"
    assert [shift.name_fa for shift in own_duties(town.city_id, me.id, first=SATURDAY, last=NEXT).values()] == ["شب"]
    assert actions.keep_roster(town.city_id, SATURDAY, {}, version=roster_table.version, by=town.supervisor) == 2
    assert week(town.city_id, SATURDAY).duties == {}
    row = RosterWeek.objects.get()
    assert [line.kind for line in timeline("roster", row.pk)] == ["roster_changed", "roster_changed"]
    assert not verify().breaks


def test_two_supervisors_do_not_overwrite_each_other(town: Town, morning: int, night: int) -> None:
    me = town.operator.id
    actions.keep_roster(town.city_id, SATURDAY, {(me, SATURDAY): morning}, version=0, by=town.supervisor)
    with pytest.raises(actions.RosterHasChanged):
        actions.keep_roster(town.city_id, SATURDAY, {(me, SATURDAY): night}, version=0, by=town.supervisor)
    assert week(town.city_id, SATURDAY).duties == {(me, SATURDAY): morning}


def test_what_no_roster_may_say(town: Town, morning: int) -> None:
    me = town.operator.id
    with pytest.raises(NotYourWork):
        actions.keep_roster(town.city_id, SATURDAY, {}, version=0, by=town.operator)
    with pytest.raises(NotYourWork):
        actions.copy_week(town.city_id, SATURDAY, by=town.operator)
    for first, cells in (
        (SATURDAY + DAY, {}),
        (SATURDAY, {(me, NEXT): morning}),
        (SATURDAY, {(town.staff["clerk"], SATURDAY): morning}),
        (SATURDAY, {(me, SATURDAY): morning + 99}),
        (SATURDAY - 7 * DAY, {(me, SATURDAY - DAY): morning}),  # before the shift begins
    ):
        with pytest.raises(actions.RosterIsWrong):
            actions.keep_roster(town.city_id, first, cells, version=0, by=town.supervisor)
    for begins, ends in ((time(7), time(7)), (time(7, 10), time(9))):
        with pytest.raises(actions.ShiftIsWrong):
            actions.keep_shift(
                town.city_id, name_fa="کج", begins=begins, ends=ends, from_on=SATURDAY, by=town.supervisor
            )


def test_who_is_away_is_not_put_in_and_not_counted(town: Town, town_clock: TownClock, morning: int) -> None:
    me, on = town.operator, SATURDAY + 2 * DAY
    actions.keep_roster(town.city_id, SATURDAY, {(me.id, on): morning}, version=0, by=town.supervisor)
    absence = say_absence(me.id, first=on, last=on + DAY, deputy_id=None, today=MORNING.date(), by=me)
    assert sum(present(town.city_id, [on])[on]) == 0
    assert (me.id, on) in week(town.city_id, SATURDAY).away
    shifts = {(me.id, on): morning, (me.id, on + DAY): morning}
    with pytest.raises(actions.PersonIsAway):
        actions.keep_roster(town.city_id, SATURDAY, shifts, version=1, by=town.supervisor)
    call_off_absence(absence, today=MORNING.date(), by=me)
    assert actions.keep_roster(town.city_id, SATURDAY, shifts, version=1, by=town.supervisor) == 1
    assert sum(present(town.city_id, [on])[on]) == 16


def test_a_week_is_filled_from_the_one_before(town: Town, town_clock: TownClock, morning: int, night: int) -> None:
    me, other = town.operator, second(town)
    wanted = {(me.id, SATURDAY): night, (me.id, SATURDAY + DAY): night, (other.id, SATURDAY): morning}
    actions.keep_roster(town.city_id, SATURDAY, wanted, version=0, by=town.supervisor)
    actions.keep_roster(town.city_id, NEXT, {(me.id, NEXT): morning}, version=0, by=town.supervisor)
    say_absence(other.id, first=NEXT, last=NEXT, deputy_id=None, today=MORNING.date(), by=other)
    assert actions.copy_week(town.city_id, NEXT, by=town.supervisor) == 1
    assert week(town.city_id, NEXT).duties == {(me.id, NEXT): morning, (me.id, NEXT + DAY): night}
    with pytest.raises(actions.NothingToCopy):
        actions.copy_week(town.city_id, NEXT, by=town.supervisor)
    actions.end_shift(night, last_on=NEXT, by=town.supervisor)
    with pytest.raises(actions.NothingToCopy):
        actions.copy_week(town.city_id, NEXT + 7 * DAY - 14 * DAY, by=town.supervisor)
    assert actions.copy_week(town.city_id, NEXT + 7 * DAY, by=town.supervisor) == 1, "the night has ended"
    assert [one.name_fa for one in shifts(town.city_id, on=NEXT + DAY)] == ["صبح"]
    with pytest.raises(actions.NoSuchShift):
        actions.end_shift(night, last_on=NEXT, by=town.supervisor)


def fill(town: Town, days: int, *, per_hour: int = 2) -> None:
    """Calls at every hour of the day for so many days before today."""
    today = MORNING.date()
    rows = []
    for back in range(1, days + 1):
        for number in range(24 * per_hour):
            at = datetime.combine(today - back * DAY, time(), MORNING.tzinfo) + number * timedelta(
                minutes=60 / per_hour
            )
            rows.append(
                Contact(
                    city_id=town.city_id,
                    channel="phone",
                    began_at=at,
                    answered_at=at,
                    ended_at=at,
                    outcome="thanks",
                    seconds=90,
                )
            )
    Contact.objects.bulk_create(rows, batch_size=1000)


def day_ahead(town: Town, on: date, clock: TownClock) -> Outlook:
    """The outlook of a day, from the calls before today."""
    calls = calls_by_half_hour(town.city_id, since=MORNING.date() - LOOKED_AT, until=MORNING.date())
    return outlook(town.city_id, [on], calls, now=clock())[0]


def test_the_outlook_of_a_day_with_its_gaps(town: Town, town_clock: TownClock, morning: int) -> None:
    tomorrow = MORNING.date() + DAY
    with pytest.raises(TooLittleIsKnown):
        day_ahead(town, tomorrow, town_clock)
    fill(town, 70)
    actions.keep_roster(town.city_id, SATURDAY, {(town.operator.id, tomorrow): morning}, version=0, by=town.supervisor)
    day_outlook = day_ahead(town, tomorrow, town_clock)
    assert day_outlook.is_firm
    assert day_outlook.known_days >= 69
    assert day_outlook.calls == pytest.approx(48, rel=0.05)
    assert day_outlook.low <= day_outlook.calls <= day_outlook.high
    assert sum(half.calls for half in day_outlook.halves) == pytest.approx(day_outlook.calls)
    assert all(half.needed == 2 for half in day_outlook.halves), "0.1 Erlang: one is enough, and takes breaks"
    assert {half.missing for half in day_outlook.halves} == {1, 2}
    assert day_outlook.hours_present == 8
    past = day_ahead(town, MORNING.date() - DAY, town_clock)
    assert past.came == 48
    actions.tell_rain(town.city_id, tomorrow, is_rainy=True, by=town.supervisor)
    wet = day_ahead(town, tomorrow, town_clock)
    assert wet.calls > 1.1 * day_outlook.calls


def test_the_goal_is_data_with_its_time(town: Town, town_clock: TownClock) -> None:
    before = town_clock()
    town_clock.forward(seconds=5)
    wanted_goal = Goal(share_percent=90, within_seconds=20, least_operators=2)
    actions.keep_goal(town.city_id, wanted_goal, by=town.supervisor)
    assert (goal_at(town.city_id, before), goal_at(town.city_id, town_clock())) == (Goal(), wanted_goal)
    with pytest.raises(actions.GoalIsWrong):
        actions.keep_goal(town.city_id, Goal(share_percent=100), by=town.supervisor)
    with pytest.raises(NotYourWork):
        actions.keep_goal(town.city_id, wanted_goal, by=town.operator)
    with pytest.raises(NotYourWork):
        actions.tell_rain(town.city_id, SATURDAY, is_rainy=True, by=town.operator)
