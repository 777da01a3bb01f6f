"""Duties of worker and clock: one that fails is seen, rests, and holds up no other."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from peygir.city import queries as city
from peygir.core import clock
from peygir.history.vitals import pulses
from peygir.journey import clock as clock_duties
from peygir.journey import night, vitals
from peygir.journey.vitals import FAILING
from peygir.ops import clock_rounds, rounds
from peygir.ops.clock_rounds import NIGHT_REST, ClockRounds
from peygir.ops.duties import REST, Duties
from peygir.people.actions import count_use
from peygir.people.models import RateLimitUse
from tests.town import Town, TownClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town_clock")]


class DutyBreaks(Exception):
    """Raised by a duty on purpose."""


def breaks(*_given: object) -> int:
    raise DutyBreaks


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def failing(town: Town, home: Path) -> tuple[str, ...]:
    return vitals.take(city.city_by_id(town.city_id), home=home, now=clock.now()).failing_duties


def test_a_duty_that_fails_rests_and_is_tried_again(town: Town, town_clock: TownClock, home: Path) -> None:
    duties, tried = Duties(), []
    name = "a_duty_with_a_name_that_is_longer_than_a_pulse_may_be"

    def act() -> int:
        tried.append(clock.now())
        return breaks() if len(tried) < 2 else 7

    assert duties.do(name, act, clock.now()) is None
    assert duties.do(name, act, clock.now()) is None
    assert len(tried) == 1
    assert failing(town, home) == (name[:40],)
    town_clock.moment += REST
    assert duties.do(name, act, clock.now()) == 7
    assert not duties.is_resting(name, clock.now())
    town_clock.moment += timedelta(seconds=vitals.FAILED_WITHIN)
    assert failing(town, home) == ()


def test_a_lost_connection_ends_the_process_that_starts_anew() -> None:
    def act() -> int:
        raise OperationalError("the server closed the connection unexpectedly")

    with pytest.raises(OperationalError):
        Duties().do("x", act, clock.now())
    assert not any(name.startswith(FAILING) for name in pulses())


def test_the_clock_goes_on_past_a_duty_that_fails(
    town: Town, town_clock: TownClock, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _first, *others = clock_duties.DUTIES
    done: list[str] = []

    def follows(now: object) -> int:
        done.append("after it")
        return 3

    monkeypatch.setattr(clock_rounds, "DUTIES", (breaks, follows, *others))
    monkeypatch.setattr("peygir.ops.merkle_log.is_due", lambda *given: False)
    assert ClockRounds(home)(clock.now()) == 3
    assert done == ["after it"]
    assert failing(town, home) == ("breaks",)
    figures = vitals.take(city.city_by_id(town.city_id), home=home, now=clock.now())
    assert "duties" in vitals.faults(figures, backup_days=0)


def test_the_night_goes_on_past_a_duty_that_fails_and_comes_back_to_it(
    town: Town, town_clock: TownClock, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count_use("login", "x", 5, 60)
    town_clock.moment += timedelta(days=4)
    town_clock.moment = town_clock.moment.replace(hour=8)
    monkeypatch.setattr(night, "write_month_letters", breaks)
    work = ClockRounds(home)
    work(clock.now())
    assert not RateLimitUse.objects.exists()  # among the last of the night
    assert failing(town, home) == ("write_month_letters",)
    written: list[object] = []
    monkeypatch.setattr(night, "write_month_letters", written.append)
    work(clock.now())
    assert not written
    town_clock.moment += NIGHT_REST
    work(clock.now())
    work(clock.now())
    assert len(written) == 1


def test_a_round_of_the_worker_outlives_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    guarded = rounds._for_itself("peers", breaks)
    stopped, lost = threading.Event(), threading.Event()
    assert guarded() == 0
    assert guarded() == 0
    assert not stopped.is_set()
    assert not lost.is_set()
    assert f"{FAILING}peers" in pulses()


def test_a_directory_that_is_not_understood_holds_up_no_look_at_the_provider(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LDAP, settings.OIDC = object(), None
    assert [name for name, _once, _idle in rounds.organisation_rounds()] == ["leavers"]
    rounds_done: list[object] = []
    monkeypatch.setattr(rounds, "check_leavers", breaks)
    monkeypatch.setattr(rounds, "ask_provider", rounds_done.append)
    settings.OIDC = object()
    for _name, once, _idle in rounds.organisation_rounds():
        assert once() == 0
    assert len(rounds_done) == 1
    assert f"{FAILING}leavers" in pulses()
