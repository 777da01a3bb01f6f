"""Words with gaps are filled for each case; a gap that stands for nothing is refused."""

import pytest

from peygir.web.clerk.filling_in import GAPS, GapIsUnknown, fill_in

VALUES = {"code": "۰۵۱۲", "topic": "چاله", "place": "ارم {code}"}


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ("کد {code}: {topic} در {place}", "کد ۰۵۱۲: چاله در ارم {code}"),
        ("{کد}{موضوع}{ محل }", "۰۵۱۲چالهارم {code}"),
        ("{CODE}", "۰۵۱۲"),
        ("بدون جای خالی", "بدون جای خالی"),
        ("", ""),
        ("} {", "} {"),
    ],
)
def test_gaps_are_filled_once(words: str, filled: str) -> None:
    assert fill_in(words, VALUES) == filled


@pytest.mark.parametrize("words", ["{name}", "{}", "{code.real}", "{0}", "{code!r}", "{{code}} {x}"])
def test_any_other_gap_is_named(words: str) -> None:
    with pytest.raises(GapIsUnknown) as refused:
        fill_in(words, VALUES)
    for language in ("fa", "en"):
        assert "{code}" in refused.value.words(language)


def test_every_gap_has_a_persian_name() -> None:
    assert set(GAPS) == {"code", "topic", "place"}
    assert len(set(GAPS.values())) == len(GAPS)
