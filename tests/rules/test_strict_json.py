"""JSON of strangers: what no caller of ours sends is refused before it costs anything."""

import json
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.strict_json import JsonIsNotReadable, read_json


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"nonsense",
        b"\xff",
        b'{"a":' + b"[" * 900 + b"]" * 900 + b"}",
        b"[" * 10**6,
        b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}',
        b"9" * 41,
        b"0." + b"9" * 10**6,
        b"1e" + b"9" * 100,
        b'"' + b'\\"' * 10**6,
        b'"' + b'\\"' * 10**6 + b"\\",
        rb'{"\udc00":1,"\udc01":2}',
    ],
)
def test_what_is_refused(raw: bytes) -> None:
    with pytest.raises(JsonIsNotReadable):
        read_json(raw, deepest=8)


def test_brackets_within_texts_are_no_depth() -> None:
    document = {"text": '[[[[{{{{ "\\', "list": [[1, 2.5, None], {"x": True}]}
    assert read_json(json.dumps(document).encode(), deepest=3) == document
    with pytest.raises(JsonIsNotReadable):
        read_json(json.dumps(document).encode(), deepest=2)


def test_letters_beyond_the_first_plane_are_read() -> None:
    assert read_json(rb'"\ud83d\ude00 \\ud800"', deepest=1) == "\U0001f600 \\ud800"


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (rb'"\ud800"', "\ufffd"),
        (rb'{"a":"x\uDFFFy"}', {"a": "x\ufffdy"}),
        (rb'{"\udc00":[1,null]}', {"\ufffd": [1, None]}),
        (rb'["\ud83d\ud83d\ude00"]', ["\ufffd\U0001f600"]),
        (rb'"\ud83d"', "\ufffd"),
    ],
)
def test_half_a_letter_costs_no_more_than_itself(raw: bytes, value: Any) -> None:
    assert read_json(raw, deepest=2) == value


@pytest.mark.parametrize("letter", [b"a", rb"\n", rb"\na", "پ".encode(), b'","'])
def test_a_long_text_costs_a_few_times_its_length(letter: bytes) -> None:
    raw = b'["' + letter * (2_000_000 // len(letter)) + b'"]'
    tracemalloc.start()
    try:
        read_json(raw, deepest=2)
        assert tracemalloc.get_traced_memory()[1] < 16 * len(raw)
    finally:
        tracemalloc.stop()


_VALUES: Any = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(_VALUES)
def test_whatever_json_writes_is_read(told: Any) -> None:
    assert read_json(json.dumps(told).encode(), deepest=40) == told


@given(st.binary(max_size=200))
def test_no_bytes_break_it(raw: bytes) -> None:
    try:
        read_json(raw, deepest=4)
    except JsonIsNotReadable:
        return
