"""The plain match of a name in a text: all its words, the longest name, and no guess between two."""

import pytest

from peygir.desks.understanding.rules import match_name

NAMES = [(1, "سطل زباله"), (1, "litter bin"), (2, "زباله"), (3, "چاله"), (4, "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("سطل زباله پر است", 1),
        ("زباله، جلوی سطل!", 1),
        ("زباله", 2),
        ("زباله‌ها", 2),
        ("چاله", 3),
        ("(چاله)", 3),
        ("چاله و زباله", None),
        ("a litter bin", 1),
        ("", None),
        ("زبالهدان", None),
    ],
)
def test_match(text: str, found: int | None) -> None:
    assert match_name(text, NAMES) == found
