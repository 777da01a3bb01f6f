"""Whom a request comes from: the header is believed as far as our own proxies wrote it, and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.addresses import caller_key, client_address, read_address, read_networks, site_key

PROXIES = read_networks("127.0.0.1, 10.0.0.0/8 ::1 2001:db8:ffff::/48")


@pytest.mark.parametrize(
    ("peer", "header", "client"),
    [
        ("198.51.100.7", "", "198.51.100.7"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),  # whoever is no proxy of ours is the client, whatever it says
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "1.2.3.4, 192.0.2.1", "192.0.2.1"),  # what the client wrote itself stands before it
        ("127.0.0.1", "1.2.3.4, 192.0.2.1, 10.1.2.3", "192.0.2.1"),  # two proxies of ours in a row
        ("::ffff:127.0.0.1", "::ffff:192.0.2.1", "192.0.2.1"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("::1", "[2001:db8::5]:4711", "2001:db8::5"),
        ("127.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("127.0.0.1", '"192.0.2.1"', "192.0.2.1"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),  # a client inside the network of the proxies
        ("127.0.0.1", "1.2.3.4, unknown", "127.0.0.1"),
        ("127.0.0.1", "1.2.3.4, <script>, 10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", ",, ,192.0.2.1,", "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1, " * 500, "192.0.2.1"),
        ("unix:", "192.0.2.1", "unix:"),
    ],
)
def test_the_client_is_the_last_hop_that_is_no_proxy_of_ours(peer: str, header: str, client: str) -> None:
    assert client_address(peer, header, PROXIES) == client


def test_without_proxies_no_header_is_believed() -> None:
    assert client_address("127.0.0.1", "192.0.2.1", ()) == "127.0.0.1"


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_header_breaks_it_and_a_strangers_changes_nothing(mine: str, others: str) -> None:
    assert client_address("198.51.100.7", mine, PROXIES) == "198.51.100.7"
    assert read_address(client_address("127.0.0.1", f"{mine},{others}", PROXIES))
    assert len(caller_key(mine)) <= 64


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("2001:db8:1:2::/64", "2001:db8:1:2::/64"),
        ("", "unknown"),
    ],
)
def test_one_caller_is_an_ipv4_address_or_a_network_of_ipv6(address: str, key: str) -> None:
    assert caller_key(address) == key
    assert caller_key(key) == key


def test_a_network_that_cannot_be_read_is_named() -> None:
    assert read_networks("") == ()
    with pytest.raises(ValueError, match=r"10\.0\.0\.0/99"):
        read_networks("127.0.0.1,10.0.0.0/99")


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("2001:db8:77:5::1", "2001:db8:77::/48"),
        ("2001:db8:77:5::/64", "2001:db8:77::/48"),
        ("[2001:db8:77:5::1%eth0]:443", "2001:db8:77::/48"),
        ("192.0.2.1", ""),
        ("::ffff:192.0.2.1", ""),
        ("unknown", ""),
    ],
)
def test_a_site_of_ipv6(address: str, site: str) -> None:
    assert site_key(address) == site
