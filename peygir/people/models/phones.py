"""The phones on which staff keep work for a shift without a connection, each with a key that can be withdrawn."""

from django.db import models
from django.db.models import Q


class StaffPhone(models.Model):
    """A browser that keeps a person's work of the day; only a hash of the key in its cookie is stored.

    It outlives the sessions in this browser: `session` is the hash of the last one's key. `waiting` is how many entries
    the phone said at `seen_at` that it had not sent. A withdrawn phone deletes what it keeps at its next contact, and
    says so (`emptied_at`).
    """

    digest = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+")
    session = models.CharField(max_length=64, blank=True)
    device = models.CharField(max_length=80, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    waiting = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=32, blank=True)
    emptied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                name="phone_withdrawn_by_somebody",
            ),
        ]
