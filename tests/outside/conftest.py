"""What the tests against outside systems share: the list of what is installed, and FixMyStreet as a client of ours."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import geo
from tests.outside.fixmystreet import FixMyStreet, fixmystreet
from tests.outside.systems import SYSTEMS
from tests.server import HOME
from tests.serving import Server, served
from tests.town import CODE, Town


def pytest_report_header() -> list[str]:
    """One line for each outside system: found, or the reason why its tests are skipped."""
    reasons = {system.title: system.missing() for system in SYSTEMS.values()}
    return [
        f"outside system: {title}: {f'skipped: {reason}' if reason else 'found'}" for title, reason in reasons.items()
    ]


@pytest.fixture(scope="module")
def perl(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FixMyStreet]:
    """The process, with a database of its own."""
    with django_db_blocker.unblock(), fixmystreet(tmp_path_factory.mktemp("fixmystreet")) as running:
        yield running


@pytest.fixture
def web(fresh_city: None, live_town: Town, settings: Any) -> Iterator[Server]:
    """Peygir's web, which asks further questions about bins and keeps its uploads where this process finds them."""
    settings.UPLOADS = HOME / "uploads"
    settings.FETCH_PRIVATE_HOSTS = True  # FixMyStreet's photos are on this machine
    for number, datatype in enumerate(geo.DATATYPES, start=1):
        geo.ask("CLN-01", datatype, datatype, number, is_required=datatype == "string", hint_fa=f"راهنمای {number}")
    with served("web") as running:
        yield running


@pytest.fixture
def client(perl: FixMyStreet, web: Server) -> FixMyStreet:
    """FixMyStreet with our city as the body that it reports to, under a key of ours; its categories are our topics."""
    endpoint = f"http://127.0.0.1:{web.port}/api/open311/v2/"
    perl.call("options", options={})
    perl.call("join", name=f"City at {web.port}", endpoint=endpoint, api_key=geo.key_for(), jurisdiction=CODE)
    perl.call("populate")
    return perl
