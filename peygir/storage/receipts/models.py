"""The tables of receipts: of single commands, and of those that a phone keeps until it has a connection."""

from django.db import models
from django.db.models import Q

from peygir.storage.receipts.rules import STATES, WAITING


class Receipt(models.Model):
    """The answer to one command, under the key that its sender gave it; kept for a while, then forgotten.

    It is written in the transaction of what the command did: there is a receipt if, and only if, that is done.
    """

    owner = models.CharField(max_length=80)  # who sent it: "staff:12", "key:3" (an API key), "web" (a random key)
    key = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)  # SHA-256 of what was sent
    status = models.SmallIntegerField()  # of HTTP
    body = models.TextField(blank=True)  # the body of the answer
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "key"], name="one_receipt_per_key")]
        indexes = [models.Index(fields=["at"], name="receipt_by_age")]

    def __str__(self) -> str:
        return f"{self.owner} {self.key}"


class DeviceBranch(models.Model):
    """The commands that one person makes in one session on one device; they are carried out in the order of `seq`."""

    owner = models.CharField(max_length=80)  # as in Receipt
    by = models.CharField(max_length=32)  # the actor who carries them out: "staff:12"
    channel = models.CharField(max_length=6)  # of the reports among them
    device = models.CharField(max_length=80)
    branch = models.CharField(max_length=80)
    last_seq = models.IntegerField(default=0)  # everything up to it is settled, given up, or carried out when it comes
    clock_offset = models.FloatField(null=True)  # seconds that the device's clock is behind ours, as last measured
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "device", "branch"], name="one_row_per_branch")]

    def __str__(self) -> str:
        return f"{self.owner} {self.device} {self.branch}"


class DeviceCommand(models.Model):
    """One command of a branch, with what became of it; its body goes after a while, its answer stays.

    `target` is the code of a case, the number of a work order, or "local:…", the phone's own name of a case whose
    report is not sent yet.
    """

    branch = models.ForeignKey(DeviceBranch, on_delete=models.PROTECT, related_name="commands", db_index=False)
    owner = models.CharField(max_length=80)
    uuid = models.UUIDField()
    digest = models.BinaryField(max_length=32)
    seq = models.IntegerField()
    target = models.CharField(max_length=80)
    base_version = models.IntegerField(null=True)
    made_at = models.DateTimeField(null=True)  # by the device's clock
    received_at = models.DateTimeField()
    clock_offset = models.FloatField(null=True)  # seconds to add to made_at
    body = models.JSONField()
    photos = models.JSONField(default=list)  # of [SHA-256 (hex), name in the storage or "" until it has arrived]
    state = models.CharField(max_length=12, default=WAITING)
    has_gap = models.BooleanField(default=False)  # carried out although the one before it is missing
    code = models.CharField(max_length=20, blank=True)  # of the case or order that it is about, once that is known
    fields = models.JSONField(default=list)  # that others had changed since its base
    answer = models.JSONField(default=dict)
    first_event = models.IntegerField(default=0)  # the numbers of the events that it wrote, from and to
    last_event = models.IntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    choice = models.CharField(max_length=8, blank=True)  # of who decided a conflict
    decided_by = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "uuid"], name="one_command_per_uuid"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="command_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["branch", "seq"], name="command_by_seq"),
            models.Index(fields=["received_at"], name="command_waiting", condition=Q(state=WAITING)),
            models.Index(fields=["code"], name="command_in_conflict", condition=Q(state="conflict", choice="")),
            models.Index(fields=["target"], name="command_of_local", condition=Q(target__startswith="local:")),
            models.Index(fields=["settled_at"], name="command_by_age", condition=~Q(body={})),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
