"""A city's topics, the terms that it promises for each, and who owns each in which district."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from peygir.city.models.ground import Agency, City, Dated, Named, Unit, dates_in_order, one_open
from peygir.city.urgencies import CLOCKS, URGENCIES


class Topic(Named):
    """One topic that people can report, in its group."""

    class About(models.TextChoices):
        PLACE = "place", "شهر"
        STAFF = "staff", "رفتار کارکنان یا پیمانکار"
        OUTCOME = "outcome", "پاسخ یا انجام نشدن کار"

    group_code = models.CharField(max_length=80)
    group_fa = models.CharField(max_length=200)
    group_en = models.CharField(max_length=200)
    # D, D-branch, a unit's code, X (an agency) or C (the centre).
    unit_type = models.CharField(max_length=80)
    unit_fa = models.CharField(max_length=200, blank=True)
    name_status = models.CharField(max_length=200, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about = models.CharField(max_length=10, choices=About.choices, default=About.PLACE)
    needs_place = models.BooleanField(default=True)
    is_confidential = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    emergency_phone = models.CharField(max_length=20, blank=True)
    # Pairs of a phone number and a phrase that indicates this emergency.
    emergency_words = models.JSONField(default=list, blank=True)
    # The kind of waste whose collection days this topic is about ("household", "recycling"), or empty.
    collection_kind = models.CharField(max_length=10, blank=True)
    # The text for citizens beside the name, and whether its cases are public on the map and in lists.
    words_fa = models.CharField(max_length=400, blank=True)
    words_en = models.CharField(max_length=400, blank=True)
    is_public = models.BooleanField(default=True)
    # "csv": from the city's files; "desk": made in the product, and never removed by a load.
    source = models.CharField(max_length=10, default="csv")
    # The files' values while a decision (`TopicFace`) overrides them; null: nothing is decided.
    filed = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            UniqueConstraint(name="topic_code_in_city", fields=["city", "code"]),
            CheckConstraint(name="topic_about_known", condition=Q(about__in=["place", "staff", "outcome"])),
            CheckConstraint(
                name="topic_collection_kind_known", condition=Q(collection_kind__in=["", "household", "recycling"])
            ),
            CheckConstraint(name="topic_emergency_has_phone", condition=Q(is_emergency=False) | ~Q(emergency_phone="")),
            CheckConstraint(name="topic_source_known", condition=Q(source__in=["csv", "desk"])),
            dates_in_order("topic"),
        ]


class TopicPolicy(Dated):
    """The city's terms for a topic; zero hours mean "at once, no promise"."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    # U urgent, N normal, P planned, I on the spot.
    urgency = models.CharField(max_length=1)
    ack_hours = models.DecimalField(max_digits=7, decimal_places=2)
    visit_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    due_hours = models.DecimalField(max_digits=7, decimal_places=2)
    # C counts calendar hours, B working time.
    clock = models.CharField(max_length=1)
    # "csv": from the city's files; "desk": decided in the product, and left alone by a load.
    source = models.CharField(max_length=10, default="csv")

    class Meta:
        verbose_name_plural = "topic terms"
        constraints = [
            one_open("topicpolicy", "topic"),
            CheckConstraint(name="topicpolicy_urgency_known", condition=Q(urgency__in=URGENCIES)),
            CheckConstraint(name="topicpolicy_clock_known", condition=Q(clock__in=CLOCKS)),
            CheckConstraint(name="topicpolicy_source_known", condition=Q(source__in=["csv", "desk"])),
            CheckConstraint(
                name="topicpolicy_hours_not_negative",
                condition=Q(ack_hours__gte=0, due_hours__gte=0) & (Q(visit_hours__isnull=True) | Q(visit_hours__gte=0)),
            ),
            dates_in_order("topicpolicy"),
        ]
        indexes = [models.Index(name="topicpolicy_by_date", fields=["topic", "valid_from"])]


class Ownership(Dated):
    """A topic's owner in a district: a unit (and its branch) or an agency, and why."""

    class OwnershipSource(models.TextChoices):
        DEFAULT = "default", "از نوع واحد موضوع"
        CSV = "csv", "از جدول شهر"
        DESK = "desk", "به تصمیم مدیر سامانه"

    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    # Empty: in any district, or in none.
    district_code = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    branch = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=10, choices=OwnershipSource.choices, default=OwnershipSource.DEFAULT)
    reason_fa = models.CharField(max_length=400, blank=True)
    reason_en = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            one_open("ownership", "city", "topic", "district_code"),
            CheckConstraint(
                name="ownership_unit_or_agency",
                condition=Q(unit__isnull=False, agency__isnull=True) | Q(unit__isnull=True, agency__isnull=False),
            ),
            CheckConstraint(name="ownership_source_known", condition=Q(source__in=["default", "csv", "desk"])),
            dates_in_order("ownership"),
        ]
        indexes = [models.Index(name="ownership_by_date", fields=["topic", "district_code", "valid_from"])]
