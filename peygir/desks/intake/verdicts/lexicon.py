"""The words of answers in Persian, each with its spellings and forms.

The first word of a row stands for the whole row when patterns are matched (`evidence.py`); letters are those of
`core.persian.key_words`: «آ» is «ا», half-spaces and marks are removed. Past tense and perfect are one row, for any
person, since «درست کردند», «درست کردن» and «درست کرده» mean the same here; a negated form is a row of its own.
"""

from pathlib import Path
from typing import Final

from peygir.core.word_lists import read_rows

_TABLES: Final = read_rows(Path(__file__).with_name("lexicon.txt"))


def _words(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(word for row in _TABLES[name] for word in row.split())


def _rows(name: str) -> dict[str, str]:
    """Each form of a list → the first word of its row."""
    rows = [row.replace("\u200c", "").split() for row in _TABLES[name]]
    return {form: row[0] for row in rows for form in row}


# A form that stands for more than its first word: «خرابه» means «خراب هست».
_COPULA: Final = _words("copula")
_NO_COPULA: Final = _words("no_copula")
FORMS: Final[dict[str, str]] = _rows("verbs") | _rows("words")
"""Each known form → the word that stands for its row."""
FORMS.update(
    {
        f"{FORMS.get(stem, stem)}{end}": f"{FORMS.get(stem, stem)} هست"
        for stem in _COPULA
        for end in ("ه", "ست", "س", "ن", "و")
        if f"{stem}{end}" not in _NO_COPULA
    }
)
FORMS["حله"] = "حل شد"
FORMS["حلهه"] = "حل شد"
STEMS: Final = frozenset(_rows("words")) | _words("stems")
"""Words that take attached endings: «درستش», «مشکلمون»."""
NEGATED: Final = frozenset(row for row in _rows("verbs").values() if row.startswith("ن"))
"""The negated verbs, each by the word that stands for its row."""
KNOWN: Final = frozenset(FORMS) | _words("known")
"""Words that are no misspelling of another."""
SPLITTABLE: Final = _words("splittable")
"""Words that are often written together with a neighbour («درستنشده», «حلشد»)."""
