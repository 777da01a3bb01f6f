"""What of a text is kept, and whether it says anything."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.words import natural, plain, says_something


@given(st.text(alphabet=st.characters()))
def test_whatever_comes_can_be_stored(text: str) -> None:
    kept = plain(text)
    assert "\x00" not in kept
    kept.encode()
    assert plain(kept) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("چاله\x00", "چاله"),
        ("a\ud800b", "ab"),
        ("یک\r\nدو\rسه", "یک\nدو\nسه"),
        ("  لکه\u200cگیری  ", "لکه\u200cگیری"),
        ("😀 گربه", "😀 گربه"),
        ("\x1b[31mred\x07", "[31mred"),
    ],
)
def test_what_stays(text: str, kept: str) -> None:
    assert plain(text) == kept


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u200c", "\u200e \u200f", "\x00", "\ufeff"])
def test_what_says_nothing(text: str) -> None:
    assert not says_something(text)
    assert says_something(f"{text}آ{text}")


@pytest.mark.parametrize(
    ("mixed", "ordered"),
    [
        (["10", "2", "1", "11"], ["1", "2", "10", "11"]),
        (["D-10", "D-9", "C-2", "D"], ["C-2", "D", "D-9", "D-10"]),
        (["ASP-02", "ASP-01", ""], ["", "ASP-01", "ASP-02"]),
    ],
)
def test_numbers_in_names_sort_as_people_count(mixed: list[str], ordered: list[str]) -> None:
    assert sorted(mixed, key=natural) == ordered
