"""Fixtures of the tests that start processes of ours."""

from collections.abc import Iterator

import pytest

from tests.serving import Server, served
from tests.town import Town


@pytest.fixture
def stream(live_town: Town) -> Iterator[Server]:
    """The live stream's process."""
    with served("live") as found:
        yield found
