"""Reads articles: by search, by day of validity, and with how often they were used and helped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, F, Q, QuerySet

from peygir.centre.knowledge.models import AnswerGap, Article, ArticleWord
from peygir.centre.knowledge.rules import NewArticle, fit
from peygir.core.finding import search_terms_of, search_text_of
from peygir.core.persian import search_key

MOST: Final = 200
MOST_FOUND: Final = 20
ALIKE: Final = 0.55
"""From this similarity on, words that are in no search text are taken as a typing error."""
_COLUMNS: Final = (
    "id",
    "code",
    "number",
    "title_fa",
    "title_en",
    "body_fa",
    "body_en",
    "words",
    "unit_id",
    "from_on",
    "to_on",
    "review_on",
    "is_public",
    "written_at",
)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """One version of an article, with who wrote it."""

    id: int
    code: str
    number: int
    title_fa: str
    title_en: str
    body_fa: str
    body_en: str
    words: str
    unit_id: int | None
    from_on: date
    to_on: date | None
    review_on: date
    is_public: bool
    written_at: datetime
    writer_fa: str
    writer_en: str

    @property
    def title(self) -> tuple[str, str]:
        """In both languages."""
        return self.title_fa, self.title_en or self.title_fa

    @property
    def body(self) -> tuple[str, str]:
        """In both languages."""
        return self.body_fa, self.body_en or self.body_fa

    @property
    def writer(self) -> tuple[str, str]:
        """The author of this version in both languages, ("", "") for the system itself."""
        return self.writer_fa, self.writer_en or self.writer_fa


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article in the centre's list: how often it answered a contact, and how readers voted."""

    article: ArticleFacts
    used: int
    yes: int
    no: int
    is_over: bool
    is_due: bool


@dataclass(frozen=True, slots=True)
class GapLine:
    """A search that found nothing."""

    id: int
    words: str
    count: int
    sought_at: datetime


def articles_found(
    city_id: int, text: str, *, on: date, is_public: bool, limit: int = MOST_FOUND
) -> list[ArticleFacts]:
    """Return the articles that match the search, the best first; for the public (`is_public`) only public ones."""
    rows, pieces = _in_force(city_id, on, is_public), search_terms_of(text).pieces
    if not pieces:
        return []
    any_of = Q()
    for piece in pieces:
        any_of |= Q(search_text__contains=piece)
    scored = [
        (
            fit(
                pieces,
                title=search_text_of([article.title_fa, article.title_en, article.words]),
                body=search_text_of([article.body_fa, article.body_en]),
            ),
            article,
        )
        for article in _facts(rows.filter(any_of))
    ]
    articles = [article for score, article in sorted(scored, key=lambda row: (-row[0], row[1].title_fa)) if score]
    if not articles and len(pieces) <= 3:
        alike = rows.annotate(alike=TrigramWordSimilarity(search_key(text), "search_text")).filter(alike__gte=ALIKE)
        articles = _facts(alike.order_by("-alike", "code"))
    return articles[:limit]


def articles_in_force(city_id: int, *, on: date, is_public: bool) -> list[ArticleFacts]:
    """Return the articles in force on a day, by title."""
    return _facts(_in_force(city_id, on, is_public).order_by("title_fa"))


def article_in_force(city_id: int, code: str, *, on: date, is_public: bool) -> ArticleFacts | None:
    """Return an article, None if it is not in force on the day, or not for this reader."""
    found = _facts(_in_force(city_id, on, is_public).filter(code=code))
    return found[0] if found else None


def article_versions(city_id: int, code: str) -> list[ArticleFacts]:
    """All versions, the newest first."""
    return _facts(Article.objects.filter(city_id=city_id, code=code).order_by("-number"))


def is_article(city_id: int, code: str) -> bool:
    """Whether there is an article of this code, in force or not."""
    return Article.objects.filter(city_id=city_id, code=code).exists()


def article_lines(city_id: int, *, on: date, used: Mapping[str, int]) -> list[ArticleLine]:
    """The centre's list, articles due for a review first; `used`: the contacts that each answered, by its code."""
    votes_by_code: dict[str, dict[bool, int]] = {}
    said = ArticleWord.objects.filter(article__city_id=city_id).values_list("article__code", "is_yes")
    for code, is_yes, count in said.annotate(count=Count("pk")):
        votes_by_code.setdefault(code, {})[is_yes] = count
    lines = [
        ArticleLine(
            article,
            used.get(article.code, 0),
            votes_by_code.get(article.code, {}).get(True, 0),
            votes_by_code.get(article.code, {}).get(False, 0),
            article.to_on is not None and article.to_on < on,
            article.review_on <= on,
        )
        for article in _facts(Article.objects.filter(city_id=city_id, is_latest=True).order_by("title_fa"))
    ]
    return sorted(lines, key=lambda line: (line.is_over, not line.is_due))


def gaps(city_id: int) -> list[GapLine]:
    """The unanswered searches, the most frequent first."""
    rows = AnswerGap.objects.filter(city_id=city_id, is_filled=False).order_by("-count", "-sought_at")[:MOST]
    return [GapLine(row.pk, row.words, row.count, row.sought_at) for row in rows]


def wished(facts: ArticleFacts) -> NewArticle:
    """A version as the draft of its next version."""
    return NewArticle(**{name: getattr(facts, name) for name in NewArticle.__slots__})


def next_review(on: date) -> date:
    """The default review date of an article that is written today."""
    return on + timedelta(days=180)


def _in_force(city_id: int, on: date, is_public: bool) -> "QuerySet[Article, Article]":
    rows = Article.objects.filter(city_id=city_id, is_latest=True, from_on__lte=on)
    rows = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    return rows.filter(is_public=True) if is_public else rows


def _facts(rows: "QuerySet[Article, Article]") -> list[ArticleFacts]:
    names = {"writer_fa": F("written_by__name_fa"), "writer_en": F("written_by__name_en")}
    found: Iterable[dict[str, Any]] = rows.values(*_COLUMNS, **names)[:MOST]
    return [ArticleFacts(**{**row, **{name: row[name] or "" for name in names}}) for row in found]


def gaps_due(before: datetime) -> QuerySet[AnswerGap]:
    """The searches without an answer that were last made before a moment."""
    return AnswerGap.objects.filter(sought_at__lt=before)


def count_gaps(before: datetime) -> int:
    """How many searches without an answer are due for erasure."""
    return gaps_due(before).count()
