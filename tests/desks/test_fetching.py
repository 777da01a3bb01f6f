"""A picture named by its address: fetched from public hosts, within a size, and never from our own network."""

from typing import Any

import pytest

from peygir.gateways import fetching
from peygir.gateways.deeds import GatewayFailed
from tests.fake_georeport import FakeGeoReport, serving


def failed(url: str) -> GatewayFailed:
    """The failure that an address meets."""
    with pytest.raises(GatewayFailed) as failure:
        fetching.fetch_picture(url)
    return failure.value


@pytest.mark.parametrize(
    "url",
    ["ftp://x/y.jpg", "file:///etc/passwd", "http://", "x", "http://[", "http://127.0.0.1/x", "http://10.0.0.1/x",
     "http://[::1]/x", "http://169.254.169.254/latest", "http://0.0.0.0/x"],
)  # fmt: skip
def test_what_is_never_fetched(url: str) -> None:
    assert failed(url).is_permanent


def test_what_answers_is_taken(settings: Any) -> None:
    settings.FETCH_PRIVATE_HOSTS = True
    with serving(FakeGeoReport()) as host:
        assert fetching.fetch_picture(f"{host.url}/requests.json") == b"[]"
        host.status = 404
        assert failed(f"{host.url}/x.json").is_permanent
        host.status = 503
        assert not failed(f"{host.url}/x.json").is_permanent
    assert not failed(f"{host.url}/x.json").is_permanent, "nobody answers"
