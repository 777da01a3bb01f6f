"""Seven words of a list: enough of them, unlike each other by ear, and read back however they are typed."""

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.dropbox.code_words import (
    LENGTH,
    Code,
    code_indices,
    code_of_indices,
    new_code,
    read_code,
    word_list,
)

CODES = st.lists(st.sampled_from(word_list()), min_size=LENGTH, max_size=LENGTH).map(tuple)
ARABIC = str.maketrans("یک", "يك")


def test_a_code_has_eighty_bits() -> None:
    assert len(word_list()) >= 2798
    assert LENGTH * log2(len(word_list())) >= 80
    assert len({new_code() for _ in range(200)}) == 200


def test_no_two_words_look_or_sound_alike() -> None:
    alike = str.maketrans("آعثصذضظطحغ", "ااسسزززتهق")
    sounds = [word.translate(alike) for word in word_list()]
    assert len(set(sounds)) == len(sounds)
    assert all(3 <= len(word) <= 7 and word.isalpha() for word in word_list())


@given(CODES)
def test_a_code_is_read_as_it_was_shown(code: Code) -> None:
    assert read_code(" ".join(code)) == code
    assert code_of_indices(code_indices(code)) == code


@given(CODES, st.sampled_from(["  ", "\u200c", " \u200c ", "\n", "، ", "\t", " - ", "ـ "]))
def test_other_signs_and_letters_make_no_difference(code: Code, between: str) -> None:
    assert read_code(f" {between.join(code)} ".translate(ARABIC)) == code


@given(CODES)
def test_without_blanks_another_code_is_never_read(code: Code) -> None:
    assert read_code("".join(code)) in (code, None)


@pytest.mark.parametrize("typed", ["", "آب", " ".join(["زززز"] * LENGTH), "x" * 400, "\u200c" * 50, "1 2 3 4 5 6 7"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_words_in_another_order_are_another_code() -> None:
    code = word_list()[:LENGTH]
    assert read_code(" ".join(reversed(code))) == tuple(reversed(code)) != code


@pytest.mark.parametrize("indices", [b"", b"\xff" * 14, b"\x00" * 13, b"\x00" * 16])
def test_what_are_no_places_is_refused(indices: bytes) -> None:
    with pytest.raises(ValueError):
        code_of_indices(indices)
