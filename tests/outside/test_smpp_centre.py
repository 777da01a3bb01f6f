"""The message centre of npm's `smpp` 0.5.1: bound, sent to, and heard in every way in which parts and letters come."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peygir.core import clock
from peygir.gateways.provider_urls import read_provider_url
from peygir.gateways.results import DeliveryReport, InboundMessage
from peygir.gateways.smpp import Smpp
from tests.outside.npm import NodeProgram, modules_with, node_program
from tests.outside.systems import needs

pytestmark = needs("smpp")
PHONE = "+989171234567"
WORDS = "چراغ‌های کوچهٔ هفت خیابان زند از دیشب خاموش است و کسی نمی‌آید؛ لطفاً رسیدگی کنید. " * 2


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return modules_with("smpp@0.5.1", tmp_path_factory.mktemp("npm"))


@pytest.fixture
def centre(modules: Path) -> Iterator[NodeProgram]:
    with node_program(Path(__file__).with_name("smpp_centre.js"), modules) as running:
        yield running


@pytest.fixture
def smpp(centre: NodeProgram) -> Iterator[Smpp]:
    url = f"smpp://city:p%40ss%3Aw@127.0.0.1:{centre.next()['port']}?from=10004346"
    smpp = Smpp(read_provider_url("X", url, schemes=("smpp",), needs=("from",)), seconds=10)
    assert smpp.inbox() == []
    assert centre.next() == {"bound": True, "version": 0x34}
    yield smpp
    smpp.leave()


def heard(smpp: Smpp, count: int) -> list[InboundMessage | DeliveryReport]:
    """The next messages that come in; each is settled as the listening process does."""
    messages: list[InboundMessage | DeliveryReport] = []
    until = clock.monotonic() + 20
    while len(messages) < count and clock.monotonic() < until:
        messages += smpp.inbox()
        smpp.settle()
        clock.pause(0.02)
    return messages


def delivered(words: bytes, **more: Any) -> dict[str, Any]:
    return {"source_addr": "989171234567", "destination_addr": "10004346", "hex": words.hex(), **more}


def test_a_persian_message_goes_out_in_parts(smpp: Smpp, centre: NodeProgram) -> None:
    receipt = smpp.send(PHONE, WORDS, "m-1")
    parts = [centre.next() for _ in range(receipt.parts or 0)]
    assert receipt.provider_id == "id1"
    assert {(part["to"], part["coding"]) for part in parts} == {("989171234567", 8)}
    assert "".join(part["text"] for part in parts) == WORDS


def test_a_receipt_tells_what_became_of_it(smpp: Smpp, centre: NodeProgram) -> None:
    smpp.send(PHONE, "137", "m-1")
    told = "id:id1 sub:001 dlvrd:001 submit date:2611231012 done date:2611231013 stat:DELIVRD err:000 text:137"
    centre.tell(delivered(told.encode(), esm_class=4))
    assert heard(smpp, 1) == [DeliveryReport("id1", "delivered")]


@pytest.mark.parametrize("coding", [8, 0x18])
def test_ucs2_with_and_without_a_class(smpp: Smpp, centre: NodeProgram, coding: int) -> None:
    centre.tell(delivered("نه هنوز درست نشده".encode("utf-16-be"), data_coding=coding))
    (spoken,) = heard(smpp, 1)
    assert isinstance(spoken, InboundMessage)
    assert (spoken.sender, spoken.text) == (PHONE, "نه هنوز درست نشده")
    assert centre.next()["acknowledged"] == 0


def test_parts_by_parameters_are_joined(smpp: Smpp, centre: NodeProgram) -> None:
    words = WORDS.encode("utf-16-be")
    pieces = [words[start : start + 80] for start in range(0, len(words), 80)]
    for number in (1, 0, *range(2, len(pieces))):
        more = {"sar_msg_ref_num": 7, "sar_total_segments": len(pieces), "sar_segment_seqnum": number + 1}
        centre.tell(delivered(pieces[number], data_coding=8, **more))
    (spoken,) = heard(smpp, 1)
    assert isinstance(spoken, InboundMessage)
    assert spoken.text == WORDS
    assert [centre.next()["acknowledged"] for _ in pieces] == [0] * len(pieces)


def test_parts_by_a_header_are_joined(smpp: Smpp, centre: NodeProgram) -> None:
    words = WORDS.encode("utf-16-be")
    pieces = [words[start : start + 80] for start in range(0, len(words), 80)]
    for number in reversed(range(len(pieces))):
        head = bytes((5, 0, 3, 42, len(pieces), number + 1))
        centre.tell(delivered(head + pieces[number], data_coding=8, esm_class=0x40))
    (spoken,) = heard(smpp, 1)
    assert isinstance(spoken, InboundMessage)
    assert spoken.text == WORDS
