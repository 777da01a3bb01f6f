"""The wall over a real socket: what the exchange tells wakes it within a second, and nobody else."""

import time
from functools import partial

import pytest

from peygir.centre.contacts import actions
from peygir.core import clock
from tests.serving import LiveListener, Server, has, signed_in
from tests.town import Town

WALL = "/live?wall=1"


def woken(ear: LiveListener, times: int) -> None:
    """Until it was woken so often since its first look."""
    ear.until(lambda one: sum(name == "wall" for name, _ in one.heard) > times)


def has_more(than: int, ear: LiveListener) -> bool:
    return len(ear.heard) > than


@pytest.fixture
def wall(stream: Server, live_town: Town) -> LiveListener:
    """A supervisor's wall that is heard, and whose look is known."""
    actions.sit_at(live_town.city_id, "101", by=live_town.operator)
    ear = LiveListener(stream.port, signed_in("supervisor")[1], path=WALL)
    ear.until(has("wall"))  # the first look, which the later ones are compared with
    return ear


def test_calls_and_phones_wake_the_wall_at_once(wall: LiveListener, live_town: Town) -> None:
    waits = []

    def wakes(times: int) -> None:
        begun = time.monotonic()
        woken(wall, times)
        waits.append(time.monotonic() - begun)

    actions.ring_call(live_town.city_id, "1.1", at=clock.now(), caller="09170000007")
    wakes(1)
    actions.note_presence(live_town.city_id, "101", presence="ringing", at=clock.now())
    wakes(2)
    actions.answer_call("1.1", uniqueid="1.2", extension="101", at=clock.now())
    wakes(3)
    actions.leave_workstation(by=live_town.operator)
    wakes(4)
    actions.hear_line(live_town.city_id, is_up=True, at=clock.now())
    wakes(5)
    assert sorted(waits)[2] < 1.0, waits
    assert {name for name, _ in wall.heard} <= {"hello", "beat", "wall"}, "no case is told to a wall"


def test_only_the_centre_is_woken(stream: Server, wall: LiveListener, live_town: Town) -> None:
    clerk = LiveListener(stream.port, signed_in("clerk")[1], path=WALL)
    list_ = LiveListener(stream.port, signed_in("operator")[1])
    for ear in (clerk, list_):
        ear.until(has("beat"))
    actions.ring_call(live_town.city_id, "1.1", at=clock.now(), caller="09170000007")
    woken(wall, 1)
    for ear in (clerk, list_):
        beats = len(ear.heard)
        ear.until(partial(has_more, beats))  # the next sign of life
        assert not has("wall")(ear)
