"""The reader of topics: what it learns, how sure it is, and how Shiraz's phrases do on words never learnt."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.spoken import spoken
from peygir.desks.understanding.choosing import SURE, VERY_SURE, TopicTraits, propose
from peygir.desks.understanding.learning.material import SHIPPED, Material, load_material
from peygir.desks.understanding.learning.reader import CityReader
from peygir.desks.understanding.learning.training import TooFewPhrases, TrainingExample, measure, train
from peygir.desks.understanding.topic import TopicReader
from tests.phrases import HELDOUT, PHRASES, shiraz_reader

EXAMPLES = [TrainingExample(text, code) for code, texts in PHRASES.items() for text in texts]
TRAITS = {
    "CIV-01": TopicTraits("N", needs_care=False),
    "CLN-01": TopicTraits("N", needs_care=False),
    "EXT-03": TopicTraits("U", needs_care=True),
}


@pytest.fixture(scope="module")
def topic_reader() -> TopicReader:
    return train(EXAMPLES)


@pytest.fixture(scope="module")
def shiraz() -> Material:
    return load_material(SHIPPED / "shiraz" / "reading")


def test_the_right_topic_comes_first(topic_reader: TopicReader) -> None:
    assert [topic_reader.guesses(text)[0].code for text, _ in HELDOUT] == [code for _, code in HELDOUT]


def test_misspelt_and_joined_words_are_read_alike(topic_reader: TopicReader) -> None:
    for text in ("چاااله وسط كوچه", "چاله‌ی وسطکوچه", "CHALE? چاله کوچه"):
        assert topic_reader.guesses(text)[0].code == "CIV-01"


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_chances_are_probabilities_whatever_is_written(texts: list[str]) -> None:
    chances = _once().chances(texts)
    assert chances.shape == (len(texts), 3)
    assert np.all(chances >= 0)
    assert np.allclose(chances.sum(axis=1), 1, atol=1e-4)


@given(st.lists(st.text(max_size=80), min_size=1, max_size=5))
def test_a_text_is_weighed_as_the_vectorizer_weighs_it(texts: list[str]) -> None:
    topics = _once()
    for written in (texts, [f"{text} {PHRASES['CIV-01'][0]}" for text in texts]):
        features = topics.vectorizer.transform([spoken(text) for text in written])
        assert np.allclose(topics.margins(written), features @ topics.weights + topics.bias, atol=1e-5)


def test_the_same_phrases_make_the_same_reader(topic_reader: TopicReader) -> None:
    again = train(EXAMPLES)
    assert np.array_equal(topic_reader.weights, again.weights)
    assert topic_reader.scale == again.scale


def test_too_little_to_learn_from_is_refused() -> None:
    with pytest.raises(TooFewPhrases):
        train([TrainingExample("چاله", "CIV-01")] * 6)
    with pytest.raises(TooFewPhrases):
        train([*EXAMPLES, TrainingExample("تک", "XXX-01")])


def test_a_weighty_correction_is_learnt() -> None:
    """What a person corrected counts more than a seed phrase."""
    new = [TrainingExample("دلقک دم در ایستاده", "CLN-01", 3.0)] * 5
    assert train([*EXAMPLES, *new]).guesses("دلقک دم در")[0].code == "CLN-01"


def test_measures_tell_what_was_mixed_up(topic_reader: TopicReader) -> None:
    measures = measure(
        topic_reader, [*(TrainingExample(*pair) for pair in HELDOUT), TrainingExample("چاله افتاده وسط کوچه", "CLN-01")]
    )
    assert (measures.count, measures.top1, measures.top3) == (4, 0.75, 1.0)
    assert measures.confusions == (("CLN-01", "CIV-01", 1),)
    assert measures.coverage[-1][0] == 1.0
    assert measures.coverage[-1][2] == 0.25


def test_what_is_unsure_is_left_to_a_person_and_what_is_urgent_needs_more(topic_reader: TopicReader) -> None:
    city = CityReader("v", topic_reader, {})
    sure = propose(city, "یه چاله وسط کوچه مونه", TRAITS)
    assert sure.guesses[0].confidence >= SURE
    assert sure.chosen == "CIV-01"
    nothing = propose(city, "سلام", TRAITS)
    assert nothing.chosen == ""
    for text in ("بوی گاز", "گاز و چاله", "سطل و گاز"):
        found = propose(city, text, TRAITS)
        if found.guesses[0].code == "EXT-03" and found.guesses[0].confidence < VERY_SURE:
            assert found.chosen == ""
    assert propose(city, "بوی گاز میاد تو کوچه", TRAITS).urgency == "U"


def test_a_closed_topic_is_never_proposed(topic_reader: TopicReader) -> None:
    left = {code: traits for code, traits in TRAITS.items() if code != "CIV-01"}
    found = propose(CityReader("v", topic_reader, {}), "چاله افتاده وسط کوچه", left)
    assert "CIV-01" not in [guess.code for guess in found.guesses]
    assert propose(CityReader("v", topic_reader, {}), "  ", TRAITS).guesses == ()


def test_shiraz_has_enough_to_learn_and_learns_nothing_that_it_is_tested_on(shiraz: Material) -> None:
    count = dict.fromkeys({example.code for example in shiraz.heldout}, 0)
    for example in shiraz.phrases:
        count[example.code] += 1
    assert len(count) == 119
    assert min(count.values()) >= 25
    learnt = {spoken(example.text) for example in shiraz.phrases}
    assert not [example for example in shiraz.heldout if spoken(example.text) in learnt]


def test_shiraz_is_read_well_enough(shiraz: Material) -> None:
    """The bar of the city, on utterances that were written apart; `./run read --evaluate` prints the figures."""
    measures = measure(shiraz_reader().topics, shiraz.heldout)
    assert measures.top1 >= 0.98
    assert measures.top3 >= 0.97
    assert measures.coverage[1][2] <= 0.02


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hole in the pavement, my wheelchair cannot pass", "ASP-05"),
        ("the sidewalk in front of number 12 has a hole and wheelchairs get stuck", "ASP-05"),
        ("please build a ramp here for wheelchairs, the kerb is high", "ASP-08"),
    ],
)
def test_english_visitors_find_the_repair_of_a_pavement(text: str, code: str) -> None:
    assert shiraz_reader().topics.guesses(text)[0].code == code


_kept: list[TopicReader] = []


def _once() -> TopicReader:
    if not _kept:
        _kept.append(train(EXAMPLES))
    return _kept[0]
