"""The learned reader of answers: that it is the one its sources make, and how it is weighed against the rules."""

from typing import Final

import numpy as np
import pytest

from peygir.desks.intake.verdicts.gathering import gather
from peygir.desks.intake.verdicts.learned import SHIPPED, VERDICTS, Said, shipped_verdicts
from peygir.desks.intake.verdicts.learning.judging import score
from peygir.desks.intake.verdicts.learning.material import TEMPLATES, LabelledAnswer, added_answers, all_answers
from peygir.desks.intake.verdicts.learning.training import digest, sample_of, train
from peygir.desks.intake.verdicts.rules import prepare, read_answer
from peygir.desks.intake.verdicts.terms import SCALES, consonants, terms_of

MOST_BYTES: Final = 1_100_000


def test_the_shipped_reader_was_made_from_the_files_as_they_are() -> None:
    """`./run read --make-verdicts` after a change of the lists, the rules or the terms."""
    assert shipped_verdicts()[1] == digest()


def test_the_shipped_reader_is_small_and_holds_arrays_only() -> None:
    assert SHIPPED.stat().st_size < MOST_BYTES
    with np.load(SHIPPED, allow_pickle=False) as kept:
        assert all(kept[name].dtype != object for name in kept.files)


def few_answers() -> list[LabelledAnswer]:
    texts: dict[Said, tuple[str, ...]] = {
        "yes": ("چاله پر شد", "لامپ روشن شد", "زباله رفت", "تمیز شد"),
        "no": ("چاله هنوز هست", "لامپ خاموشه", "زباله هست", "کسی نیومد"),
        "badly": ("پر شد ولی ناصافه", "روشن شد ولی چشمک میزنه", "بردن ولی نصفش مونده", "نصفه کار کردن"),
        None: ("نمیدونم", "باید ببینم", "کدوم گزارش؟", "سلام"),
    }
    return [LabelledAnswer(text, said, "few") for said, some in texts.items() for text in some for _ in range(3)]


def test_the_same_answers_make_the_same_reader() -> None:
    samples = [sample_of(one) for one in few_answers()]
    first_reader, two = train(samples), train(samples)
    terms = prepare("سطل هنوز هست").terms
    assert first_reader.chances(terms) == two.chances(terms)
    assert sum(first_reader.chances(terms).values()) == pytest.approx(1)
    assert max(VERDICTS, key=lambda said: first_reader.chances(terms)[said]) == "no"
    assert "هنوز" in " ".join(first_reader.reasons(terms, "no"))


def test_what_was_learnt_is_said_with_the_words_that_decided() -> None:
    reading = read_answer("آشغالا رو هم تلنبار شده بوش خفمون کرد")
    assert reading.verdict == "no"
    assert reading.because[0].startswith("learned: 0.")
    assert len(reading.because[0].split()) > 2


def test_evidence_is_not_learnt_where_the_rules_were_mended_by_the_list() -> None:
    assert "evidence" not in sample_of(LabelledAnswer("درست شد", "yes", "first")).terms
    assert set(sample_of(LabelledAnswer("درست شد", "yes", "writer_a")).terms) == set(SCALES)


def test_templates_make_the_same_texts_each_time() -> None:
    made = added_answers()
    assert made == added_answers()
    assert len({one.text for one in made}) > 2000
    assert not any(sign in one.text for one in made if one.source == TEMPLATES for sign in "(|)")


def test_the_lists_of_writers_are_long_and_labelled() -> None:
    answers = all_answers()
    assert len(answers) > 5000
    assert {one.said for one in answers} == set(VERDICTS)
    assert all(one.text.strip() for one in answers)


@pytest.mark.parametrize(
    ("one", "other"), [("خیابون", "خیابان"), ("چاله", "chaale"), ("خیابون", "khiabun"), ("آشغال", "ashghal")]
)
def test_consonants_are_alike_in_both_alphabets(one: str, other: str) -> None:
    assert consonants(one) == consonants(other)


def test_terms_tell_what_stands_behind_a_but() -> None:
    text = "درست شد ولی کثیفه"
    terms = terms_of(text, gather(text), (None, 0.0))
    assert "but: کثیف" in terms["clauses"]
    assert "before but: درست" in terms["clauses"]


def test_scores_count_the_right_and_the_reversed() -> None:
    result = score(["yes", "no", None, "badly"], ["no", "no", "yes", "badly"])
    assert (result.right, result.reversed) == (2, 1)
