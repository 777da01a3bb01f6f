"""Calls, messages and visits, whether or not a report came of them."""

from typing import Final

from django.db import models
from django.db.models import Q

# outcome → (Persian, English)
OUTCOMES: Final[dict[str, tuple[str, str]]] = {
    "answered": ("پاسخ آنی", "Answered on the spot"),
    "reported": ("ثبت گزارش", "Report opened"),
    "follow_up": ("پیگیری پرونده", "Follow-up of a case"),
    "agency": ("مربوط به دستگاه دیگر", "Another agency's business"),
    "complaint": ("شکایت از ما", "Complaint about us"),
    "thanks": ("تشکر", "Thanks"),
    "wrong_number": ("شمارهٔ اشتباه", "Wrong number"),
    "abandoned": ("قطع پیش از پاسخ", "Abandoned"),
}


class Contact(models.Model):
    """One contact: by which channel, when, how long, with whom, and what came of it (empty: still to be said)."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=6)
    began_at = models.DateTimeField()
    seconds = models.IntegerField(null=True)
    citizen = models.ForeignKey("people.Citizen", null=True, on_delete=models.PROTECT, related_name="+")
    operator = models.ForeignKey("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, blank=True)
    report = models.ForeignKey("cases.Report", null=True, on_delete=models.PROTECT, related_name="+")
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", *sorted(OUTCOMES)]), name="outcome_is_known"),
            models.CheckConstraint(
                condition=Q(seconds__isnull=True) | Q(seconds__gte=0), name="length_is_not_negative"
            ),
        ]
        indexes = [models.Index(fields=["city", "began_at"], name="contact_by_time")]
