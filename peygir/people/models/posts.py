"""The table of posts: who works in which unit and role, from which day to which."""

from django.db import models
from django.db.models import Q

from peygir.people.post_rules import PostKind


class Post(models.Model):
    """A person's post in a unit, or (without one) in the whole city, from one day to another, both included.

    A row is never changed: ending or correcting a post withdraws its row, with the reason, and writes a new one. So the
    table also answers what was on record at an earlier moment.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "city.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    role = models.CharField(max_length=12)  # the code of a StaffRole; the migration gave it a foreign key
    kind = models.CharField(max_length=12)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)  # the last day; empty: no end is known
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=32)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=32, blank=True)
    reason = models.CharField(max_length=200, blank=True)  # why it was withdrawn

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PostKind.values()), name="post_has_a_known_kind"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=models.F("from_on")), name="post_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="post_withdrawn_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["staff", "from_on"], name="post_of_staff"),
            models.Index(fields=["unit", "from_on"], name="post_of_unit"),
            models.Index(fields=["to_on"], name="post_ends", condition=Q(withdrawn_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"post {self.pk}"
