"""The event table, and the head that every file with a history carries."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast

BY_STAFF = Q(by__startswith="staff:")


class Chained(models.Model):
    """A row with a history of its own: it keeps how many events its file holds and the hash of the last.

    The row's lock is the file's lock: events get their numbers under it, so the chain has no gap and no fork.
    """

    history_file: ClassVar[str]  # "case", "citizen", "staff", "roles", "rule", "dropbox" or "city"

    event_count = models.IntegerField(default=0)
    event_head = models.BinaryField(default=bytes, max_length=32)

    class Meta:
        abstract = True


class _Events(models.Manager["Event"]):
    """Events without the generated column, which repeats a part of `body`."""

    def get_queryset(self) -> "models.QuerySet[Event]":
        """All events; ask for `values` by name where it is needed."""
        return super().get_queryset().defer("values")


class Event(models.Model):
    """One line of a file's history; insert only (a trigger refuses the rest), no foreign keys.

    `body` is the stored canonical JSON of {file, file_id, number, kind, at, by, data} that `hash` covers together
    with the hash before it. The columns beside it repeat what is searched for; `verify` compares them. The column
    `data` (`values` here) is what PostgreSQL itself takes out of the body, for questions over many events.
    """

    file = models.TextField()
    file_id = models.BigIntegerField()
    number = models.IntegerField()
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()
    by = models.CharField(max_length=32)
    body = models.TextField()
    hash = models.BinaryField(max_length=32)
    values = models.GeneratedField(
        expression=KeyTransform("data", Cast("body", models.JSONField())),
        output_field=models.JSONField(),
        db_column="data",
        db_persist=True,
    )

    objects = _Events()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "file_id", "number"], name="one_line_per_number")]
        # What people did, for the audit and for who has been silent: the lines of the house itself, most of all, stay
        # out. A question must say `by LIKE 'staff:%'` to be answered by them.
        indexes = [
            models.Index(fields=["by", "at", "id"], name="event_by_person", condition=BY_STAFF),
            models.Index(fields=["kind", "at", "id"], name="event_by_kind", condition=BY_STAFF),
            models.Index(fields=["at", "id"], name="event_by_time", condition=BY_STAFF),
            models.Index(fields=["kind", "at"], name="event_kind_and_time"),
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.file_id} #{self.number} {self.kind}"

    @property
    def data(self) -> dict[str, Any]:
        """The event's own values."""
        from peygir.history.rules import data_of

        return data_of(self.body)


class Pulse(models.Model):
    """When a process of the city last showed that it works, or a duty of it failed: one row for each."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()


class RecordWitness(models.Model):
    """An institution outside the city's offices that signs heads of the public record with a key of its own.

    `key` is its public key as c2sp.org/signed-note writes it. `address` is where its service takes new heads
    (c2sp.org/tlog-witness), empty for one that hands its signatures in; `answer` is what it said last.
    """

    kind = models.CharField(max_length=10)
    name_fa = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    address = models.CharField(max_length=300, blank=True)
    registered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["panel", "council", "newspaper", "other"]), name="witness_kind_is_known"
            )
        ]
