"""Questions and orders of the city's leaders, the cases that somebody follows, and who gets the morning's brief."""

from django.db import models
from django.db.models import Q

from peygir.desks.inquiries.rules import InquiryKind, InquiryOutcome


class Inquiry(models.Model):
    """One question or order about a case; its words, and the answer's, are the case's notes of these event numbers.

    `unit` is the unit that had the case then; whoever has it now answers. `due_at` is the promise of the answer, or
    the date by which the leader wants the work finished: the citizen's own promise is not moved by it.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()  # number of the event that recorded it
    kind = models.CharField(max_length=9)
    asker = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    is_public = models.BooleanField(default=False)  # question and answer stand on the case's public page
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    overdue_at = models.DateTimeField(null=True, blank=True)  # when the clock found it due
    answer_number = models.IntegerField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=32, blank=True)
    outcome = models.CharField(max_length=8, blank=True)  # empty: open

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_inquiry_per_event"),
            models.UniqueConstraint(
                fields=["case", "asker"], name="one_open_question_of_a_person", condition=Q(kind="ask", outcome="")
            ),
            models.CheckConstraint(condition=Q(kind__in=InquiryKind.values()), name="inquiry_kind_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *InquiryOutcome.values()]), name="inquiry_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer_number__isnull=True, answered_by="")
                | Q(answered_at__isnull=False, answer_number__isnull=False) & ~Q(answered_by=""),
                name="inquiry_answer_is_whole",
            ),
            models.CheckConstraint(condition=~Q(outcome="") | Q(due_at__isnull=False), name="open_inquiry_is_due"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="inquiry_due", condition=Q(outcome="", overdue_at__isnull=True)),
            models.Index(fields=["city", "due_at"], name="inquiry_open", condition=Q(outcome="")),
            models.Index(fields=["city", "-asked_at"], name="inquiry_log"),
        ]


class FollowedCase(models.Model):
    """A case that a member of staff follows, of their own accord, until they leave it."""

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "case"], name="one_following_of_staff")]


class MorningBrief(models.Model):
    """Who gets the morning's figures, by which ways and at which hour; a row without a next moment is switched off."""

    staff = models.OneToOneField("people.Staff", on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=16, blank=True)  # E.164; empty: no SMS
    by_mail = models.BooleanField(default=False)
    hour = models.SmallIntegerField(default=8)
    next_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__gte=0, hour__lte=23), name="brief_hour_is_an_hour"),
        ]
        indexes = [models.Index(fields=["next_at"], name="brief_due", condition=Q(next_at__isnull=False))]
