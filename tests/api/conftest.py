"""The systems that knock at the JSON doors of the town."""

import pytest

from tests.api.caller import Caller, token_for
from tests.town import Town


@pytest.fixture
def app(town: Town) -> Caller:
    """A system that only reports."""
    return Caller(token_for(""))


@pytest.fixture
def clerk(town: Town) -> Caller:
    """The clerk's system."""
    return Caller(token_for("clerk"))


@pytest.fixture
def supervisor(town: Town) -> Caller:
    """The centre's system."""
    return Caller(token_for("supervisor"))
