"""How well an article fits a search, what an article must contain, and which searches may be kept."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.personal import look
from peygir.core.refusals import Invalid
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import says_something

IN_TITLE: Final = 3
IN_BODY: Final = 1
ENOUGH: Final = 3
"""Below this score an article contains a word of the search only by chance."""
SHORTEST: Final = 3  # letters of a search that is worth keeping
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,38}[a-z0-9]")
_TAKEN: Final = frozenset({"new", "gaps"})  # path segments of the knowledge pages themselves
# Four digits, however spread, may be part of a phone, an id or a code; a web address is no question.
_NO_QUESTION: Final = re.compile(r"\d(?:[\W_]{0,3}\d){3}|@|://|www\.", re.IGNORECASE)
# A spoken number is a number too.
_NUMBERS: Final = frozenset(
    {
        "صفر",
        "یک",
        "دو",
        "سه",
        "چهار",
        "پنج",
        "شش",
        "شیش",
        "هفت",
        "هشت",
        "نه",
        "ده",
        "یازده",
        "دوازده",
        "سیزده",
        "چهارده",
        "پانزده",
        "شانزده",
        "هفده",
        "هجده",
        "نوزده",
        "بیست",
        "سی",
        "چهل",
        "پنجاه",
        "شصت",
        "هفتاد",
        "هشتاد",
        "نود",
        "صد",
        "دویست",
        "سیصد",
        "چهارصد",
        "پانصد",
        "ششصد",
        "هفتصد",
        "هشتصد",
        "نهصد",
        "هزار",
    }
)
MOST_NUMBERS: Final = 3  # number words in one question


class ArticleIsWrong(Invalid):
    """The article lacks a required field, or its days are not in order."""

    message = Text("{words}")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article, or a new version of one, as its author submits it."""

    code: str
    title_fa: str
    body_fa: str
    from_on: date
    review_on: date
    title_en: str = ""
    body_en: str = ""
    words: str = ""
    unit_id: int | None = None
    to_on: date | None = None
    is_public: bool = True


def fit(pieces: Sequence[str], *, title: str, body: str) -> int:
    """Score a search: a hit in the title or the article's keywords counts three times; 0 if it fits only by chance."""
    in_title = sum(piece in title for piece in pieces)
    hits = sum(piece in body or piece in title for piece in pieces)
    score = IN_TITLE * in_title + IN_BODY * (hits - in_title)
    # One word of a long sentence is no match, wherever it stands.
    return score if score >= min(ENOUGH, len(pieces)) and (hits > 1 or len(pieces) <= 2) else 0


def check_article(article: NewArticle) -> None:
    """Raises ArticleIsWrong."""
    if not _CODE.fullmatch(article.code) or article.code in _TAKEN:
        raise ArticleIsWrong(
            words=_("Write the address name in small Latin letters, digits and dashes, like street-lights."),
        )
    if not (says_something(article.title_fa) and says_something(article.body_fa)):
        raise ArticleIsWrong(words=_("Write the Persian title and text."))
    if says_something(article.title_en) != says_something(article.body_en):
        raise ArticleIsWrong(
            words=_("The English title and text come together; write both, or leave both empty."),
        )
    if article.to_on is not None and article.to_on < article.from_on:
        raise ArticleIsWrong(words=_("Its last day comes before its first."))
    if article.review_on <= article.from_on:
        raise ArticleIsWrong(words=_("The review comes after its first day."))


def worth_keeping(words: str) -> bool:
    """Whether an unanswered search is kept: it has enough letters, and no personal data."""
    plain = ascii_digits(words)
    letters = sum(letter.isalpha() for letter in plain)
    if letters < SHORTEST or _NO_QUESTION.search(plain) or not look(plain).is_clean:
        return False
    numbers = sum(word in _NUMBERS for word in plain.replace("\u200c", " ").split())
    return numbers <= MOST_NUMBERS
