"""Word lists that lie beside modules as text."""

from pathlib import Path

import pytest

from peygir.core.word_lists import read_rows, read_word_lists

TEXT = """# What it is for.

[greetings]
# In Persian.
سلام درود
hello  hi

[thanks]
ممنون
"""


def test_a_file_gives_its_lists_line_by_line_and_word_by_word(tmp_path: Path) -> None:
    file = tmp_path / "words.txt"
    file.write_text(TEXT, encoding="utf-8")
    assert read_rows(file) == {"greetings": ("سلام درود", "hello  hi"), "thanks": ("ممنون",)}
    assert read_word_lists(file) == {"greetings": ("سلام", "درود", "hello", "hi"), "thanks": ("ممنون",)}


@pytest.mark.parametrize(
    ("text", "fault"),
    [("سلام\n[greetings]\n", "words.txt:1: a line before"), ("[a]\n[b]\n[a]\n", "words.txt:3: a second list 'a'")],
)
def test_a_file_that_is_wrong_says_where(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "words.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=fault):
        read_rows(file)
