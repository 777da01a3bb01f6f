"""Fixtures that the tests of several desks share."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from peygir.cases.models import Case
from peygir.centre.contacts import actions
from peygir.desks.answers.models import Message
from peygir.desks.understanding.learning.reader import make_reader
from peygir.history.queries import timeline, verify
from tests import make
from tests.drain import deliver_again
from tests.fake_georeport import FakeGeoReport, serving
from tests.fakes import FakeMailbox
from tests.life import Life
from tests.phrases import bring_material
from tests.sms_street import Street
from tests.town import CODE, PHONES, Town, TownClock


@pytest.fixture
def box(town: Town, tmp_path: Path) -> FakeMailbox:
    """What went out."""
    return FakeMailbox(tmp_path)


@pytest.fixture
def seated(town: Town, town_clock: TownClock) -> Town:
    """The operator sits at 101."""
    actions.sit_at(town.city_id, "۱۰۱", by=town.operator)
    return town


@pytest.fixture
def street(town: Town, settings: Any, town_clock: TownClock) -> Iterator[Street]:
    """All providers of short messages, open."""
    with ExitStack() as stack:
        yield Street(settings, stack)


@pytest.fixture
def reading_town(town: Town, settings: object) -> Town:
    """The town, with a reader that was trained on a few phrases."""
    home = settings.HOME  # type: ignore[attr-defined]
    bring_material(home)
    make_reader(CODE, home)
    return town


@pytest.fixture(params=["job by job", "in rounds"])
def life(town: Town, town_clock: TownClock, tmp_path: Path, request: pytest.FixtureRequest) -> Life:
    """A life that begins; a round keeps in hand what it has read, and must come to the same."""
    return Life(town, town_clock, tmp_path, in_rounds=request.param == "in rounds")


@pytest.fixture
def all_jobs_twice(life: Life) -> Iterator[None]:
    """After each test: every event of the whole life delivered once more changes nothing, and all chains hold."""
    yield
    deliver_again(life.all_jobs())
    assert verify().breaks == []
    for case in Case.objects.all():
        story = timeline("case", case.pk)
        assert [event.at for event in story] == sorted(event.at for event in story), "time runs forward"
        states = [event.data["to"] for event in story if {"from", "to"} <= event.data.keys()]
        assert case.state == [*["new"], *states][-1]
        for event in story:
            assert PHONES[0] not in event.body
            assert make.POTHOLE not in event.body
    assert not Message.objects.exclude(state="sent").exists()


@pytest.fixture
def peer() -> Iterator[FakeGeoReport]:
    """Somebody else's GeoReport server."""
    with serving(FakeGeoReport()) as fake:
        yield fake
