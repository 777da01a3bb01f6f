"""What members of staff declare about their ties to units and contractors."""

from django.db import models
from django.db.models import Q

from peygir.people.interest_rules import InterestReason


class StaffInterest(models.Model):
    """A tie of a person to a unit or a contractor (its code), from a day to a day.

    About these the person decides nothing. A declaration ends and is never deleted.
    """

    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    contractor = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=11)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reason__in=InterestReason.values()), name="staff_interest_reason"),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) & ~Q(contractor="") | Q(unit__isnull=False, contractor=""),
                name="interest_in_unit_or_contractor",
            ),
        ]
        indexes = [models.Index(fields=["staff", "from_on"], name="interests_of_person")]
