"""Tracking codes: made right, read in any digits, and every usual slip is caught."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.codes import RANDOM_LIMIT, is_code, make_code, read_code, spoken_groups

codes = st.builds(
    make_code,
    st.integers(min_value=1300, max_value=1499),
    st.integers(min_value=0, max_value=RANDOM_LIMIT - 1),
)


def test_a_known_check_digit() -> None:
    # Damm's own example: 572 takes the check digit 4; leading zeros change nothing but the place.
    assert make_code(1400, 572) == "0000005724"
    assert is_code("0000005724")


def test_the_year_comes_first() -> None:
    assert make_code(1405, 1234567).startswith("051234567")
    assert len(make_code(1399, 0)) == 10


@pytest.mark.parametrize(("year", "number"), [(1405, RANDOM_LIMIT), (1405, -1), (-1, 5)])
def test_numbers_out_of_range_are_refused(year: int, number: int) -> None:
    with pytest.raises(ValueError):
        make_code(year, number)


@given(codes)
def test_what_is_made_is_a_code(code: str) -> None:
    assert is_code(code)
    assert read_code(code) == code


@given(codes, st.integers(min_value=0, max_value=9), st.integers(min_value=1, max_value=9))
def test_every_single_wrong_digit_is_found(code: str, place: int, step: int) -> None:
    wrong = str((int(code[place]) + step) % 10)
    assert not is_code(code[:place] + wrong + code[place + 1 :])


@given(codes, st.integers(min_value=0, max_value=8))
def test_every_swap_of_neighbours_is_found(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_code(swapped) == (swapped == code)


@given(
    codes,
    st.sampled_from(["۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"]),
    st.sampled_from([" ", "-", "–", "\u200c", "\u200f "]),
)
def test_it_is_read_in_any_digits_with_any_separators(code: str, digits: str, between: str) -> None:
    written = between.join(code.translate(str.maketrans("0123456789", digits)))
    assert read_code(f" {written}\n") == code


@pytest.mark.parametrize("text", ["", "12", "0000005723", "00000057244", "0000005724a", "کد ۰۰", "5" * 5000, "²" * 10])
def test_other_texts_are_no_code(text: str) -> None:
    assert read_code(text) is None
    assert not is_code(text)


@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    code = read_code(text)
    assert code is None or is_code(code)


def test_it_is_spoken_in_groups() -> None:
    assert spoken_groups("0512345674") == "۰۵ ۱۲۳ ۴۵۶ ۷۴"
    assert spoken_groups("0512345674", "en") == "05 123 456 74"
    assert read_code(spoken_groups("0000005724")) == "0000005724"
    with pytest.raises(ValueError):
        spoken_groups("05")
