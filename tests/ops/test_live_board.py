"""The day's board on the live stream: told to the planners of its own unit, and to nobody without the permission."""

from datetime import timedelta

import pytest

from peygir.desks.fieldwork import actions as fieldwork
from tests import streets
from tests.serving import LiveListener, Server, has, signed_in
from tests.town import Town


@pytest.mark.slow
def test_a_change_of_the_board_is_heard_by_its_planners(stream: Server, live_town: Town) -> None:
    _, mine = signed_in("clerk")
    _, other = signed_in("clerk_two")
    _, inspector = signed_in("inspector")
    ear = LiveListener(stream.port, mine, path="/live?board=1")
    far = LiveListener(stream.port, other, path="/live?board=1")
    deaf = LiveListener(stream.port, inspector, path="/live?board=1")
    for one in (ear, far):
        one.until(has("wall"))  # the first look: what changed since the page was rendered is not known
    deaf.until(has("beat"))
    ear.heard.clear()
    far.heard.clear()
    crew = streets.crew(live_town)
    number = streets.order(live_town, title="کندن", lat=29.62, lon=52.51)
    fieldwork.place_on_board(
        number, crew_id=crew, position=1, on=streets.today() + timedelta(days=1), by=live_town.clerk
    )
    ear.until(has("wall"))
    far.until(has("beat"))
    assert not has("wall")(far), "another unit's board looks as it did"
    assert not has("wall")(deaf)
