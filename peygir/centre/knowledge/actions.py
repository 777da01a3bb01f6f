"""Writes versions of articles, counts whether they helped, and keeps searches that found nothing."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from peygir.centre.knowledge.models import AnswerGap, Article, ArticleWord
from peygir.centre.knowledge.queries import gaps_due
from peygir.centre.knowledge.rules import NewArticle, check_article, worth_keeping
from peygir.city.models import City
from peygir.core import clock
from peygir.core.finding import search_text_of
from peygir.core.persian import key_words
from peygir.core.refusals import Conflict, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.history.actions import record
from peygir.history.kinds.centre import ArticleKept
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor, may_lead_centre

MOST_GAPS: Final = 5000
"""The most unanswered searches kept; beyond it only searches that have a row already are counted."""
LONGEST: Final = 120


class NoSuchArticle(Missing):
    """The article does not exist, is not in force today, or is not for this reader."""

    message = _("There is no such article.")


class ArticleHasChanged(Conflict):
    """Somebody saved a newer version meanwhile, or another article has this name."""

    message = _("A newer version of this article was saved meanwhile. Look at it, then save yours again.")


class NoSuchGap(Missing):
    """The unanswered search does not exist."""

    message = _("There is no such search.")


@transaction.atomic
def keep_article(city_id: int, article: NewArticle, *, seen: int, by: Actor) -> int:
    """Save a new version of an article; `seen` is the version number that its author started from, 0 for a new article.

    Returns its number. Raises NotYourWork, ArticleIsWrong, ArticleHasChanged.
    """
    if not may_lead_centre(by):
        raise NotYourWork()
    check_article(article)
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    rows = Article.objects.filter(city_id=city_id, code=article.code)
    before = rows.filter(is_latest=True).first()
    if (before.number if before else 0) != seen:
        raise ArticleHasChanged()
    rows.filter(is_latest=True).update(is_latest=False)
    article_values = {
        name: plain(value) if isinstance(value, str) else value for name, value in asdict(article).items()
    }
    now = clock.now()
    row = Article(
        city_id=city_id,
        number=seen + 1,
        written_at=now,
        written_by_id=by.id if by.kind == "staff" else None,
        search_text=search_text_of(
            [article.title_fa, article.title_en, article.words, article.body_fa, article.body_en]
        ),
        **article_values,
    )
    row.save(force_insert=True)
    event = ArticleKept(article=article.code, number=row.number, is_public=article.is_public)
    record(row, event, by=str(by), at=now)
    return row.number


def say_whether_it_helped(city_id: int, code: str, *, number: int, is_yes: bool) -> None:
    """Count a citizen's yes or no to whether the version that they read helped. Raises NoSuchArticle."""
    row = Article.objects.filter(city_id=city_id, code=code, number=number, is_public=True).first()
    if row is None:
        raise NoSuchArticle()
    ArticleWord.objects.create(article=row, is_yes=is_yes, said_at=clock.now())


def note_gap(city_id: int, text: str) -> None:
    """Keep a search that found no answering article.

    A search that may contain personal data is not kept, nor one that is too long to be a question.
    """
    key = " ".join(key_words(text))[:LONGEST]
    if not key or len(text.strip()) > LONGEST or not worth_keeping(text):
        return
    now = clock.now()
    rows = AnswerGap.objects.filter(city_id=city_id)
    known = rows.filter(key=key).update(count=F("count") + 1, words=plain(text)[:LONGEST], sought_at=now)
    if not known and rows.count() < MOST_GAPS:
        AnswerGap.objects.get_or_create(
            city_id=city_id, key=key, defaults={"words": plain(text)[:LONGEST], "sought_at": now}
        )


def fill_gap(gap_id: int, *, by: Actor) -> None:
    """Mark an unanswered search as dealt with. Raises NotYourWork, NoSuchGap."""
    if not may_lead_centre(by):
        raise NotYourWork()
    if not AnswerGap.objects.filter(pk=gap_id).update(is_filled=True):
        raise NoSuchGap()


def erase_gaps(*, before: datetime, limit: int) -> int:
    """Delete up to `limit` searches that were last made before a moment; returns how many."""
    ids = list(gaps_due(before).order_by("pk").values_list("pk", flat=True)[:limit])
    return AnswerGap.objects.filter(pk__in=ids).delete()[0]
