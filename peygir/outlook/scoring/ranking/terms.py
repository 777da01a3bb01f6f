"""What a season's ranking is before anybody knows its marks: its names, months and categories; plain values."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from peygir.core.chain import canonical
from peygir.core.refusals import Invalid
from peygir.core.translation import Names, Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.scoring.fairness.outcomes import COMPARED
from peygir.outlook.scoring.fairness.standing import WHOLE_MARK
from peygir.outlook.scoring.months import ScoreMonth, month_of
from peygir.outlook.scoring.ranking.words import RankedKind

MOST_MONTHS: Final = 12
MOST_CATEGORIES: Final = 8
MOST_PLACES: Final = 10
LONGEST_NAME: Final = 60
MEASURES: Final = (WHOLE_MARK, *COMPARED)
"""What units can be ranked by: the whole mark, or one of the indicators that are compared by the mix of cases."""
_CODE: Final = re.compile(r"[a-z][a-z_]{0,19}")


class RankingTermsAreNotRight(Invalid):
    """A value of the season is missing or out of its range."""

    message = _("This season cannot be ranked: {reason}.")


@dataclass(frozen=True, slots=True)
class RankedCategory:
    """One category: which kinds of units it ranks together, by what, and how many places it honours."""

    code: str
    name_fa: str
    name_en: str
    kinds: tuple[str, ...]
    measure: str
    places: int

    @property
    def label(self) -> Names:
        """The name by language."""
        return Names.of(self.name_fa, self.name_en)


@dataclass(frozen=True, slots=True)
class RankingTerms:
    """Everything that two people agree on before a season begins.

    `from_on` and `to_on` are the first and last day of its months. `fewest_months`: a unit with a mark in fewer of them
    has too little to say, and no rank.
    """

    name_fa: str
    name_en: str
    from_on: date
    to_on: date
    fewest_months: int
    categories: tuple[RankedCategory, ...]

    @property
    def label(self) -> Names:
        """The name by language."""
        return Names.of(self.name_fa, self.name_en)

    def months(self) -> tuple[ScoreMonth, ...]:
        """The months, the first one first."""
        return months_between(self.from_on, self.to_on)

    def category(self, code: str) -> RankedCategory | None:
        """The category with this code, if there is one."""
        return next((one for one in self.categories if one.code == code), None)

    def as_json(self) -> dict[str, Any]:
        """The terms as they are stored, published and hashed."""
        return {
            "name_fa": self.name_fa,
            "name_en": self.name_en,
            "from_on": self.from_on.isoformat(),
            "to_on": self.to_on.isoformat(),
            "fewest_months": self.fewest_months,
            "categories": [
                {
                    "code": category.code,
                    "name_fa": category.name_fa,
                    "name_en": category.name_en,
                    "kinds": list(category.kinds),
                    "measure": category.measure,
                    "places": category.places,
                }
                for category in self.categories
            ],
        }

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical JSON."""
        return hashlib.sha256(canonical(self.as_json()).encode()).hexdigest()


def months_between(from_on: date, to_on: date) -> tuple[ScoreMonth, ...]:
    """The months that begin in these days, at most one more than MOST_MONTHS."""
    months: list[ScoreMonth] = []
    day = from_on
    while day <= to_on and len(months) <= MOST_MONTHS:
        months.append(month_of(day))
        day = months[-1].last_on + timedelta(days=1)
    return tuple(months)


def terms_of(stored: Mapping[str, Any]) -> RankingTerms:
    """Return the terms that `as_json` gave."""
    return RankingTerms(
        name_fa=stored["name_fa"],
        name_en=stored["name_en"],
        from_on=date.fromisoformat(stored["from_on"]),
        to_on=date.fromisoformat(stored["to_on"]),
        fewest_months=stored["fewest_months"],
        categories=tuple(
            RankedCategory(**{**category, "kinds": tuple(category["kinds"])}) for category in stored["categories"]
        ),
    )


