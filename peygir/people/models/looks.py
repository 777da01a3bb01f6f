"""What citizens object to, and the inspectorate found, about looks at their phone numbers."""

from django.db import models
from django.db.models import Q

from peygir.people.look_rules import LookFinding


class LookObjection(models.Model):
    """A citizen's objection to one look: `event` is the id of the event that recorded it.

    `due_at`: until when the inspectorate answers (None: made before that was promised). `words` are the citizen's,
    `answer` the inspectorate's to the citizen; both are emptied with the number.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.BigIntegerField(unique=True)
    case = models.BigIntegerField()
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    citizen = models.ForeignKey("people.Citizen", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500, blank=True)
    looked_at = models.DateTimeField()
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    finding = models.CharField(max_length=10, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=32, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(finding__in=["", *LookFinding.values()]), name="objection_finding"),
            models.CheckConstraint(
                condition=Q(finding="", answered_at__isnull=True) | ~Q(finding="") & Q(answered_at__isnull=False),
                name="objection_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["city", "made_at"], name="open_objections", condition=Q(finding=""))]


class LookReview(models.Model):
    """What the inspectorate found about the looks of one person in one month (its first day)."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    finding = models.CharField(max_length=10)
    found_by = models.CharField(max_length=32)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "month", "staff"], name="one_review_of_looks"),
            models.CheckConstraint(condition=Q(finding__in=LookFinding.values()), name="look_finding"),
        ]
