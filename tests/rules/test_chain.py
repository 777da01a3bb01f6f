"""The chain of events: any changed, missing, doubled, reordered or cut-off line shows."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.chain import GENESIS, canonical, merkle_root, next_head
from peygir.core.ids import new_id
from peygir.history.rules import StoredEvent, body_of, breaks, data_of, stamp

START = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)
# RFC 6962 leaves and roots as in the test data of the Certificate Transparency project.
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize("count", sorted(ROOTS))
def test_the_root_is_that_of_rfc_6962(count: int) -> None:
    assert merkle_root(LEAVES[:count]).hex() == ROOTS[count]


def reference(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word: split at the largest power of two below n."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + reference(leaves[:split]) + reference(leaves[split:])).digest()


@given(st.lists(st.binary(max_size=4), max_size=40))
def test_the_root_of_any_list(leaves: list[bytes]) -> None:
    assert merkle_root(leaves) == reference(leaves)


def test_one_content_is_one_text() -> None:
    assert canonical({"b": 1, "a": {"d": "گل", "c": None}}) == '{"a":{"c":null,"d":"گل"},"b":1}'


def test_the_head_covers_what_came_before() -> None:
    assert next_head(GENESIS, "x") == hashlib.sha256(b"\x00" * 32 + b"x").digest()
    assert next_head(GENESIS, "x") != next_head(next_head(GENESIS, "x"), "x")


def test_a_stamp_is_utc_with_microseconds() -> None:
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert stamp(datetime(2026, 5, 3, 9, 30, tzinfo=tehran)) == "2026-05-03T06:00:00.000000Z"


def test_a_body_keeps_its_data() -> None:
    body = body_of(file="case", file_id=1, number=1, kind="case_opened", at=START, by="system", data={"report": 5})
    assert data_of(body) == {"report": 5}


def chain(length: int) -> list[StoredEvent]:
    """A file's story of some length, as it would be stored."""
    lines, head = [], GENESIS
    for number in range(1, length + 1):
        at = START + timedelta(minutes=number)
        body = body_of(
            file="case", file_id=7, number=number, kind="note_added", at=at, by="staff:1", data={"n": number}
        )
        head = next_head(head, body)
        lines.append(StoredEvent("case", 7, number, "note_added", at, "staff:1", body, head))
    return lines


def breaks_found(lines: list[StoredEvent], *, count: int, head: bytes) -> bool:
    """Whether `breaks` finds anything."""
    return bool(breaks(lines, file="case", file_id=7, count=count, head=head))


@given(st.integers(0, 12))
def test_a_whole_chain_is_whole(length: int) -> None:
    lines = chain(length)
    assert not breaks_found(lines, count=length, head=lines[-1].hash if lines else b"")


@given(st.data(), st.integers(1, 10))
def test_any_tampering_shows(data: st.DataObject, length: int) -> None:
    lines = chain(length)
    head = lines[-1].hash
    place = data.draw(st.integers(0, length - 1))
    event = lines[place]
    tampered = {
        "text": replace(event, body=event.body.replace('"n":', '"m":')),
        "kind": replace(event, kind="case_closed"),
        "by": replace(event, by="staff:2"),
        "at": replace(event, at=event.at + timedelta(microseconds=1)),
        "file": replace(event, file_id=8),
        "hash": replace(event, hash=b"\x01" * 32),
        "number": replace(event, number=event.number + 1),
        "unreadable": replace(event, body="{"),
    }
    for name, changed in tampered.items():
        assert breaks_found([*lines[:place], changed, *lines[place + 1 :]], count=length, head=head), name
    assert breaks_found([*lines[:place], *lines[place + 1 :]], count=length, head=head), "missing"
    assert breaks_found([*lines[: place + 1], *lines[place:]], count=length, head=head), "doubled"
    assert breaks_found(lines[:place], count=length, head=head), "cut off"
    assert breaks_found(lines, count=length + 1, head=head), "the file counts more"
    assert breaks_found(lines, count=length, head=b"\x02" * 32), "another head"
    if length > 1:
        other = (place + 1) % length
        swapped = list(lines)
        swapped[place], swapped[other] = swapped[other], swapped[place]
        assert breaks_found(swapped, count=length, head=head), "reordered"


def test_a_line_that_was_rewritten_with_a_fitting_hash_still_shows() -> None:
    lines = chain(3)
    body = lines[1].body.replace('"n":2', '"n":3')
    forged = replace(lines[1], body=body, hash=next_head(lines[0].hash, body))
    assert breaks_found([lines[0], forged, lines[2]], count=3, head=lines[2].hash)


def test_ids_are_ordered_by_time_and_fit_63_bits() -> None:
    earlier, later = new_id(START), new_id(START + timedelta(milliseconds=1))
    assert 0 < earlier < later < 2**63
    assert new_id(datetime(2060, 1, 1, tzinfo=UTC)) < 2**63
