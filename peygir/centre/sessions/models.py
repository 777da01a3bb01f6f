"""Live sessions of managers, the citizens who want to speak, the notes of conversations, and the orders given."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.centre.sessions.words import ORDERS, PLACES, STATES
from peygir.history.models import Chained


class LiveSession(Chained):
    """A manager on the phone: their unit, the times, the number, and how many citizens there is room for."""

    history_file: ClassVar[str] = "session"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    who_fa = models.CharField(max_length=80)
    who_en = models.CharField(max_length=80, blank=True, default="")
    role_fa = models.CharField(max_length=120, blank=True, default="")
    role_en = models.CharField(max_length=120, blank=True, default="")
    about = models.CharField(max_length=300, blank=True, default="")
    line = models.CharField(max_length=40)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.SmallIntegerField()
    state = models.CharField(max_length=7, default="planned")
    notes = models.TextField(blank=True, default="")
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="session_state_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="session_times_in_order"),
            models.CheckConstraint(condition=Q(places__gt=0), name="session_has_places"),
        ]
        indexes = [models.Index(fields=["city", "begins_at"], name="session_by_time")]


class Registration(models.Model):
    """A citizen who wants to speak, or spoke: their question, their case, and the notes of the conversation."""

    session = models.ForeignKey(LiveSession, on_delete=models.PROTECT, related_name="registrations", db_index=False)
    phone = models.CharField(max_length=16, blank=True, default="")  # E.164
    name = models.CharField(max_length=120, blank=True, default="")
    words = models.TextField(blank=True, default="")
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, default="fa")
    at = models.DateTimeField()
    by = models.CharField(max_length=32)  # the citizen, or who took the call
    state = models.CharField(max_length=9, default="waiting")
    state_at = models.DateTimeField()
    notes = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(PLACES)), name="place_state_is_known"),
            models.UniqueConstraint(
                fields=["session", "phone"],
                name="one_place_per_phone",
                condition=Q(state="waiting") & ~Q(phone=""),
            ),
        ]
        indexes = [
            models.Index(fields=["session", "at"], name="place_in_queue"),
            models.Index(fields=["phone"], name="place_of_phone", condition=Q(state="waiting") & ~Q(phone="")),
        ]


class LiveOrder(Chained):
    """An order given in a conversation: which unit does what by when, and its answer."""

    history_file: ClassVar[str] = "order"

    session = models.ForeignKey(LiveSession, on_delete=models.PROTECT, related_name="orders")
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="orders")
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    words = models.TextField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, default="open")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=32)
    answer = models.TextField(blank=True, default="")
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(ORDERS)), name="order_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | ~Q(state="open") & Q(done_at__isnull=False),
                name="order_done_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "due_at"], name="order_of_unit", condition=Q(state="open")),
            models.Index(fields=["city", "given_at"], name="order_by_time"),
        ]
