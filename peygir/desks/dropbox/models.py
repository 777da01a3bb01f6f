"""The receivers' public keys, the boxes, and what lies in them, encrypted; nothing here tells who wrote."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.desks.dropbox.rules import DropBoxState, DropKeyEnd, DropReceiver
from peygir.history.models import Chained


class DropKey(Chained):
    """A receiver's public key (X25519); its private half was made in the holder's browser and is nowhere on the server.

    Nothing is sealed to it before a second person has confirmed it, nor after its end.
    """

    history_file: ClassVar[str] = "dropkey"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver = models.CharField(max_length=12)
    public = models.BinaryField(max_length=32)
    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of `public`
    holder = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("people.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(receiver__in=DropReceiver.values()), name="dropkey_receiver_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="")
                | Q(ended_at__isnull=False, ended_why__in=DropKeyEnd.values()),
                name="dropkey_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("holder")),
                name="dropkey_confirmed_by_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["city", "receiver"],
                name="dropkey_in_force",
                condition=Q(confirmed_at__isnull=False, ended_at__isnull=True),
            )
        ]


class DropBox(Chained):
    """One conversation. Its dates have no hour: the hour could be compared with somebody's network traffic.

    `lookup` and `public` are derived from the seven words; both are emptied when the box is destroyed.
    """

    history_file: ClassVar[str] = "dropbox"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    receiver = models.CharField(max_length=12)
    reference = models.CharField(max_length=16, unique=True)  # random; what is encrypted is bound to it
    lookup = models.BinaryField(max_length=32, null=True, unique=True)
    public = models.BinaryField(max_length=32)
    receipt = models.BinaryField(default=bytes)  # the salt of the first message's digest, sealed to `public`
    state = models.CharField(max_length=9, default=DropBoxState.OPEN.value)
    is_answered = models.BooleanField(default=False)  # the last message is the receivers'
    opened_on = models.DateField()
    last_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(receiver__in=DropReceiver.values()), name="dropbox_receiver_is_known"),
            models.CheckConstraint(condition=Q(state__in=DropBoxState.values()), name="dropbox_state_is_known"),
            models.CheckConstraint(
                condition=Q(lookup__isnull=False) ^ Q(state=DropBoxState.DESTROYED.value),
                name="dropbox_destroyed_has_no_name",
            ),
        ]
        indexes = [models.Index(fields=["city", "receiver", "-last_on"], name="dropbox_of_receiver")]


class DropMessage(models.Model):
    """One message of a box: who wrote it, on which day; its words are in its parts."""

    box = models.ForeignKey(DropBox, on_delete=models.PROTECT, related_name="messages", db_index=False)
    number = models.IntegerField()
    is_from_citizen = models.BooleanField()
    staff = models.ForeignKey("people.Staff", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["box", "number"], name="one_dropmessage_per_number"),
            models.CheckConstraint(
                condition=Q(is_from_citizen=True) ^ Q(staff__isnull=False), name="dropmessage_has_one_writer"
            ),
        ]


class DropPart(models.Model):
    """One encrypted part of a message: 0 is its text with the names of its files, the others are the files."""

    message = models.ForeignKey(DropMessage, on_delete=models.PROTECT, related_name="parts", db_index=False)
    number = models.SmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="one_droppart_per_number")]


class DropSeal(models.Model):
    """The content key of a message, sealed to one public key; without a `key` it is that of the seven words."""

    message = models.ForeignKey(DropMessage, on_delete=models.PROTECT, related_name="seals", db_index=False)
    key = models.ForeignKey(DropKey, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "key"], name="one_dropseal_per_key", nulls_distinct=False)
        ]
