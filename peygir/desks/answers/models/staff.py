"""Answer templates of units, what became of proposed drafts, and notices for members of staff."""

from django.db import models
from django.db.models import Q

from peygir.desks.answers.draft_rules import DraftOutcome, DraftSource


class AnswerTemplate(models.Model):
    """A unit's frequent text for one move in one language, for a time; `{variables}` are checked when it is saved."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    verb = models.CharField(max_length=10)
    language = models.CharField(max_length=2)
    title = models.CharField(max_length=80)
    body = models.TextField()
    by = models.CharField(max_length=32)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["city", "verb"], name="template_in_force", condition=Q(valid_to__isnull=True)),
        ]


class DraftUse(models.Model):
    """What became of the draft that was proposed for one answer; the texts are not kept, nor who sent it."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event of the move
    verb = models.CharField(max_length=10)
    source = models.CharField(max_length=8)
    template = models.ForeignKey(AnswerTemplate, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    outcome = models.CharField(max_length=9)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_draft_use_per_event"),
            models.CheckConstraint(condition=Q(source__in=DraftSource.values()), name="draft_source_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=DraftOutcome.values()), name="draft_outcome_is_known"),
        ]
        indexes = [models.Index(fields=["at"], name="draft_use_by_time")]


class Notice(models.Model):
    """A notice for one member of staff.

    About a case: a colleague mentioned them in a note. About an account: one of the highest roles was changed. About
    another file with a history (its kind in `file`): an alarm of which its owner is told.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.CharField(max_length=10, blank=True, default="", db_default="")
    file_id = models.BigIntegerField(null=True)
    number = models.IntegerField()  # number of the event that caused it
    by = models.CharField(max_length=32)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "case", "number"], name="one_notice_per_event"),
            models.UniqueConstraint(
                fields=["staff", "account", "number"], name="one_account_notice", condition=Q(account__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["staff", "file", "file_id", "number"], name="one_file_notice", condition=~Q(file="")
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True, account__isnull=False, file="", file_id__isnull=True)
                | Q(case__isnull=False, account__isnull=True, file="", file_id__isnull=True)
                | Q(case__isnull=True, account__isnull=True, file_id__isnull=False) & ~Q(file=""),
                name="notice_of_case_or_account",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-at"], name="notice_of_staff"),
            models.Index(fields=["staff"], name="notice_unseen", condition=Q(seen_at__isnull=True)),
        ]
