"""The names given to a unit in the product, each with its days; on other days the name in the city's files holds."""

from django.db import models
from django.db.models import CheckConstraint, Q

from peygir.city.models.ground import Dated, Unit, dates_in_order, one_open


class UnitName(Dated):
    """One name of a unit in two languages, as a version: texts written under an earlier name keep it."""

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
