"""Fixtures of the tests that start processes of ours."""

from collections.abc import Iterator

import pytest

from tests.serving import Ear, Server
from tests.town import Town


@pytest.fixture
def stream(live_town: Town) -> Iterator[Server]:
    """The live stream's process; lines that a test left open are hung up."""
    found = Server("live")
    try:
        found.start()
        yield found
    finally:
        for ear in list(Ear.open_ones):
            ear.close()
        found.kill()
