"""Words are found on a card in any spelling, and short ones only where a word begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.finding import LONGEST, MOST_WORDS, SearchTerms, search_terms_of, search_text_of
from peygir.core.persian import key_words, search_key

LETTERS = "ابپتجچخدرزسشصعغفقکگلمنوهی"


def holds(card: str, wanted: SearchTerms) -> bool:
    """As the database is asked."""
    return all(piece in card for piece in wanted.pieces) or bool(wanted.whole and wanted.whole in card)


@pytest.mark.parametrize("stored", ["لکه گیری آسفالت", "لکه‌گیری آسفالت", "لکهگیری آسفالت", "لكه گيري آسفالت"])
@pytest.mark.parametrize(
    "asked", ["لکه گیری", "لکه‌گیری", "لکهگیری", "لكهگيری", "لکـــه گیری", "آسفالت لکه‌گیری", "اسفالت"]
)
def test_one_word_in_any_spelling(stored: str, asked: str) -> None:
    assert holds(search_text_of([stored]), search_terms_of(asked))


@pytest.mark.parametrize(
    ("stored", "asked", "is_found"),
    [
        ("آب گرفتگی کوچه", "آب", True),
        ("آبگرفتگی کوچه", "آب گرفتگی", True),
        ("خیابان ارم", "آب", False),
        ("سنگ از کوه افتاد", "گاز", False),  # the letters stand there only across two words
        ("بوی گاز می‌آید", "گاز", True),
        ("بنبست نور", "بن بست", True),
        ("کوچه ۱۲", "12", True),
        ("کوچه ۱۲۵", "12", False),
        ("کوچه ۱۲۵", "۱۲۵", True),
        ("چاله‌های خیابان", "چاله", True),
        ("خیلییییی بزرگ", "خیلی", True),
        ("Street lamp broken", "LAMP street", True),
        ("چراغ خاموش است", "چراغ روشن", False),
        ("مسئول", "مسوول", True),
    ],
)
def test_what_is_found_and_what_is_not(stored: str, asked: str, is_found: bool) -> None:
    assert holds(search_text_of([stored]), search_terms_of(asked)) is is_found


@pytest.mark.parametrize("nothing", ["", "   ", "؟!", "_", "آ", "\u200c"])
def test_nothing_is_looked_for(nothing: str) -> None:
    assert search_terms_of(nothing) == SearchTerms(())


def test_words_that_stand_everywhere_are_left_out_unless_they_are_all_there_is() -> None:
    assert search_terms_of("چاله در خیابان").pieces == ("چاله", "خیابان")
    assert search_terms_of("در").pieces == (" در",)
    assert len(search_terms_of(" ".join(f"کلمه{n}" for n in range(20))).pieces) == MOST_WORDS


def test_names_are_words_without_numbers() -> None:
    assert search_terms_of("علی رضایی").names == ("علی", "رضایی")
    assert search_terms_of("کوچه ۱۲").names == ()
    assert search_terms_of("آب").names == ()


def test_a_card_has_an_end() -> None:
    assert len(search_text_of(["کلمه " * 10, *(f"واژه{n}" for n in range(5000))])) == LONGEST


@given(st.text() | st.text(LETTERS + " \u200c۱۲3"))
def test_every_word_of_a_text_is_found_on_its_card(text: str) -> None:
    card = search_text_of([text])
    for word in key_words(text):
        assert holds(card, search_terms_of(word)) or not search_terms_of(word).pieces


@given(st.lists(st.text(LETTERS, min_size=2, max_size=7), min_size=1, max_size=5))
def test_however_the_words_are_parted_the_card_is_found(tokens: list[str]) -> None:
    card = search_text_of([" ".join(tokens)])
    joined = search_key(" ".join(tokens))
    assert holds(card, search_terms_of(" ".join(tokens)))
    assert holds(card, search_terms_of("\u200c".join(tokens)))
    assert len(tokens) == 1 or len(joined) < 4 or holds(card, search_terms_of(joined))
