"""How many rows share what somebody may be known by, and how much they differ in what is sensitive."""

from typing import Final

from peygir.core.anonymity import class_sizes, k_of, l_of, largest_share_of_one

QUASI: Final = ("teacher", "gender")
# Made up in the shape of a teaching set: two teachers, two genders, a score.
ROWS: Final = [
    {"teacher": teacher, "gender": gender, "score": score}
    for teacher, gender, scores in (
        ("a", "f", (10, 10, 12)),
        ("a", "m", (10, 11)),
        ("b", "f", (9, 9, 9, 9)),
    )
    for score in scores
]


def test_the_smallest_class_gives_k() -> None:
    assert class_sizes(ROWS, QUASI) == {("a", "f"): 3, ("a", "m"): 2, ("b", "f"): 4}
    assert k_of(ROWS, QUASI) == 2
    assert k_of(ROWS, ("teacher",)) == 4
    assert k_of(ROWS, (*QUASI, "score")) == 1
    assert k_of(ROWS, ()) == len(ROWS), "who is known by nothing is one of all"
    assert k_of([], QUASI) == 0


def test_a_class_of_one_value_tells_it() -> None:
    assert l_of(ROWS, QUASI, "score") == 1, "every girl of teacher b has nine"
    assert l_of(ROWS[:5], QUASI, "score") == 2
    assert l_of([], QUASI, "score") == 0
    assert largest_share_of_one(ROWS, QUASI, "score") == 1.0
    assert largest_share_of_one(ROWS[:5], QUASI, "score") == 2 / 3
    assert largest_share_of_one([], QUASI, "score") == 0.0
