"""Posts of the highest roles: nobody alone gives, takes or corrects one, and no detour leads into them."""

from datetime import date, timedelta

import pytest

from peygir.history.queries import timeline, verify
from peygir.people.actions import (
    change_posts,
    choose_post,
    confirm_account_change,
    hand_over,
    refuse_account_change,
    reset_password,
)
from peygir.people.models import AccountChange, Post, Staff
from peygir.people.post_rules import PostChange
from peygir.people.posts import posts_of
from peygir.people.queries import actor_of
from peygir.people.rules import SYSTEM
from tests.accounts import make_second_inspector, proposal, reads_confidential
from tests.town import PASSWORD, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


def post_of_inspectorate(town: Town, first: date = TODAY) -> PostChange:
    return PostChange("record", 0, town.units["V-insp"], "inspectorate", from_on=first)


def test_a_post_of_the_highest_waits_for_a_second_person(town: Town) -> None:
    clerk = town.staff["clerk"]
    assert not change_posts(clerk, post_of_inspectorate(town), by=town.admin)
    assert not Post.objects.exists()
    password = confirm_account_change(proposal(town, "clerk"), by=town.mayor)
    row = Staff.objects.get(pk=clerk)
    assert row.check_password(password), "a password that the administrator never saw"
    assert row.must_change_password
    assert posts_of(clerk)[0].role == "inspectorate"
    assert verify().breaks == []
    kinds = [event.kind for event in timeline("staff", clerk)]
    assert kinds[:2] == ["account_change_proposed", "account_change_confirmed"]
    assert {"password_reset", "post_recorded"} <= set(kinds)


def test_a_refused_post_is_none(town: Town) -> None:
    change_posts(town.staff["clerk"], post_of_inspectorate(town), by=town.admin)
    refuse_account_change(proposal(town, "clerk"), by=town.inspectorate)
    assert not Post.objects.exists()
    kept = AccountChange.objects.get()
    assert kept.values["post"]["reason"] == ""


def test_an_administrator_cannot_sign_in_before_the_post_begins(town: Town, town_clock: TownClock) -> None:
    """A post to come protects the account from the day on which it was confirmed."""
    clerk = town.staff["clerk"]
    first = TODAY + timedelta(days=10)
    change_posts(clerk, post_of_inspectorate(town, first), by=town.admin)
    confirm_account_change(proposal(town, "clerk"), by=town.mayor)
    before = Staff.objects.get(pk=clerk).password
    assert not reset_password(clerk, password=PASSWORD, by=town.admin), "it waits for a second person"
    assert Staff.objects.get(pk=clerk).password == before
    assert not reads_confidential(clerk)


def test_nor_while_its_holder_acts_in_a_lower_one(town: Town) -> None:
    second = make_second_inspector(town)
    change_posts(second, PostChange("record", 0, town.units["D-01"], "clerk", from_on=TODAY), by=SYSTEM)
    lower = Post.objects.get(staff_id=second, role="clerk").pk
    choose_post(lower, by=actor_of(Staff.objects.get(pk=second)))
    assert Staff.objects.get(pk=second).role == "clerk"
    assert not reads_confidential(second)
    assert not reset_password(second, password=PASSWORD, by=town.admin)
    assert AccountChange.objects.get(outcome="").subject_id == second


def test_ending_and_handing_over_wait_too(town: Town, town_clock: TownClock) -> None:
    second = make_second_inspector(town)
    post = posts_of(second)[0]
    town_clock.forward(days=5)
    day = TODAY + timedelta(days=6)
    assert not hand_over(post.id, to_staff_id=town.staff["clerk"], from_on=day, ends_other=False, by=town.admin)
    assert Post.objects.get(pk=post.id).withdrawn_at is None
    waiting = AccountChange.objects.filter(outcome="").order_by("pk")
    assert [one.subject_id for one in waiting] == [second, town.staff["clerk"]]
    for change in waiting:
        confirm_account_change(change.pk, by=town.mayor)
    [ended] = posts_of(second)
    assert ended.to_on == day - timedelta(days=1)
    assert posts_of(town.staff["clerk"])[0].from_on == day
    assert reads_confidential(second), "until its last day is over"
