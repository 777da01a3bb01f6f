"""The tables of closed months: the frozen snapshot, the month, and the versions of its marks."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained
from peygir.outlook.scoring.models.schemes import MarkScheme


class ScoreSnapshot(models.Model):
    """The figures of one month from which its marks are computed, as they stood at `as_of`; it never changes.

    `content` is the text of `snapshot_text`, compressed by zlib; `digest` is the SHA-256 of the text. It holds ids,
    codes, times and counts alone.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    as_of = models.DateTimeField()
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()  # bytes of the text
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "first_on"], name="one_snapshot_per_month")]


class ScoredMonth(Chained):
    """A month of the Iranian calendar whose marks were computed; `version` is the current one.

    Until `published_at` the marks are provisional. They are published on `publish_on`, or earlier by `published_by`,
    who agrees to the proposal of another.
    """

    history_file: ClassVar[str] = "scmonth"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()
    last_on = models.DateField()
    scheme = models.ForeignKey(MarkScheme, on_delete=models.PROTECT, related_name="+", db_index=False)
    snapshot = models.OneToOneField(ScoreSnapshot, on_delete=models.PROTECT, related_name="+")
    version = models.IntegerField(default=1)
    closed_at = models.DateTimeField()
    publish_on = models.DateField(null=True)  # None: closed before months were published later
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    publication_proposed_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    publication_proposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "first_on"], name="one_scored_month"),
            models.CheckConstraint(condition=Q(last_on__gt=F("first_on")), name="scored_month_is_a_month"),
            models.CheckConstraint(
                condition=Q(publication_proposed_by__isnull=True, publication_proposed_at__isnull=True)
                | Q(publication_proposed_by__isnull=False, publication_proposed_at__isnull=False),
                name="publication_is_proposed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | Q(published_at__isnull=False, publication_proposed_by__isnull=False)
                & ~Q(published_by=F("publication_proposed_by")),
                name="publication_has_two_people",
            ),
        ]


class MarkVersion(models.Model):
    """One version of a month's marks: 1 is the closing, each later one follows from an appeal that was upheld.

    A version stores the marks that it changes; the marks of other units stay those of the version before. `digest` is
    the SHA-256 of the text of all marks that stand in this version (`mark_text`).
    """

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.IntegerField()
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "number"], name="one_version_of_a_number")]


class MonthCheck(models.Model):
    """Somebody had a closed month computed again: what came out, once the job is done; `differences` are texts."""

    month = models.ForeignKey(ScoredMonth, on_delete=models.PROTECT, related_name="checks", db_index=False)
    asked_by = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    version = models.IntegerField(null=True)  # the current one then
    digest = models.CharField(max_length=64, blank=True, default="")
    differences = models.JSONField(default=list)  # of each: message and values

    class Meta:
        indexes = [models.Index(fields=["month", "asked_at"], name="checks_of_month")]
