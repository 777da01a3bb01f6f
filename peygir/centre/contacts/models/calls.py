"""Calls, messages and visits, whether or not a report came of them, and the phones and queue stays of a call."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.centre.contacts.words import DIRECTIONS, LEAVINGS, OUTCOMES
from peygir.history.models import Chained
from peygir.people.channels import CONTACT_CHANNELS


class Contact(Chained):
    """One contact: its channel, times, operator and outcome (empty until it is recorded)."""

    history_file: ClassVar[str] = "contact"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=6)
    direction = models.CharField(max_length=3, default="in")  # "out": outgoing
    began_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    wait_seconds = models.IntegerField(null=True, blank=True)  # until it was answered, or until the caller gave up
    seconds = models.IntegerField(null=True)  # of talk, once it has ended
    pbx_key = models.CharField(max_length=80, null=True, unique=True)  # the call's Linkedid, which joins its events
    phone = models.CharField(max_length=16, blank=True, default="")  # E.164; empty where the caller hid it
    line = models.CharField(max_length=40, blank=True, default="")  # the number that was called
    queue = models.CharField(max_length=40, blank=True, default="")
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)  # when the outcome was recorded
    told_key = models.CharField(max_length=80, blank=True, default="")  # key of that submission, for idempotence
    case = models.ForeignKey(
        "cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # the case that it follows up
    agency = models.ForeignKey("city.Agency", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    article = models.CharField(max_length=40, blank=True, default="")  # the code of the article it was answered with
    notes = models.TextField(blank=True, default="")
    is_prank = models.BooleanField(default=False)  # a prank, in the operator's judgement
    is_uncertain = models.BooleanField(default=False)  # events were lost: times need a review
    recording = models.CharField(max_length=300, blank=True, default="")  # a link, never the audio
    menu = models.ForeignKey(
        "contacts.Menu", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # the version played, with its recording notice
    keys = models.CharField(max_length=20, blank=True, default="")  # the keys that the caller pressed in it
    season_code = models.CharField(max_length=40, blank=True, default="")  # the campaign whose key was pressed
    call_back = models.ForeignKey("contacts.CallBack", null=True, on_delete=models.PROTECT, related_name="contacts")
    entered_at = models.DateTimeField(null=True, blank=True)  # when it was copied from paper
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=[channel.value for channel in CONTACT_CHANNELS]),
                name="contact_channel_is_known",
            ),
            models.CheckConstraint(condition=Q(direction__in=DIRECTIONS), name="contact_direction_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=["", *sorted(OUTCOMES)]), name="outcome_is_known"),
            models.CheckConstraint(
                condition=Q(seconds__isnull=True) | Q(seconds__gte=0), name="length_is_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(wait_seconds__isnull=True) | Q(wait_seconds__gte=0), name="wait_is_not_negative"
            ),
            models.CheckConstraint(condition=~Q(pbx_key=""), name="pbx_key_is_not_empty"),
            # A paper form is entered once, however often it is submitted.
            models.UniqueConstraint(
                fields=["city", "told_key"],
                condition=Q(entered_at__isnull=False) & ~Q(told_key=""),
                name="one_contact_per_sheet",
            ),
            # An outcome that a person records has its time; one from the PBX, or in a sample, may have none.
            models.CheckConstraint(condition=Q(told_at__isnull=True) | ~Q(outcome=""), name="told_has_an_outcome"),
        ]
        indexes = [
            models.Index(fields=["city", "began_at"], name="contact_by_time"),
            # Contacts without an outcome, and calls in progress; both leave the index when the outcome is recorded.
            models.Index(fields=["city", "operator", "began_at"], name="contact_untold", condition=Q(outcome="")),
            # Calls without an end event: checked after each interruption of the connection.
            models.Index(
                fields=["city", "began_at"],
                name="contact_on_line",
                condition=Q(ended_at__isnull=True, pbx_key__isnull=False),
            ),
            models.Index(fields=["phone", "began_at"], name="contact_by_phone", condition=~Q(phone="")),
        ]


class ContactReport(models.Model):
    """A report that came of a contact; one contact may have none, one or several."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reports", db_index=False)
    report = models.OneToOneField("cases.Report", on_delete=models.PROTECT, related_name="+")
    position = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact", "position"], name="one_report_per_position")]


class CallLeg(models.Model):
    """One phone that rang for a call: its extension, and when it rang, was answered and hung up."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="legs")
    uniqueid = models.CharField(max_length=80, unique=True)
    extension = models.CharField(max_length=40, blank=True)
    operator = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    rang_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)


class QueueWait(models.Model):
    """One stay of a caller in a queue; a caller who is sent on after a time-out has several."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="waits")
    queue = models.CharField(max_length=40)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(how__in=sorted(LEAVINGS)), name="leaving_is_known"),
            models.UniqueConstraint(
                fields=["contact", "queue"], condition=Q(left_at__isnull=True), name="in_a_queue_once"
            ),
        ]


class CallDraft(models.Model):
    """The draft of a contact's form before it is submitted; it belongs to the contact, so a transfer takes it along."""

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.PROTECT, related_name="draft")
    words = models.JSONField()  # form field → its text
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=32)


class DialOrder(models.Model):
    """An outgoing call to place with the PBX: the operator's phone first, then the citizen's; placed at most once."""

    contact = models.OneToOneField(Contact, primary_key=True, on_delete=models.PROTECT, related_name="order")
    extension = models.CharField(max_length=40)
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=120, blank=True, default="")  # the PBX's reason for a failure

    class Meta:
        indexes = [
            models.Index(fields=["asked_at"], name="dial_order_open", condition=Q(settled_at__isnull=True)),
        ]
