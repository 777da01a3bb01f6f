"""Tags of assets: every single wrong digit and every swap of two neighbours is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.assets.tags import is_tag, make_tag, read_tag, shown_tag

NUMBERS = st.integers(1, 99_999_999)


@given(NUMBERS)
def test_a_tag_is_read_as_people_write_it(number: int) -> None:
    tag = make_tag(number)
    assert is_tag(tag)
    for language in ("fa", "en"):
        assert read_tag(shown_tag(tag, language)) == tag
    assert int(tag[:-1]) == number


@given(NUMBERS, st.data())
def test_a_wrong_digit_and_a_swap_are_found(number: int, data: st.DataObject) -> None:
    tag = make_tag(number)
    place = data.draw(st.integers(0, len(tag) - 1))
    digit = data.draw(st.sampled_from([one for one in "0123456789" if one != tag[place]]))
    assert not is_tag(tag[:place] + digit + tag[place + 1 :])
    if place + 1 < len(tag) and tag[place] != tag[place + 1]:
        assert not is_tag(tag[:place] + tag[place + 1] + tag[place] + tag[place + 2 :])


@pytest.mark.parametrize("text", ["", "123", "abc", "1234567890", "12 34x", "۱" * 30])
def test_other_texts_are_no_tags(text: str) -> None:
    assert read_tag(text) is None


@pytest.mark.parametrize("number", [0, -1, 100_000_000])
def test_a_number_without_a_tag_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="no tag"):
        make_tag(number)
