"""A city's local knowledge: landmarks, collection days, planned works, seasons and escalation steps.

*Versioned* (Landmark, CollectionDay, EscalationLevel): a load closes one row and opens another. *Identities* (Season):
changed in place, while each run is a row of its own (SeasonRun). A planned work has its own beginning and end.
Places are named by codes and topics by codes, groups or "*", so that a re-drawn map or a new topic needs no new row.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from peygir.city.models.ground import City, Dated, Named, Unit, dates_in_order, one_open
from peygir.city.models.topics import Topic
from peygir.city.urgencies import CLOCKS, URGENCIES


class Landmark(Named):
    """A place that people name when they say where something is, with its old and colloquial names."""

    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = models.CharField(max_length=20)
    lat = models.FloatField()
    lon = models.FloatField()
    is_approximate = models.BooleanField(default=False)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_open("landmark", "city", "code"),
            CheckConstraint(name="landmark_lat_on_earth", condition=Q(lat__gte=-90, lat__lte=90)),
            CheckConstraint(name="landmark_lon_on_earth", condition=Q(lon__gte=-180, lon__lte=180)),
            dates_in_order("landmark"),
        ]


class CollectionDay(Dated):
    """On which weekdays one kind of waste is collected in a neighbourhood (empty code: in any other)."""

    class CollectionKind(models.TextChoices):
        HOUSEHOLD = "household", "زبالهٔ خانگی"
        RECYCLING = "recycling", "پسماند خشک"

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    neighbourhood_code = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=10, choices=CollectionKind.choices)
    # As Python counts them: Monday is 0.
    weekdays = ArrayField(models.SmallIntegerField())
    from_time = models.TimeField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            one_open("collectionday", "city", "neighbourhood_code", "kind"),
            CheckConstraint(name="collectionday_kind_known", condition=Q(kind__in=["household", "recycling"])),
            CheckConstraint(
                name="collectionday_weekdays_known",
                condition=Q(weekdays__contained_by=[0, 1, 2, 3, 4, 5, 6], weekdays__len__gte=1),
            ),
            dates_in_order("collectionday"),
        ]


class PlannedWork(models.Model):
    """Works or an outage known beforehand: which topics it explains, where, and between which moments."""

    class WorkSource(models.TextChoices):
        CSV = "csv", "از پروندهٔ شهر"
        UNIT = "unit", "از واحد"

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=80)
    title_fa = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    text_fa = models.CharField(max_length=2000, blank=True)
    text_en = models.CharField(max_length=2000, blank=True)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The moment at which somebody, or a load, ended or cancelled it before its time.
    ended_at = models.DateTimeField(null=True, blank=True)
    # Whether a load ended it; a load does not reopen what a person ended.
    is_taken_back = models.BooleanField(default=False)
    topics = ArrayField(models.CharField(max_length=80))
    # A circle, or a neighbourhood, or (all empty) the whole city.
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    radius_m = models.PositiveIntegerField(null=True, blank=True)
    neighbourhood_code = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=WorkSource.choices)
    # A form that is submitted twice is one work.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - unique only where given

    class Meta:
        constraints = [
            UniqueConstraint(name="plannedwork_code_in_city", fields=["city", "code"]),
            UniqueConstraint(name="plannedwork_sent_once", fields=["city", "idempotency_key"]),
            CheckConstraint(name="plannedwork_begins_first", condition=Q(begins_at__lt=F("ends_at"))),
            CheckConstraint(name="plannedwork_has_topics", condition=Q(topics__len__gte=1)),
            CheckConstraint(name="plannedwork_source_known", condition=Q(source__in=["csv", "unit"])),
            CheckConstraint(
                name="plannedwork_circle_or_none",
                condition=Q(lat__isnull=True, lon__isnull=True, radius_m__isnull=True)
                | Q(lat__isnull=False, lon__isnull=False, radius_m__gt=0),
            ),
        ]
        indexes = [models.Index(name="plannedwork_by_end", fields=["city", "ends_at"])]

    def __str__(self) -> str:
        return self.code


class Season(Named):
    """A campaign (Nowruz, a night of snow) whose unit, hours and texts override the ordinary rules."""

    topics = ArrayField(models.CharField(max_length=80))
    # Empty: in the whole city.
    district_codes = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # Empty hours or clock: the topic's own.
    ack_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    visit_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    due_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    clock = models.CharField(max_length=1, blank=True)
    text_fa = models.CharField(max_length=2000, blank=True)
    text_en = models.CharField(max_length=2000, blank=True)
    menu_key = models.CharField(max_length=2, blank=True)
    # "csv": from the city's files; "desk": made in the product, and never removed by a load.
    source = models.CharField(max_length=10, default="csv")

    class Meta:
        constraints = [
            UniqueConstraint(name="season_code_in_city", fields=["city", "code"]),
            CheckConstraint(name="season_source_known", condition=Q(source__in=["csv", "desk"])),
            CheckConstraint(name="season_has_topics", condition=Q(topics__len__gte=1)),
            CheckConstraint(name="season_clock_known", condition=Q(clock__in=["", *CLOCKS])),
            CheckConstraint(
                name="season_hours_positive",
                condition=(Q(ack_hours__isnull=True) | Q(ack_hours__gt=0))
                & (Q(visit_hours__isnull=True) | Q(visit_hours__gt=0))
                & (Q(due_hours__isnull=True) | Q(due_hours__gt=0)),
            ),
            dates_in_order("season"),
        ]


class SeasonRun(models.Model):
    """One run of a season, past, present or planned; `lifted_at` if it was lifted before its end."""

    class RunSource(models.TextChoices):
        CSV = "csv", "از پروندهٔ شهر"
        DESK = "desk", "از میز مرکز"

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    # Whether a load lifted it; a load does not restart what a person lifted.
    is_taken_back = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=RunSource.choices)

    class Meta:
        constraints = [
            CheckConstraint(name="seasonrun_begins_first", condition=Q(begins_at__lt=F("ends_at"))),
            CheckConstraint(name="seasonrun_source_known", condition=Q(source__in=["csv", "desk"])),
        ]
        indexes = [models.Index(name="seasonrun_by_end", fields=["season", "ends_at"])]


class EscalationLevel(Dated):
    """An escalation step: who is notified at a share of a promise's time, by topic, unit, both, urgency, or city."""

    class Audience(models.TextChoices):
        CLERK = "clerk", "کارشناس"
        MANAGER = "manager", "مدیر"
        DEPUTY = "deputy", "معاون"
        MAYOR = "mayor", "دفتر شهردار"

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # U, N, P or I for the topics of an urgency, if neither topic nor unit is set; else empty.
    urgency = models.CharField(max_length=1, blank=True)
    percent = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=10, choices=Audience.choices)
    # "csv": from the city's files; "desk": decided in the product, and left alone by a load.
    source = models.CharField(max_length=10, default="csv")

    class Meta:
        constraints = [
            # Unlike `one_open`: an empty topic or unit is a value of its own here.
            UniqueConstraint(
                name="escalationlevel_one_open",
                fields=["city", "topic", "unit", "urgency", "percent"],
                condition=Q(valid_to__isnull=True),
                nulls_distinct=False,
            ),
            CheckConstraint(name="escalationlevel_percent_positive", condition=Q(percent__gt=0)),
            CheckConstraint(
                name="escalationlevel_audience_known", condition=Q(audience__in=["clerk", "manager", "deputy", "mayor"])
            ),
            CheckConstraint(
                name="escalationlevel_urgency_stands_alone",
                condition=Q(urgency="") | Q(urgency__in=URGENCIES, topic__isnull=True, unit__isnull=True),
            ),
            CheckConstraint(name="escalationlevel_source_known", condition=Q(source__in=["csv", "desk"])),
            dates_in_order("escalationlevel"),
        ]


class TopicAttribute(Dated):
    """One further question about a topic for whoever reports it (where the light stands, how deep the hole is).

    `values` are the choices of a list: [{"key", "fa", "en"}]. If it is not `is_asked`, its description is only
    shown as information.
    """

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    datatype = models.CharField(max_length=16)
    is_required = models.BooleanField(default=False)
    is_asked = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField()
    description_fa = models.CharField(max_length=400)
    description_en = models.CharField(max_length=400, blank=True)
    hint_fa = models.CharField(max_length=400, blank=True)
    hint_en = models.CharField(max_length=400, blank=True)
    values = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [
            one_open("topicattribute", "topic", "code"),
            CheckConstraint(
                name="topicattribute_datatype_known",
                condition=Q(datatype__in=["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]),
            ),
            CheckConstraint(name="topicattribute_order_positive", condition=Q(order__gte=1)),
            dates_in_order("topicattribute"),
        ]
