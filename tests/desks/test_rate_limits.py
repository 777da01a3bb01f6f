"""Rate limits: uses and misses of one caller are counted within a window, also when they come at one moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from peygir.people.actions import (
    AskedTooOften,
    count_miss,
    count_use,
    forget_old_uses,
    refuse_if_over,
)
from peygir.people.models import RateLimitUse
from tests import make
from tests.town import MORNING, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_door_is_used_so_often_in_a_window(town: Town, town_clock: TownClock) -> None:
    for _ in range(3):
        count_use("login", "10.0.0.1", 3, 600)
    with make.refused(AskedTooOften) as info:
        count_use("login", "10.0.0.1", 3, 600)
    assert "10" in info.value.words("en")
    count_use("login", "10.0.0.2", 3, 600)
    count_use("report", "10.0.0.1", 3, 600)
    count_use("login", "x" * 500, 3, 600)
    town_clock.forward(minutes=10)
    count_use("login", "10.0.0.1", 3, 600)
    assert forget_old_uses(before=MORNING + timedelta(minutes=5)) == 4
    assert RateLimitUse.objects.count() == 1


def test_misses_are_counted_and_then_even_a_right_guess_is_refused(town: Town, town_clock: TownClock) -> None:
    for _ in range(3):
        refuse_if_over("guess", "10.0.0.1", 3, 600)  # asking counts nothing
    for _ in range(3):
        count_miss("guess", "10.0.0.1", 3, 600)
    with make.refused(AskedTooOften) as info:
        refuse_if_over("guess", "10.0.0.1", 3, 600)
    assert info.value.details["seconds"] == 600
    with make.refused(AskedTooOften):
        count_miss("guess", "10.0.0.1", 3, 600)
    refuse_if_over("guess", "10.0.0.2", 3, 600)
    refuse_if_over("another", "10.0.0.1", 3, 600)
    town_clock.forward(minutes=10)
    refuse_if_over("guess", "10.0.0.1", 3, 600)


def test_misses_of_one_network_of_ipv6_and_of_one_ipv4_address_are_counted_together(town: Town) -> None:
    for number in range(3):
        count_miss("guess", f"2001:db8:1:2::{number:x}", 3, 600)
        count_miss("guess", ("192.0.2.1", "::ffff:192.0.2.1", "::FFFF:C000:201")[number], 3, 600)
    for over in ("2001:db8:1:2:ffff::1", "192.0.2.1"):
        with make.refused(AskedTooOften):
            refuse_if_over("guess", over, 3, 600)
    refuse_if_over("guess", "2001:db8:1:3::1", 3, 600)
    assert set(RateLimitUse.objects.values_list("key", flat=True)) == {"2001:db8:1:2::/64", "192.0.2.1"}


def test_misses_at_one_moment_are_all_counted(live_town: Town) -> None:
    def miss(_: int) -> None:
        try:
            count_miss("guess", "10.0.0.9", 100, 600)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(miss, range(40)))
    assert RateLimitUse.objects.get(limit_name="guess").count == 40
