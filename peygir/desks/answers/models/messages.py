"""The wording of each kind of message, and the outbox with every message made from it and the files beside it."""

from django.db import models
from django.db.models import Q

from peygir.desks.answers.conversation_texts import KINDS_OF_A_TALK
from peygir.people.channels import MESSAGE_CHANNELS

MESSAGE_STATES = ["pending", "sent", "dead", "dropped"]


class MessageText(models.Model):
    """The text of one kind of message in one language, for a time; its `{variables}` are checked when it is saved."""

    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=120, blank=True)  # mail only
    body = models.TextField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    by = models.CharField(max_length=32, blank=True)  # author; empty: shipped with the program

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"], name="one_text_in_force", condition=Q(valid_to__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")), name="text_dates_in_order"
            ),
        ]


class Message(models.Model):
    """One message in the outbox; gateways use its id to send it only once."""

    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField(default=0)  # number of the event that caused it
    report = models.ForeignKey("cases.Report", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    channel = models.CharField(max_length=5)  # sms, mail, chat
    address = models.CharField(max_length=254)  # a chat's: "bale:123456"
    subject = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    buttons = models.JSONField(default=list, blank=True)  # rows of [text, callback data], for a chat
    answers = models.CharField(max_length=250, blank=True, default="")  # Message-ID of the email it answers
    state = models.CharField(max_length=7, default="pending")  # "dropped": not sent, `error` gives the reason
    counted_as = models.CharField(max_length=254, blank=True, default="", db_default="")  # if unproven
    held_at = models.DateTimeField(null=True)  # since when the limit holds it back
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    tries = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    provider = models.CharField(max_length=20, blank=True, default="")  # the provider that has it, or may have it
    is_unsure = models.BooleanField(default=False)  # handed over without a definite response
    provider_id = models.CharField(max_length=80, blank=True)
    parts = models.SmallIntegerField(default=0)
    cost = models.IntegerField(null=True)  # rials; as the provider stated, else by the tariff, else unknown
    delivery = models.CharField(max_length=9, default="untold")
    delivery_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # when the provider was last asked for its delivery status
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=MESSAGE_STATES), name="message_state_is_known"),
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in MESSAGE_CHANNELS]),
                name="message_channel_is_known",
            ),
            models.CheckConstraint(
                condition=Q(delivery__in=["untold", "waiting", "delivered", "failed", "blocked"]),
                name="delivery_is_known",
            ),
            models.UniqueConstraint(
                fields=["case", "report", "number", "kind", "channel"],
                name="one_message_per_event",
                condition=Q(report__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "number", "kind", "channel", "address"],
                name="one_message_to_staff",
                condition=Q(report__isnull=True, case__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at"], name="message_due", condition=Q(state="pending")),
            models.Index(fields=["-id"], name="message_dead", condition=Q(state="dead")),
            models.Index(fields=["provider", "provider_id"], name="message_taken", condition=Q(delivery="waiting")),
            models.Index(fields=["sent_at"], name="message_sent", condition=Q(sent_at__isnull=False)),
            # The last question in a conversation with an address.
            models.Index(
                fields=["address", "created_at"], name="message_of_talk", condition=Q(kind__in=KINDS_OF_A_TALK)
            ),
            models.Index(fields=["counted_as", "sent_at"], name="message_counted", condition=~Q(counted_as="")),
            models.Index(fields=["merged_into"], name="message_merged", condition=Q(merged_into__isnull=False)),
            # How many messages a follower got today.
            models.Index(fields=["address", "created_at"], name="message_followed", condition=Q(kind="followed")),
        ]


class MessageFile(models.Model):
    """A file that an email carries; it is deleted once the email is sent, or erased with it."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=80)  # the media type: "application/pdf"
    content = models.BinaryField()
