"""Webhooks of other systems, what each was told or still has to be, and how far the event table has been read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Webhook(models.Model):
    """An address that is told of events, on behalf of a key: the key says of which cases it may know."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80, unique=True)
    key = models.ForeignKey("people.ApiKey", on_delete=models.PROTECT, related_name="+", db_index=False)
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=32))
    salt = models.CharField(max_length=40)  # the secret is worked out of it and the house's own key, and kept nowhere
    after_event = models.BigIntegerField()  # what happened before is not told
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)
    not_before = models.DateTimeField(null=True, blank=True)  # after a failure: no message before this moment
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
    """The salt of a secret that was replaced: it signs beside the newer ones until its time is over."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="old_secrets")
    salt = models.CharField(max_length=40)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.webhook_id} until {self.until:%F %R}"


class Delivery(models.Model):
    """One event for one webhook, with the very body that is signed; dead once it was tried for a day in vain."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries", db_index=False)
    event_id = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    code = models.CharField(max_length=10)
    body = models.TextField()
    state = models.CharField(max_length=9, default="pending")
    tries = models.SmallIntegerField(default=0)
    made_at = models.DateTimeField()
    since = models.DateTimeField()  # from here the day of trying counts; sending it again starts it anew
    next_try_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    status = models.SmallIntegerField(null=True)  # of the last answer
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
    """How far the event table has been read for webhooks: one row, with the ids that may still appear below."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    top = models.BigIntegerField(default=0)
    gaps = models.JSONField(default=dict)  # id → the snapshot's xmax when it was found missing

    class Meta:
        db_table = "partners_reading"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_reading")]


class ImportMapping(models.Model):
    """Which column of a source's tables means what, kept under a name for the next table."""

    name = models.CharField(max_length=60, unique=True)
    columns = models.JSONField()  # field → heading
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.name


class ImportBatch(models.Model):
    """One table of old records, and up to which row it has been taken over; each row's own number stands in its key."""

    source = models.CharField(max_length=20)
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)  # of the file: the same file again goes on where it was
    columns = models.JSONField()
    rows = models.IntegerField()
    last_row = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    known = models.IntegerField(default=0)  # rows whose number had been taken over before
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=32)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "digest"], name="one_batch_per_file")]


class ImportOrder(models.Model):
    """A table that was looked at on the page, and whether it is to be taken over: the worker does it, once."""

    file = models.CharField(max_length=90, blank=True)  # among the uploads; "" once nobody needs it
    file_name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=20, blank=True, default="")
    columns = models.JSONField()
    rows = models.IntegerField()
    faulty = models.IntegerField()  # rows that cannot be taken
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
