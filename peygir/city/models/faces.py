"""Descriptions of topics and seasons from a day on, decided in the product over the city's files.

Versions: the row in force on a day overrides the files' values of the same thing; without one the files hold.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q

from peygir.city.models.ground import Dated, Unit, dates_in_order, one_open
from peygir.city.models.local_knowledge import Season
from peygir.city.models.topics import Topic
from peygir.city.urgencies import CLOCKS


class TopicFace(Dated):
    """A topic's decided names, texts for citizens, visibility, and whether it can be chosen at all."""

    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+")
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    words_fa = models.CharField(max_length=400, blank=True)
    words_en = models.CharField(max_length=400, blank=True)
    is_public = models.BooleanField(default=True)
    is_confidential = models.BooleanField(default=False)
    is_ended = models.BooleanField(default=False)
    source = models.CharField(max_length=10, default="desk")

    class Meta:
        constraints = [one_open("topicface", "topic"), dates_in_order("topicface")]
        indexes = [models.Index(name="topicface_by_date", fields=["topic", "valid_from"])]


class SeasonFace(Dated):
    """A season's decided name, reach, hours and texts; empty hours or clock: the topic's own."""

    season = models.ForeignKey(Season, on_delete=models.PROTECT, related_name="+")
    name_fa = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    topics = ArrayField(models.CharField(max_length=80))
    district_codes = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ack_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    visit_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    due_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    clock = models.CharField(max_length=1, blank=True)
    text_fa = models.CharField(max_length=2000, blank=True)
    text_en = models.CharField(max_length=2000, blank=True)
    menu_key = models.CharField(max_length=2, blank=True)
    source = models.CharField(max_length=10, default="desk")

    class Meta:
        constraints = [
            one_open("seasonface", "season"),
            CheckConstraint(name="seasonface_has_topics", condition=Q(topics__len__gte=1)),
            CheckConstraint(name="seasonface_clock_known", condition=Q(clock__in=["", *CLOCKS])),
            dates_in_order("seasonface"),
        ]
