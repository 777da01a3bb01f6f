"""What tests of several desks look into."""

from pathlib import Path

import pytest

from tests.fakes import LetterBox
from tests.town import Town


@pytest.fixture
def box(town: Town, tmp_path: Path) -> LetterBox:
    """What went out."""
    return LetterBox(tmp_path)
