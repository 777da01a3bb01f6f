"""Answers to "is it fixed?" in people's own words; the lists hold a verdict and a text a line.

The lists beside the package are what the learned reader is trained from, so they prove only that nothing is forgotten.
`exam.tsv` is kept out of training; it was read once, when all else stood, and nothing was mended by it.
"""

from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.intake.verdicts.learning.material import added_answers, all_answers
from peygir.desks.intake.verdicts.rules import read_answer

FOLDER: Final = Path(__file__).parents[1] / "verdicts"
ANSWERS: Final = Path(__file__).parents[2] / "peygir" / "desks" / "intake" / "verdicts" / "answers"
REPORTS: Final = Path(__file__).parents[2] / "peygir" / "city" / "data" / "shiraz" / "reading" / "heldout.tsv"
LEAST_RIGHT: Final = {"first": 0.97, "second": 0.97, "third": 0.95, "fourth": 0.97, "blind": 0.97}
"""`first` was written before the rules; the others after them, in other words, and then mended by kind."""


def rows(name: str, folder: Path = ANSWERS) -> list[tuple[str | None, str]]:
    """(verdict, text) of a list; in the text `\\n` is a line end."""
    lines = (folder / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t", 1) for line in lines]
    return [(None if verdict == "none" else verdict, text.replace("\\n", "\n")) for verdict, text in pairs]


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_natural_answers_are_understood(name: str) -> None:
    wrong = [(verdict, text) for verdict, text in rows(name) if read_answer(text).verdict != verdict]
    assert len(wrong) <= (1 - LEAST_RIGHT[name]) * len(rows(name)), wrong


LEAST_RIGHT_UNSEEN: Final = 0.95


def exam() -> list[tuple[str | None, str]]:
    """The answers of the exam that no list of the package holds."""
    learned = {one.text for one in [*all_answers(), *added_answers()]}
    return [(said, text) for said, text in rows("exam", FOLDER) if text not in learned]


def test_answers_that_were_never_learned_are_understood() -> None:
    answers = exam()
    assert len(answers) > 150
    wrong = [(verdict, text) for verdict, text in answers if read_answer(text).verdict != verdict]
    assert len(wrong) <= (1 - LEAST_RIGHT_UNSEEN) * len(answers), wrong


def test_no_unlearned_answer_is_read_the_wrong_way_round() -> None:
    read = [(verdict, read_answer(text).verdict, text) for verdict, text in rows("exam", FOLDER)]
    assert [row for row in read if {row[0], row[1]} == {"yes", "no"}] == []


@pytest.mark.parametrize("name", LEAST_RIGHT)
def test_no_answer_is_read_the_wrong_way_round(name: str) -> None:
    read = [(verdict, read_answer(text).verdict, text) for verdict, text in rows(name)]
    assert [row for row in read if {row[0], row[1]} == {"yes", "no"}] == []


def test_what_only_sounds_like_a_yes_is_none() -> None:
    texts = (FOLDER / "never_yes.txt").read_text(encoding="utf-8").splitlines()
    assert len(texts) > 90
    assert [text for text in texts if read_answer(text).verdict == "yes"] == []


def test_a_report_of_its_own_is_no_yes() -> None:
    reports = [line.split("\t")[0] for line in REPORTS.read_text(encoding="utf-8").splitlines()]
    assert len(reports) > 400
    assert [text for text in reports if read_answer(text).verdict == "yes"] == []


@pytest.mark.parametrize("name", ["علی رضایی", "معالی‌آباد", "خلد برین", "دروازه قرآن", "مسجد صورتی", "مهندس نمونه"])
def test_a_name_is_no_verdict(name: str) -> None:
    assert read_answer(name).verdict is None


def test_praise_with_a_negation_in_it_is_no_complaint() -> None:
    texts = (FOLDER / "never_no.txt").read_text(encoding="utf-8").splitlines()
    assert len(texts) > 50
    assert [text for text in texts if read_answer(text).verdict in ("no", "badly")] == []


def test_the_lists_are_long_and_balanced() -> None:
    assert len(rows("first")) >= 400
    assert len(rows("second")) >= 200
    for name in ("first", "second"):
        verdicts = [verdict for verdict, _ in rows(name)]
        assert min(verdicts.count(each) for each in ("yes", "no", "badly", None)) >= len(verdicts) // 6


@pytest.mark.parametrize(
    "noise",
    [
        "{}!!!",
        "سلام، {}",
        "{} 🙏",
        "«{}»",
        "{}\nSent from my iPhone",
        "  {}  ",
        "{}\n--\nعلی",
        "{}\nعلی محمدی\nمدیر فروشگاه",
        "سلام وقت بخیر، {}",
        "{} ممنون",
    ],
)
def test_noise_changes_nothing(noise: str) -> None:
    for text, verdict in (
        ("نه هنوز درست نشده", "no"),
        ("بله درست شد", "yes"),
        ("انجام شد ولی خوب نیست", "badly"),
        ("۳", "no"),
        ("1", "yes"),
    ):
        assert read_answer(noise.format(text)).verdict == verdict, noise.format(text)


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("درست شد", "درست نشد"),
        ("حل شده", "حل نشده"),
        ("آشغالا رو بردن", "آشغالا رو نبردن"),
        ("تعمیر کردند", "تعمیر نکردند"),
        ("it is fixed", "it is not fixed"),
        ("dorost shod", "dorost nashod"),
    ],
)
def test_a_negation_turns_the_answer(yes: str, no: str) -> None:
    assert (read_answer(yes).verdict, read_answer(no).verdict) == ("yes", "no")


@pytest.mark.parametrize("text", ["اگه {}", "فکر کنم {}", "همسایه میگه {}", "{}؟", "کاش {}", "نمیدونم {} یا نه"])
def test_what_is_not_asserted_is_no_verdict(text: str) -> None:
    assert read_answer(text.format("درست شد")).verdict is None


def test_what_was_read_says_why() -> None:
    reading = read_answer("بله، ولی کثیف‌کاری کردن")
    assert reading.verdict == "badly"
    assert any(reason.startswith("bad_work: ") for reason in reading.because)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    reading = read_answer(text)
    assert reading.verdict in ("yes", "no", "badly", None)
    assert 0.0 <= reading.confidence < 1.0
    assert (reading.verdict is None) == (reading.confidence == 0.0)


def test_a_very_long_text_is_read_quickly_enough() -> None:
    assert read_answer("و هنوز هم درست نشده است " * 4000).verdict == "no"
