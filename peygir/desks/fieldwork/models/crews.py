"""Crews of a unit: who belongs to them and when, what they can do, and when they work."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.history.models import Chained


class Crew(Chained):
    """A crew with its vehicle and the place it starts from; an inactive one gets no more orders."""

    history_file: ClassVar[str] = "crew"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    vehicle = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=16, blank=True, default="")  # E.164: what the exchange rings for the crew
    capacity = models.PositiveIntegerField(default=0)  # what the vehicle holds, in load units; 0: no limit
    base_lat = models.FloatField(null=True, blank=True)  # degrees, WGS84
    base_lon = models.FloatField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "code"], name="one_crew_per_code"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(code=""), name="crew_has_a_name"),
            models.CheckConstraint(
                condition=Q(base_lat__isnull=True, base_lon__isnull=True)
                | Q(base_lat__isnull=False, base_lon__isnull=False),
                name="crew_base_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CrewMember(models.Model):
    """A person's time in a crew, by days: from `from_on` up to, and without, `to_on` (null: until further notice)."""

    crew = models.ForeignKey(Crew, on_delete=models.PROTECT, related_name="members", db_index=False)
    staff = models.ForeignKey("people.Staff", on_delete=models.PROTECT, related_name="+", db_index=False)
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["crew", "staff"], condition=Q(to_on__isnull=True), name="one_open_time_in_a_crew"
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="time_in_crew_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["crew", "from_on"], name="crew_member_by_day"),
            models.Index(fields=["staff", "from_on"], name="crews_of_person"),
        ]


class CrewSkill(models.Model):
    """A topic that a crew can work on; a crew without any works on every topic of its unit."""

    crew = models.ForeignKey(Crew, on_delete=models.PROTECT, related_name="skills", db_index=False)
    topic = models.ForeignKey("city.Topic", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["crew", "topic"], name="one_skill_per_topic")]


class CrewShift(models.Model):
    """When a crew works on one weekday (Monday is 0), by the city's clock; a night shift ends on the next day."""

    crew = models.ForeignKey(Crew, on_delete=models.PROTECT, related_name="shifts", db_index=False)
    weekday = models.SmallIntegerField()
    begins = models.TimeField()
    ends = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["crew", "weekday"], name="one_crew_shift_per_weekday"),
            models.CheckConstraint(condition=Q(weekday__gte=0, weekday__lte=6), name="crew_shift_has_a_weekday"),
            models.CheckConstraint(condition=~Q(begins=F("ends")), name="crew_shift_has_a_length"),
        ]
