"""A message centre that knows no transceivers: one session sends, another listens, and both are bound anew together."""

from collections.abc import Iterator

import pytest

from peygir.gateways.provider_urls import ProviderUrl, read_provider_url
from peygir.gateways.results import DeliveryReport, GatewayFailed, GatewayUnsure, InboundMessage
from peygir.gateways.smpp import Smpp
from tests.fake_smsc import (
    BIND,
    DELIVER,
    ENQUIRE,
    LONG,
    PHONE,
    RECEIPT,
    RECEIVER,
    RESPONSE,
    TRANSMITTER,
    UNBIND,
    Centre,
    centre_open,
    heard,
)


@pytest.fixture
def centre() -> Centre:
    return Centre()


@pytest.fixture
def url(centre: Centre) -> Iterator[str]:
    with centre_open(centre) as port:
        yield f"smpp://city:word@127.0.0.1:{port}?from=10004346"


@pytest.fixture
def smpp(url: str) -> Iterator[Smpp]:
    smpp = Smpp(read_provider_url("X", url, schemes=("smpp",), needs=("from",)), seconds=3)
    yield smpp
    smpp.leave()


@pytest.fixture
def pair(pair_url: ProviderUrl) -> Iterator[Smpp]:
    """A line to a centre that knows no transceivers."""
    smpp = Smpp(pair_url, seconds=3)
    yield smpp
    smpp.leave()


@pytest.fixture
def restless_pair(pair_url: ProviderUrl) -> Iterator[Smpp]:
    """The same, where each look asks whether the sessions live."""
    smpp = Smpp(pair_url, seconds=3, keep_alive=0.0)
    yield smpp
    smpp.leave()


@pytest.fixture
def pair_url(url: str, centre: Centre) -> ProviderUrl:
    """The address of a centre that knows no transceivers."""
    centre.knows_pairs_only = True
    return read_provider_url("X", f"{url}&bind=pair", schemes=("smpp",), needs=("from",), knows=("bind",))


def test_a_centre_without_transceivers_has_a_transmitter_and_a_receiver(smpp: Smpp, pair: Smpp, centre: Centre) -> None:
    with pytest.raises(GatewayFailed, match="does not let us in"):
        smpp.send(PHONE, "x", "m-0")
    assert (pair.send(PHONE, LONG, "m-1").parts or 0) > 1
    assert list(centre.bound.values()) == [TRANSMITTER], "who only sends binds nothing to listen"
    assert heard_by(pair, centre) == []
    assert list(centre.bound.values()) == [TRANSMITTER, RECEIVER]
    centre.deliver(41, RECEIPT % (b"a0", b"DELIVRD"), feature=4)
    centre.deliver(42, "لغو".encode("utf-16-be"), coding=8)
    fate, words = heard_by(pair, centre)
    assert (fate, getattr(words, "text", "")) == (DeliveryReport("a0", "delivered"), "لغو")
    pair.settle()
    centre.wait_for(DELIVER | RESPONSE, 2)
    assert centre.acknowledged == [41, 42]
    answered = centre.commands.count(ENQUIRE | RESPONSE)
    centre.ask_alive(43, TRANSMITTER)
    pair.send(PHONE, "y", "m-2")
    centre.wait_for(ENQUIRE | RESPONSE, answered + 1)
    pair.leave()
    centre.wait_for(UNBIND, 2)
    assert BIND not in centre.bound.values()


def test_both_sessions_are_kept_alive_and_bound_anew_together(restless_pair: Smpp, centre: Centre) -> None:
    restless_pair.send(PHONE, "x", "m-1")
    restless_pair.inbox()
    centre.wait_for(ENQUIRE, 2)
    centre.lose = 1
    with pytest.raises(GatewayUnsure):
        restless_pair.send(PHONE, "y", "m-2")
    restless_pair.send(PHONE, "z", "m-3")
    restless_pair.inbox()
    assert [centre.bound[talk] for talk in centre.talks if talk in centre.bound][-2:] == [TRANSMITTER, RECEIVER]
    assert len(centre.bound) == 4


def test_an_unknown_way_to_bind_is_told_at_once() -> None:
    with pytest.raises(ValueError, match="“one” or “pair”"):
        Smpp(
            read_provider_url(
                "X", "smpp://a:b@host?from=1&bind=two", schemes=("smpp",), needs=("from",), knows=("bind",)
            )
        )


def heard_by(pair: Smpp, centre: Centre) -> list[InboundMessage | DeliveryReport]:
    """What comes in once the receiver is there, with what binds it."""
    at_once = pair.inbox()
    centre.wait_for(RECEIVER)
    return at_once + heard(pair, centre)
