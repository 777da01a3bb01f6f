"""The tables of what a city publishes of a month: versions of its figures, and the files of open data."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.history.models import Chained
from peygir.outlook.insight.publishing.words import VersionReason


class Publication(Chained):
    """A version of the figures of a month (140503); it never changes, another version follows it.

    `rows`: the figures (`publishing.rows`); `about`: the lake with its root, what is hidden, and the month's marks.
    `digest`: SHA-256 of the rows. A version that counts what is no longer public is withdrawn: its rows and files are
    gone, its digest stays in the history.
    """

    history_file: ClassVar[str] = "publication"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.IntegerField()
    number = models.SmallIntegerField()
    reason = models.CharField(max_length=9)
    words = models.JSONField(default=dict)  # of a correction: what was wrong, by language
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    rows = models.JSONField()
    about = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "month", "number"], name="one_publication_of_a_number"),
            models.CheckConstraint(condition=Q(reason__in=VersionReason.values()), name="version_reason_is_known"),
        ]


class PublicationFile(models.Model):
    """A file of a version, kept in the storage of uploads under a name of its own; `stored` is "" once it is gone."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=40)
    stored = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    rows = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "name"], name="one_file_of_a_publication")]
