"""The second reader: what it learns from embeddings, how it is mixed with the n-grams, kept, and done without."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.understanding.learning import embedding, pairing
from peygir.desks.understanding.learning.embedding import Engine
from peygir.desks.understanding.learning.model_store import model_store_of
from peygir.desks.understanding.learning.pairing import NAME, make_second, paired
from peygir.desks.understanding.learning.reader import CityReader, make_reader
from peygir.desks.understanding.learning.second import BothReaders, best_share, mixed, train_second
from peygir.desks.understanding.learning.training import TooFewPhrases, TrainingExample, measure, train
from tests.phrases import HELDOUT, PHRASES, bring_material
from tests.town import CODE

EXAMPLES = [TrainingExample(text, code) for code, texts in PHRASES.items() for text in texts]
MEANT = {"CIV-01": ("چاله", "hole", "سوراخ", "گودال"), "CLN-01": ("سطل", "bin", "زباله"), "EXT-03": ("گاز", "gas")}


def meaning(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """A model of three thoughts: which of them a text has, and how long it is."""
    rows = [
        [*(float(any(word in text for word in words)) for words in MEANT.values()), len(text) / 99] for text in texts
    ]
    return np.array(rows, dtype=np.float32)


ENGINE = Engine("meaning-1", meaning)


def our_engine() -> Engine | None:
    return ENGINE


def no_engine() -> Engine | None:
    return None


def test_it_reads_words_that_it_never_saw_by_what_they_mean() -> None:
    second = train_second(EXAMPLES, meaning)
    assert second.guesses("گودال")[0].code == "CIV-01"
    assert [second.guesses(text)[0].code for text, _ in HELDOUT] == [code for _, code in HELDOUT]
    assert second.chances([text for text, _ in HELDOUT]).sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_the_same_phrases_make_the_same_second_reader() -> None:
    one, two = train_second(EXAMPLES, meaning), train_second(EXAMPLES, meaning)
    assert np.array_equal(one.weights, two.weights)
    assert (one.scale, one.share) == (two.scale, two.share)


def test_too_little_to_learn_from_is_refused() -> None:
    with pytest.raises(TooFewPhrases):
        train_second([TrainingExample("چاله", "CIV-01")] * 6, meaning)


def test_both_read_as_one() -> None:
    first, second = train(EXAMPLES), train_second(EXAMPLES, meaning)
    both = BothReaders(first, second, second.codes)
    assert measure(both, [TrainingExample(*pair) for pair in HELDOUT]).top1 == 1.0
    alone = BothReaders(first, replace(second, share=0.0), second.codes)
    assert np.allclose(alone.chances(["چاله"]), first.chances(["چاله"]))


@given(st.lists(st.lists(st.floats(0.01, 1), min_size=6, max_size=6), min_size=1, max_size=5), st.floats(0, 1))
def test_a_mixture_of_probabilities_is_one(rows: list[list[float]], share: float) -> None:
    raw = np.array(rows, dtype=np.float32)
    first, second = (part / part.sum(axis=1, keepdims=True) for part in (raw[:, :3], raw[:, 3:]))
    both = mixed(first, second, share)
    assert np.allclose(both.sum(axis=1), 1, atol=1e-4)
    assert np.all(both <= np.maximum(first, second) + 1e-6)


def test_a_reader_that_is_always_wrong_gets_no_share() -> None:
    right = np.array([0, 1])
    good = np.array([[0.9, 0.1], [0.1, 0.9]], dtype=np.float32)
    assert best_share(good, 1 - good, right) == 0.0
    assert best_share(1 - good, good, right) == 1.0


def test_it_is_kept_and_put_beside_the_first(tmp_path: Path) -> None:
    bring_material(tmp_path)
    first = make_reader(CODE, tmp_path)
    assert first is not None
    assert paired(first, CODE, tmp_path, engine_of=our_engine) is first  # not made yet
    assert not pairing.is_second_made(CODE, tmp_path, engine_of=our_engine)
    made = make_second(CODE, tmp_path, engine_of=our_engine)
    assert made is not None
    assert pairing.is_second_made(CODE, tmp_path, engine_of=our_engine)
    both = paired(first, CODE, tmp_path, engine_of=our_engine)
    assert isinstance(both.topics, BothReaders)
    assert both.version == f"{first.version}+2"
    assert np.array_equal(both.topics.second.weights, made.weights)
    other = CityReader("v", train([one for one in EXAMPLES if one.code != "EXT-03"]), {})
    assert paired(other, CODE, tmp_path, engine_of=our_engine) is other  # it knows other topics


def test_other_phrases_or_a_broken_file_make_it_anew(tmp_path: Path) -> None:
    bring_material(tmp_path)
    first = make_reader(CODE, tmp_path)
    assert first is not None
    make_second(CODE, tmp_path, engine_of=our_engine)
    path = model_store_of(tmp_path, CODE) / NAME
    path.write_bytes(b"nonsense")
    assert not pairing.is_second_made(CODE, tmp_path, engine_of=our_engine)
    assert paired(first, CODE, tmp_path, engine_of=our_engine) is first
    assert make_second(CODE, tmp_path, engine_of=our_engine) is not None
    phrases = next((tmp_path / "cities" / CODE / "reading" / "phrases").glob("*.tsv"))
    phrases.write_text(phrases.read_text(encoding="utf-8") + "گودال جلوی در\tCIV-01\n", encoding="utf-8")
    assert not pairing.is_second_made(CODE, tmp_path, engine_of=our_engine)


def test_without_the_extra_the_n_grams_read_alone(tmp_path: Path) -> None:
    bring_material(tmp_path)
    first = make_reader(CODE, tmp_path)
    assert first is not None
    make_second(CODE, tmp_path, engine_of=our_engine)
    assert paired(first, CODE, tmp_path, engine_of=no_engine) is first
    assert make_second(CODE, tmp_path, engine_of=no_engine) is None
    assert pairing.is_second_made(CODE, tmp_path, engine_of=no_engine)  # nothing can be made


@pytest.mark.skipif(embedding.installed_engine() is None, reason="the extra `embeddings` is not installed")
def test_the_model_holds_like_things_to_be_alike() -> None:
    engine = embedding.installed_engine()
    assert engine is not None
    hole, pit, gas, odd = engine.embed(["چاله وسط خیابان", "گودال در آسفالت", "بوی گاز می‌آید", "\ud800" * 3])
    assert hole.shape == (384,)
    assert float(hole @ pit) > float(hole @ gas)
    assert np.all(np.isfinite(odd))
    assert engine.embed([]).shape == (0, 384)
