"""Fixtures that the tests of several pages share."""

import pytest

from peygir.centre.contacts import actions
from tests.town import Town
from tests.tus_sender import TusSender


@pytest.fixture
def seat(town: Town) -> Town:
    """The operator and the supervisor sit at their phones."""
    actions.sit_at(town.city_id, "101", by=town.operator)
    actions.sit_at(town.city_id, "102", by=town.supervisor)
    return town


@pytest.fixture
def browser(town: Town) -> TusSender:
    """A browser that sends files in parts."""
    return TusSender()
