"""Days that a city closes or opens itself, decided office hours, and the record of loads."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from peygir.city.models.ground import City, Dated, Unit, dates_in_order


class CalendarDay(models.Model):
    """A day that the city itself closes or opens, overriding the week and the national holidays."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    is_off = models.BooleanField()
    name_fa = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True)
    # A half day: open until then.
    closes_at = models.TimeField(null=True, blank=True)
    # Whether a person decided it in the product; a load leaves it alone.
    is_decided = models.BooleanField(default=False)

    class Meta:
        constraints = [
            UniqueConstraint(name="calendarday_once", fields=["city", "day"]),
            CheckConstraint(name="calendarday_half_is_open", condition=Q(closes_at__isnull=True) | Q(is_off=False)),
        ]


class OfficeHours(Dated):
    """Office hours decided in the product for a unit, or (null) for the city, overriding the files.

    Empty hours or days off: as in the files; for a unit that they do not mention, the city's.
    """

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    # As Python counts them: Monday is 0.
    week_off = ArrayField(models.SmallIntegerField(), null=True, blank=True)
    source = models.CharField(max_length=10, default="desk")

    class Meta:
        verbose_name_plural = "office hours"
        constraints = [
            UniqueConstraint(
                name="officehours_one_open",
                fields=["city", "unit"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="officehours_both_or_none",
                condition=Q(opens__isnull=True, closes__isnull=True) | Q(opens__lt=F("closes")),
            ),
            dates_in_order("officehours"),
        ]


class CityLoad(models.Model):
    """One load of a city's data: when, by whom, of which files, and what it changed."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    on = models.DateField()
    by = models.CharField(max_length=60)
    digests = models.JSONField()
    changes = models.JSONField()

    class Meta:
        constraints = [UniqueConstraint(name="cityload_number_in_city", fields=["city", "number"])]