def checked_terms(terms: RankingTerms) -> RankingTerms:
    """Return the terms with trimmed names. Raises RankingTermsAreNotRight with the reason."""
    fa, en = (" ".join(name.split()) for name in (terms.name_fa, terms.name_en))
    if not (fa and en and max(len(fa), len(en)) <= LONGEST_NAME):
        raise RankingTermsAreNotRight(reason=_("a name of at most 60 letters is needed in Persian and in English"))
    months = months_between(terms.from_on, terms.to_on)
    is_whole = bool(months) and months[0].first_on == terms.from_on and months[-1].last_on == terms.to_on
    if not is_whole or len(months) > MOST_MONTHS:
        raise RankingTermsAreNotRight(reason=_("it consists of 1 to 12 whole months, the first before the last"))
    if not 1 <= terms.fewest_months <= len(months):
        raise RankingTermsAreNotRight(reason=_("a unit needs marks in at least one and at most all of its months"))
    _check_categories(terms.categories)
    return RankingTerms(fa, en, terms.from_on, terms.to_on, terms.fewest_months, tuple(terms.categories))


def _check_categories(rows: Sequence[RankedCategory]) -> None:
    codes = [row.code for row in rows]
    if not 1 <= len(rows) <= MOST_CATEGORIES or len(set(codes)) != len(codes):
        raise RankingTermsAreNotRight(reason=_("1 to 8 categories are needed, each with its own code"))
    for row in rows:
        if not (_CODE.fullmatch(row.code) and row.name_fa and row.name_en):
            raise RankingTermsAreNotRight(reason=_("each category has a code of Latin letters, and a name"))
        if max(len(row.name_fa), len(row.name_en)) > LONGEST_NAME:
            raise RankingTermsAreNotRight(reason=_("a name of a category has at most 60 letters"))
        if not row.kinds or len(set(row.kinds)) != len(row.kinds) or not set(row.kinds) <= set(RankedKind.values()):
            raise RankingTermsAreNotRight(reason=_("a kind of units in the categories is not known"))
        if row.measure not in MEASURES:
            raise RankingTermsAreNotRight(reason=_("a category ranks by the mark or by a compared indicator"))
        if not 1 <= row.places <= MOST_PLACES:
            raise RankingTermsAreNotRight(reason=_("a category has 1 to 10 places"))


def categories_from(text: str) -> tuple[RankedCategory, ...]:
    """Return the categories of a text, a line each: code | kinds | measure | places | Persian | English.

    Kinds are joined by “+”. Raises RankingTermsAreNotRight.
    """
    rows = []
    for line in filter(None, map(str.strip, text.splitlines())):
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != 6 or not (cells[3].isascii() and cells[3].isdigit() and len(cells[3]) < 4):
            raise RankingTermsAreNotRight(reason=_("each line of the categories has six parts with “|” between them"))
        kinds = tuple(kind.strip() for kind in cells[1].split("+"))
        rows.append(RankedCategory(cells[0], cells[4], cells[5], kinds, cells[2], int(cells[3])))
    _check_categories(rows)
    return tuple(rows)


def categories_as_text(rows: Iterable[RankedCategory]) -> str:
    """Return the text that `categories_from` reads."""
    return "\n".join(
        " | ".join((row.code, "+".join(row.kinds), row.measure, str(row.places), row.name_fa, row.name_en))
        for row in rows
    )


_FIRST: Final[tuple[tuple[str, Text, tuple[str, ...], str], ...]] = (
    (
        "all",
        pgettext_lazy("category of the ranking", "Best units of the city"),
        (
            RankedKind.DISTRICT.value,
            RankedKind.ORGANISATION.value,
            RankedKind.OFFICE.value,
        ),
        WHOLE_MARK,
    ),
    ("district", pgettext_lazy("category of the ranking", "Best district"), (RankedKind.DISTRICT.value,), WHOLE_MARK),
    (
        "organisation",
        pgettext_lazy("category of the ranking", "Best organisation"),
        (RankedKind.ORGANISATION.value,),
        WHOLE_MARK,
    ),
    ("office", pgettext_lazy("category of the ranking", "Best office"), (RankedKind.OFFICE.value,), WHOLE_MARK),
)
FIRST_CATEGORIES: Final = tuple(
    RankedCategory(code, label.in_language("fa"), label.in_language("en"), kinds, measure, 3)
    for code, label, kinds, measure in _FIRST
)
"""The categories that the form of a new season proposes: together, and each kind apart."""
