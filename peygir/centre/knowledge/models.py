"""The knowledge base: articles in versions, whether they helped, and searches that found nothing."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from peygir.history.models import Chained


class Article(Chained):
    """One version of an article; an older one never changes, except that it is no longer the latest."""

    history_file: ClassVar[str] = "article"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)  # its name in URLs and contacts; the same in all versions
    number = models.IntegerField()  # of the version
    is_latest = models.BooleanField(default=True)
    title_fa = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    body_fa = models.TextField()
    body_en = models.TextField(blank=True)
    words = models.CharField(max_length=400, blank=True)  # extra search keywords
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day
    review_on = models.DateField()  # by when its owner reviews it
    is_public = models.BooleanField(default=True)  # else for operators only
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    search_text = models.TextField()  # folded title, keywords and body

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "code", "number"], name="one_article_per_version"),
            models.UniqueConstraint(fields=["city", "code"], condition=Q(is_latest=True), name="one_latest_article"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")), name="days_of_article_in_order"
            ),
            models.CheckConstraint(condition=~Q(title_fa="") & ~Q(body_fa=""), name="article_says_something"),
        ]
        indexes = [GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="article_search_text")]


class ArticleWord(models.Model):
    """A citizen's yes or no to "did it answer?", for the version that they read."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="said")
    is_yes = models.BooleanField()
    said_at = models.DateTimeField()


class AnswerGap(models.Model):
    """A search that found no article; one row for the same words, however they are spelt."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=120)  # the folded words
    words = models.CharField(max_length=120)  # as they were typed last
    count = models.IntegerField(default=1)
    sought_at = models.DateTimeField()  # last
    is_filled = models.BooleanField(default=False)  # dealt with

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "key"], name="one_gap_per_words")]
        indexes = [
            models.Index(fields=["city", "-count"], name="answer_gap_open", condition=Q(is_filled=False)),
        ]
