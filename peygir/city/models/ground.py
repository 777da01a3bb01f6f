"""Units, agencies, districts and neighbourhoods, with the dates between which each row was in force.

*Identity rows* (Unit, Agency, Topic) keep their id for ever, so that cases and staff may point at them; a load
changes them in place and the city's history records the change. *Versioned rows* (TopicPolicy, District,
Neighbourhood, Ownership) are never changed but for `valid_to`: a load closes one and opens another, so that an
old case keeps the row that was in force when it was opened.

Dates are half-open, [valid_from, valid_to). A version closed on the day it began has equal dates: it is in
force on no day, but a case opened that morning may still point at it, so it is kept and never deleted.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from peygir.history.models import Chained


def dates_in_order(table: str) -> CheckConstraint:
    """No version ends before it begins."""
    return CheckConstraint(
        name=f"{table}_dates_in_order",
        condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
    )


def one_open(table: str, *fields: str) -> UniqueConstraint:
    """At most one version of a thing is open-ended."""
    return UniqueConstraint(name=f"{table}_one_open", fields=fields, condition=Q(valid_to__isnull=True))


class Dated(models.Model):
    """Something in force from `valid_from` up to, and without, `valid_to` (null: until further notice)."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class City(Chained):
    """A city that uses the system; its history is the record of every load and edit."""

    history_file = "city"

    code = models.SlugField(max_length=40, unique=True)
    name_fa = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=60)
    phone_region = models.CharField(max_length=2)
    language = models.CharField(max_length=5)
    centre_lat = models.FloatField()
    centre_lon = models.FloatField()
    zoom = models.FloatField()
    # Days without a verdict after which a done case is closed.
    silence_days = models.PositiveSmallIntegerField()
    # Weekdays as Python counts them: Monday is 0, Friday 4.
    week_off = ArrayField(models.SmallIntegerField(), default=list)
    office_opens = models.TimeField()
    office_closes = models.TimeField()
    holiday_country = models.CharField(max_length=2, blank=True)
    is_sample = models.BooleanField(default=False)
    # Grows with each load; processes drop cached values when it differs.
    load_number = models.PositiveIntegerField(default=0)
    # The day from which the rows of the first load are in force.
    valid_from = models.DateField()

    class Meta:
        verbose_name_plural = "cities"
        constraints = [
            CheckConstraint(name="city_office_opens_first", condition=Q(office_opens__lt=F("office_closes"))),
            CheckConstraint(name="city_lat_on_earth", condition=Q(centre_lat__gte=-90, centre_lat__lte=90)),
            CheckConstraint(name="city_lon_on_earth", condition=Q(centre_lon__gte=-180, centre_lon__lte=180)),
        ]

    def __str__(self) -> str:
        return self.code


class Named(Dated):
    """Something of one city with a code, which the city's own files use, and a name in two languages."""

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.code


class Unit(Named):
    """A part of the municipality that can own a case; `parent` is the unit it reports to."""

    class UnitKind(models.TextChoices):
        MAYOR = "mayor", "شهردار"
        CENTRE = "centre", "مرکز"
        OFFICE = "office", "اداره"
        DISTRICT = "district", "منطقه"
        ORGANISATION = "organisation", "سازمان"
        DEPUTY = "deputy", "معاونت"
        DEPARTMENT = "department", "واحد"

    kind = models.CharField(max_length=12, choices=UnitKind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Empty: the city's own hours.
    office_opens = models.TimeField(null=True, blank=True)
    office_closes = models.TimeField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="unit_code_in_city", fields=["city", "code"]),
            CheckConstraint(
                name="unit_kind_known",
                condition=Q(kind__in=["mayor", "centre", "office", "district", "organisation", "deputy", "department"]),
            ),
            CheckConstraint(name="unit_not_its_own_parent", condition=Q(parent__isnull=True) | ~Q(parent=F("id"))),
            CheckConstraint(
                name="unit_hours_both_or_none",
                condition=Q(office_opens__isnull=True, office_closes__isnull=True)
                | Q(office_opens__lt=F("office_closes")),
            ),
            dates_in_order("unit"),
        ]


class Agency(Named):
    """A body outside the municipality, with the number people call."""

    phone = models.CharField(max_length=20, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            UniqueConstraint(name="agency_code_in_city", fields=["city", "code"]),
            dates_in_order("agency"),
        ]


class District(Named):
    """A district as it was between two dates; `polygon` is a GeoJSON geometry, or null where only names exist."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    polygon = models.JSONField(null=True, blank=True)
    is_approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=10, default="csv")  # or "desk", as in TopicPolicy

    class Meta:
        constraints = [one_open("district", "city", "code"), dates_in_order("district")]
        indexes = [models.Index(name="district_by_date", fields=["city", "code", "valid_from"])]


class Neighbourhood(Named):
    """A neighbourhood as it was between two dates, inside one version of one district."""

    district = models.ForeignKey(District, on_delete=models.PROTECT, related_name="+")
    polygon = models.JSONField(null=True, blank=True)
    is_approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=10, default="csv")

    class Meta:
        constraints = [one_open("neighbourhood", "city", "code"), dates_in_order("neighbourhood")]
        indexes = [models.Index(name="neighbourhood_by_date", fields=["city", "code", "valid_from"])]
