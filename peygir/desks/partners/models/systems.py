"""Webhooks of other systems, their deliveries, the event cursor, and imports of old records."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Webhook(models.Model):
    """An address that receives events on behalf of an API key, which decides which cases it may know of."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80, unique=True)
    key = models.ForeignKey("people.ApiKey", on_delete=models.PROTECT, related_name="+", db_index=False)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=32))
    salt = models.CharField(max_length=40)  # the secret is derived from it and the system's key, and stored nowhere
    after_event = models.BigIntegerField()  # earlier events are not sent
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)
    not_before = models.DateTimeField(null=True, blank=True)  # after a failure: send nothing before this moment
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=9, blank=True)  # person, gone (it answered 410)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_why__in=["person", "gone"]),
                name="webhook_end_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OldSecret(models.Model):
    """The salt of a replaced secret: it signs beside the newer ones until it expires."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="old_secrets")
    salt = models.CharField(max_length=40)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.webhook_id} until {self.until:%F %R}"


class Delivery(models.Model):
    """One event for one webhook, with the exact body that is signed; dead after a day of failed tries."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    code = models.CharField(max_length=20)  # of the case, or the number of the work order
    body = models.TextField()
    state = models.CharField(max_length=9, default="pending")
    tries = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    since = models.DateTimeField()  # start of the day of tries; sending it again resets it
    next_try_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)  # HTTP status of the last response
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="one_delivery_per_event"),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "delivered", "dead"]), name="delivery_state_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["webhook", "next_try_at"], name="delivery_due", condition=Q(state="pending")),
            models.Index(fields=["-id"], name="delivery_dead", condition=Q(state="dead")),
            models.Index(fields=["done_at"], name="delivery_done", condition=Q(state="delivered")),
        ]


class WebhookCursor(models.Model):
    """The position up to which the event table was read for webhooks: one row, with gaps that may still be filled."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    top = models.BigIntegerField(default=0)
    gaps = models.JSONField(default=dict)  # id → the snapshot's xmax when it was found missing

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_reading")]


class ImportMapping(models.Model):
    """A kept column mapping for a source's tables."""

    name = models.CharField(max_length=60, unique=True)
    columns = models.JSONField()  # field → heading
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One table of old records, and the row up to which it is imported; each row's own number is part of its key."""

    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)  # of the file: the same file is resumed
    columns = models.JSONField()
    rows = models.IntegerField()
    last_row = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    known = models.IntegerField(default=0)  # rows whose number was imported before
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="one_batch_per_file")]


class ImportOrder(models.Model):
    """A table that was checked on the page; when ordered, the worker imports it once."""

    file = models.CharField(max_length=90, blank=True)  # among the uploads; "" when no longer needed
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=20, blank=True, default="")
    columns = models.JSONField()
    rows = models.IntegerField()
    faulty = models.IntegerField()  # rows that cannot be imported
    leaves_faulty = models.BooleanField(default=False)
    state = models.CharField(max_length=7, default="looked")
    looked_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(default=dict)  # language → why it failed

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["looked", "asked", "running", "done", "failed"]),
                name="import_order_state_is_known",
            ),
            models.UniqueConstraint(
                fields=["source", "digest"], condition=~Q(state="looked"), name="one_order_per_file"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], name="import_order_open", condition=Q(state__in=["asked", "running"])),
        ]
