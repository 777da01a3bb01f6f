"""Fixtures of the tests that start processes of ours."""

from collections.abc import Iterator

import pytest

from peygir.centre.contacts import actions
from peygir.telephony import keeping
from tests.serving import Server, served
from tests.town import Town


@pytest.fixture
def stream(live_town: Town) -> Iterator[Server]:
    """The live stream's process."""
    with served("live") as found:
        yield found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of the keeper that a test need not sit through."""
    monkeypatch.setattr(keeping, "DELAYS", (0.02,))
    monkeypatch.setattr(keeping, "GRACE", 1.0)
    monkeypatch.setattr(keeping, "RECORDS_EVERY", 0.05)
    monkeypatch.setattr(keeping, "LOOK_EVERY", 0.02)


@pytest.fixture
def seats(live_town: Town, quick: None) -> Town:
    """Two people at their phones."""
    actions.sit_at(live_town.city_id, "101", by=live_town.operator)
    actions.sit_at(live_town.city_id, "102", by=live_town.supervisor)
    return live_town
