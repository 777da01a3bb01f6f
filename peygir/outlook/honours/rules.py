"""What an edition and its forms must satisfy: values in, a refusal or the checked value out."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import Names, Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.honours.usefulness import UsefulnessRules, rules_from

MOST_PLACES: Final = 500
MOST_DAYS: Final = 400
MOST_CATEGORIES: Final = 12
_CATEGORY: Final = re.compile(r"[a-z][a-z_]{0,19}")


class EditionIsNotRight(Invalid):
    """A value of the edition is missing or outside its range."""

    message = _(
        "Please give a title, days that begin before they end (at most 400), 1 to 500 places, and rules within their "
        "limits."
    )


class CategoriesAreNotRight(Invalid):
    """A line of the categories is no category."""

    message = _("Please write each category in a line: code, Persian name, English name, with “|” between them.")


@dataclass(frozen=True, slots=True)
class Category:
    """One category of honours: a plain code that never changes, and its names."""

    code: str
    name_fa: str
    name_en: str

    @property
    def label(self) -> Names:
        """The name in the reader's language."""
        return Names.of(self.name_fa, self.name_en)

    def as_json(self) -> dict[str, str]:
        """The category as an edition stores it."""
        return asdict(self)


_FIRST: Final[dict[str, Text]] = {
    "watchful": pgettext_lazy("category of honours", "Watchful neighbour"),
    "persistent": pgettext_lazy("category of honours", "Follows up to the end"),
    "quiet_place": pgettext_lazy("category of honours", "Voice of a quiet place"),
}
FIRST_CATEGORIES: Final = tuple(
    Category(code, label.in_language("fa"), label.in_language("en")) for code, label in _FIRST.items()
)
"""The categories that a new edition proposes."""


@dataclass(frozen=True, slots=True)
class EditionTerms:
    """Everything that two people freeze: what is counted, how, and how many are honoured."""

    year: int
    title_fa: str
    title_en: str
    from_on: date
    to_on: date
    places: int
    rules: UsefulnessRules
    categories: tuple[Category, ...]


def checked_terms(terms: EditionTerms) -> EditionTerms:
    """Return the terms with trimmed titles. Raises EditionIsNotRight, CategoriesAreNotRight."""
    fa, en = " ".join(terms.title_fa.split()), " ".join(terms.title_en.split())
    days = (terms.to_on - terms.from_on).days
    try:
        rules_from(terms.rules.as_json())
    except ValueError:
        raise EditionIsNotRight() from None
    if not (fa and en and max(len(fa), len(en)) <= 120 and 0 < days <= MOST_DAYS and 1 <= terms.places <= MOST_PLACES):
        raise EditionIsNotRight()
    if not 1300 <= terms.year <= 1600:
        raise EditionIsNotRight()
    _check_categories(terms.categories)
    return EditionTerms(
        terms.year, fa, en, terms.from_on, terms.to_on, terms.places, terms.rules, tuple(terms.categories)
    )


def categories_from(text: str) -> tuple[Category, ...]:
    """Return the categories of a text, a line each: code | fa | en. Raises CategoriesAreNotRight."""
    rows = []
    for line in text.splitlines():
        if line.strip():
            parts = [part.strip() for part in line.split("|")]
            if len(parts) != 3:
                raise CategoriesAreNotRight()
            rows.append(Category(*parts))
    _check_categories(rows)
    return tuple(rows)


def categories_as_text(categories: Iterable[Category]) -> str:
    """Return the text that `categories_from` reads."""
    return "\n".join(f"{row.code} | {row.name_fa} | {row.name_en}" for row in categories)


def categories_of(stored: Iterable[Mapping[str, str]]) -> tuple[Category, ...]:
    """Return stored categories."""
    return tuple(Category(row["code"], row["name_fa"], row["name_en"]) for row in stored)


def _check_categories(rows: Sequence[Category]) -> None:
    codes = [row.code for row in rows]
    names_fit = all(0 < len(name) <= 60 for row in rows for name in (row.name_fa, row.name_en))
    are_codes = all(_CATEGORY.fullmatch(code) for code in codes)
    if not (names_fit and are_codes and len(set(codes)) == len(codes) and 0 < len(rows) <= MOST_CATEGORIES):
        raise CategoriesAreNotRight()
