"""The names that a unit was given in the product, each for its days; else the name in the city's files holds."""

from django.db import models
from django.db.models import CheckConstraint, Q

from peygir.city.models.ground import Dated, Unit, dates_in_order, one_open


class UnitName(Dated):
    """One name of a unit in two languages, as a version: what was written while another held keeps the other."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_open("unitname", "unit"),
            CheckConstraint(name="unitname_is_said", condition=~Q(name_fa="")),
            dates_in_order("unitname"),
        ]
        indexes = [models.Index(name="unitname_by_date", fields=["unit", "valid_from"])]
