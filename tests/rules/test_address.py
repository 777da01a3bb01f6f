"""The words of an address are found in what somebody says."""

import sys
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

import pytest

from peygir.desks.understanding.address import LONGEST, address_in


@pytest.mark.parametrize(
    ("said", "names", "told"),
    [
        ("سطل زباله سر کوچهٔ ۵ بلوار چمران پر است و بو می‌دهد", [], "کوچهٔ ۵ بلوار چمران"),
        (
            "چاله روبه‌روی مدرسهٔ حافظ در خیابان ملاصدرا نبش کوچه ۳. خطرناکه",
            [],
            "روبه‌روی مدرسهٔ حافظ، خیابان ملاصدرا نبش کوچه ۳",
        ),
        ("از ارم زنگ می‌زنم، چراغ خاموش است", ["ارم"], "ارم"),
        ("میدان ارگ، پلاک ۱۲", ["میدان ارگ"], "میدان ارگ پلاک ۱۲"),
        ("چاله خیابان هست", [], ""),
        ("پارک خراب است", [], ""),
        ("می‌خواستم تشکر کنم", [], ""),
        ("سلام. خیابان", [], ""),
        ("", [], ""),
        ("The lamp at Street 12 is dark", [], "Street 12"),
    ],
)
def test_the_words_that_tell_where(said: str, names: list[str], told: str) -> None:
    assert address_in(said, names) == told


def test_it_is_never_longer_than_an_envelope() -> None:
    assert len(address_in("کوچه الف " * 200)) <= LONGEST


def test_a_row_of_beginnings_takes_time_by_its_length() -> None:
    assert _lines_run(partial(address_in, "کوچه " * 800)) < 6 * _lines_run(partial(address_in, "کوچه " * 200))


def _lines_run(work: Callable[[], object]) -> int:
    """How many lines of our code `work` runs: a measure of its steps that no clock disturbs."""
    count = 0

    def traced(frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line" and "understanding" in frame.f_code.co_filename
        return traced

    before = sys.gettrace()
    sys.settrace(traced)
    try:
        work()
    finally:
        sys.settrace(before)
    return count
