"""Two closings of one month at once: one month is closed, the other caller is told, and the figures are not older."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from peygir.core import clock
from peygir.core.clock import pause
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.models import ScoredMonth, ScoreSnapshot
from peygir.people.rules import CLOCK
from tests.scores import KHORDAD, decide_scheme, live_khordad
from tests.town import Town, TownClock

LOCK = 0x70656773
"""The first number of the lock of closing, as operators see it in pg_locks."""


def how_many(asks: Callable[[], int], expected_count: int) -> None:
    """Wait until a count is reached, at most a minute."""
    for _try in range(600):
        if asks() == expected_count:
            return
        pause(0.1)
    raise AssertionError(f"{asks()} in place of {expected_count}")


def test_who_waited_for_a_closing_finds_the_month_closed(live_town: Town, town_clock: TownClock) -> None:
    decide_scheme(live_town)
    live_khordad(live_town, town_clock)
    asked_at = clock.now()

    def closes(_number: int) -> str:
        try:
            return str(actions.close_month(live_town.city_id, KHORDAD, by=CLOCK, now=asked_at).first_on)
        except actions.MonthIsClosed as refusal:
            return refusal.name
        finally:
            connection.close()

    parameters = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    with ThreadPoolExecutor(2) as pool, psycopg.connect(**parameters, autocommit=True) as another:
        another.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, live_town.city_id])
        ends = [pool.submit(closes, number) for number in range(2)]

        def waiting() -> int:
            asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' AND classid = %s"
            row = another.execute(asked, [LOCK]).fetchone()
            assert row is not None
            return int(row[0])

        how_many(waiting, 2)
        town_clock.forward(minutes=7)
        another.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, live_town.city_id])
        assert sorted(end.result() for end in ends) == ["2026-05-22", "MonthIsClosed"]
        left = another.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [LOCK])
        assert left.fetchone() == (0,)
    month = ScoredMonth.objects.get()
    assert month.closed_at == ScoreSnapshot.objects.get().as_of == asked_at + timedelta(minutes=7)
    assert actions.verify_month(live_town.city_id, KHORDAD).differences == ()


def test_a_closing_that_is_refused_leaves_no_lock(live_town: Town, town_clock: TownClock) -> None:
    with pytest.raises(actions.NoSchemeInForce):
        actions.close_month(live_town.city_id, KHORDAD, by=CLOCK, now=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [LOCK])
        assert cursor.fetchone() == (0,)
