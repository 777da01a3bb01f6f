"""Answer templates of units, and notices for members of staff."""

from django.db import models
from django.db.models import Q


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


class Notice(models.Model):
    """A notice for one member of staff.

    About a case: a colleague mentioned them in a note. About an account: one of the highest roles was changed.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
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
            models.CheckConstraint(
                condition=Q(case__isnull=True, account__isnull=False) | Q(case__isnull=False, account__isnull=True),
                name="notice_of_case_or_account",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "-at"], name="notice_of_staff"),
            models.Index(fields=["staff"], name="notice_unseen", condition=Q(seen_at__isnull=True)),
        ]
