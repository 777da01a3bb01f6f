"""Contractors and their contracts, which a work order may be given to in place of a crew."""

from django.db import models
from django.db.models import F, Q


class Contractor(models.Model):
    """A company that works in the street for the city."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "code"], name="one_contractor_per_code")]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A contract with its days of validity (both included) and the unit whose work it does."""

    number = models.CharField(max_length=40)
    contractor = models.ForeignKey(Contractor, on_delete=models.PROTECT, related_name="contracts", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contractor", "number"], name="one_contract_per_number"),
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="contract_days_in_order"),
        ]

    def __str__(self) -> str:
        return self.number
