"""What a text does: the reader that the package ships, its features, and the contraries that it learns from."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.persian import normalise
from peygir.desks.understanding.learning.contrasts import contrary_of
from peygir.desks.understanding.learning.judging import read_judged
from peygir.desks.understanding.learning.material import SHIPPED
from peygir.desks.understanding.learning.stances import Sentence, digest, natural_texts, train_stances
from peygir.desks.understanding.parts import parts_of
from peygir.desks.understanding.predicates import predicates
from peygir.desks.understanding.stance import STANCES, own_names_of, shipped_stances
from tests.rules.test_spoken_places import spoken_addresses


def test_the_shipped_reader_was_made_from_the_files_as_they_are() -> None:
    """`./run read --make-stances` after a change of the templates, the classes, the slots or the shipped phrases."""
    assert shipped_stances()[1] == digest()


def test_no_text_that_measures_is_learnt() -> None:
    reading = Path(__file__).resolve().parents[1] / "reading"
    lists = [*reading.glob("*.tsv"), SHIPPED / "shiraz/reading/heldout.tsv"]
    measured = {normalise(one.text) for path in lists if path.name != "places.tsv" for one in read_judged(path)}
    measured |= {normalise(one.text) for one in spoken_addresses()}
    assert len(measured) > 1000
    assert not [one.text for one in natural_texts() if normalise(one.text) in measured]


def test_every_voice_has_texts_of_every_stance() -> None:
    texts = natural_texts()
    assert len({one.text for one in texts}) == len(texts)
    voices = {one.voice for one in texts}
    assert len(voices) >= 6
    assert {(one.voice, one.stance) for one in texts} == {(voice, stance) for voice in voices for stance in STANCES}


def test_a_natural_text_outweighs_the_sentences_of_a_template() -> None:
    made = [Sentence(f"{stance} {number}", stance) for stance in STANCES for number in range(10)]
    made += [Sentence(f"چراغ روشنه دیگه {number}", "report") for number in range(5)]
    voices = [Sentence("چراغ روشنه دیگه", "ended", voice) for voice in ("old", "young", "formal")]
    assert max(train_stances(made).stances("چراغ روشنه دیگه").items(), key=lambda pair: pair[1])[0] == "report"
    taught = train_stances(made + voices).stances("چراغ روشنه دیگه")
    assert max(taught.items(), key=lambda pair: pair[1])[0] == "ended"


@given(st.text(max_size=200))
def test_any_text_has_a_stance(text: str) -> None:
    stances = shipped_stances()[0].stances(text)
    assert tuple(stances) == STANCES
    assert sum(stances.values()) == pytest.approx(1, abs=1e-3)


def test_the_same_sentences_make_the_same_reader() -> None:
    texts = {"report": "چاله افتاده {} جا", "ended": "چاله رو پر کردن {}", "question": "قیمت {} چنده؟"}
    some = [Sentence(text.format(number), stance) for number in range(15) for stance, text in texts.items()]
    some += [Sentence(f"{stance} {number}", stance) for stance in STANCES for number in range(10)]
    one, two = train_stances(some), train_stances(some)
    assert one.stances("قیمت بلیت چنده؟") == two.stances("قیمت بلیت چنده؟")
    assert max(one.stances("قیمت نان چنده؟").items(), key=lambda pair: pair[1])[0] == "question"


@pytest.mark.parametrize(
    ("words", "classes", "said"),
    [
        ("لوله نترکیده", "<thing> نترکیده", "bad- past"),
        ("جمع نشده", "جمع نشده", "good- past"),
        ("چراغ خاموش شده", "<thing> <over> شده", "bad+ past"),
        ("آتش خاموش نشده", "<nuisance> <over> نشده", "good- past"),
        ("برق رفته", "<service> رفته", "bad+ past"),
        ("سگ رفته", "<nuisance> رفته", "good+ past"),
        ("بو نمی آید", "<nuisance> نمی آید", "bad-"),
        ("آب نمی آید", "<service> نمی آید", "good-"),
        ("سگ نداریم", "<nuisance> نداریم", "bad is-"),
        ("آب نداریم", "<service> نداریم", "good is-"),
        ("خراب نیست", "خراب نیست", "bad- past"),
    ],
)
def test_a_predicate_says_no_of_harm_or_of_repair(words: str, classes: str, said: str) -> None:
    assert said in list(predicates(words.split(), classes.split()))


@pytest.mark.parametrize(
    ("phrase", "contrary"),
    [
        ("سه روزه زباله رو نبردن", ("سه روزه زباله رو بردن", True)),
        ("سطل سر کوچه پره", ("سطل سر کوچه پر نیست", False)),
        ("دیوار کوچه ریخته", ("دیوار کوچه نریخته", False)),
        ("ماشین زباله نیومده", ("ماشین زباله اومده", True)),
        ("چاله، خیابون خراب شده", None),
        ("چاله", None),
    ],
)
def test_a_phrase_is_turned_into_its_contrary(phrase: str, contrary: tuple[str, bool] | None) -> None:
    assert contrary_of(phrase) == contrary


def test_own_names_are_met_as_they_are_spoken() -> None:
    assert own_names_of("شیراز", "Shiraz") == {"شیراز", "shiraz"}


def test_a_text_is_cut_where_a_second_matter_may_begin() -> None:
    assert parts_of("چراغ خاموشه، یه چاله هم وسطشه") == ["چراغ خاموشه", "یه چاله وسطشه"]
    assert parts_of("چاله افتاده وسط کوچه") == []
    assert parts_of("چاله " * 200) == []
    assert parts_of("آب قطعه برق هم رفته") == ["آب قطعه", "برق رفته"]
    assert parts_of("هم آسفالت داغونه هم پیاده‌رو شکسته") == ["آسفالت داغونه", "پیاده‌رو شکسته"]
    assert parts_of("نخاله ریختن، یه ماشین قراضه هم ول کردن") == ["نخاله ریختن", "یه ماشین قراضه ول کردن"]
    assert parts_of("آشغالا رو نبردن، روشنایی هم نداره") == ["آشغالا رو نبردن", "روشنایی نداره"]
