"""What tests of several desks look into."""

from pathlib import Path

import pytest

from tests.fakes import FakeMailbox
from tests.town import Town


@pytest.fixture
def box(town: Town, tmp_path: Path) -> FakeMailbox:
    """What went out."""
    return FakeMailbox(tmp_path)
