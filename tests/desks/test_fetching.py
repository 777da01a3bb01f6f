"""A picture named by its address: fetched from public hosts, within a size, and never from our own network."""

from ipaddress import ip_address
from typing import Any

import pytest

from peygir.gateways import fetching, outgoing
from peygir.gateways.results import GatewayFailed
from tests.fake_georeport import FakeGeoReport, serving


def failed(url: str) -> GatewayFailed:
    """The failure that an address meets."""
    with pytest.raises(GatewayFailed) as failure:
        fetching.fetch_picture(url)
    return failure.value


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x/y.jpg",
        "file:///etc/passwd",
        "http://",
        "x",
        "http://[",
        "http://127.0.0.1/x",
        "http://10.0.0.1/x",
        "http://[::1]/x",
        "http://169.254.169.254/latest",
        "http://0.0.0.0/x",
        "http://224.0.0.1/x",
        "http://[::ffff:10.0.0.1]/x",
        "http://[64:ff9b::7f00:1]/x",
        "http://[2002:7f00:1::]/x",
        "http://[fec0::1]/x",
    ],
)
def test_what_is_never_fetched(url: str) -> None:
    assert failed(url).is_permanent


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("93.184.215.14", False),
        ("2606:2800:21f:cb07::1", False),
        ("64:ff9b::5db8:d70e", False),
        ("2002:5db8:d70e::1", False),
        ("64:ff9b::a00:1", True),
        ("64:ff9b:1::a00:1", True),
        ("2002:a9fe:a9fe::", True),
        ("2001:0:5db8:d70e:0:0:f5ff:fffe", True),
        ("fc00::1", True),
        ("fe80::1", True),
        ("ff02::1", True),
        ("::10.0.0.1", True),
        ("240.0.0.1", True),
        ("100.64.0.1", True),
    ],
)
def test_an_address_within_an_address_is_judged_too(address: str, is_ours: bool) -> None:
    assert outgoing.is_public(ip_address(address)) is not is_ours


def test_what_answers_is_taken(settings: Any) -> None:
    settings.FETCH_PRIVATE_HOSTS = True
    with serving(FakeGeoReport()) as host:
        assert fetching.fetch_picture(f"{host.url}/requests.json") == b"[]"
        host.status = 404
        assert failed(f"{host.url}/x.json").is_permanent
        host.status = 503
        assert not failed(f"{host.url}/x.json").is_permanent
    assert not failed(f"{host.url}/x.json").is_permanent, "nobody answers"
