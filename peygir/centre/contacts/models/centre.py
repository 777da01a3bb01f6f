"""Tables beside the contacts: call-backs, caller marks, workstations, the centre's settings, the PBX connection."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from peygir.centre.contacts.words import CALL_BACKS, MARK_STATES, MARKS, PRESENCES
from peygir.history.models import Chained


class CallBack(Chained):
    """A missed caller who is to be called by a moment; one open row for each number."""

    history_file: ClassVar[str] = "callback"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    phone = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="open")
    calls = models.SmallIntegerField(default=1)  # number of missed calls
    tries = models.SmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=120, blank=True, default="")  # why the last attempt did not reach them
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(CALL_BACKS)), name="call_back_state_is_known"),
            models.UniqueConstraint(
                fields=["city", "phone"], condition=Q(state="open"), name="one_open_call_back_per_phone"
            ),
        ]
        indexes = [
            models.Index(fields=["city", "due_at"], name="call_back_due", condition=Q(state="open")),
        ]


class CallerMark(Chained):
    """What the marking rule noticed of a number, and a supervisor's decision; it is shown, and blocks nobody."""

    history_file: ClassVar[str] = "mark"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    phone = models.CharField(max_length=16)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=10, default="proposed")
    count = models.IntegerField()  # the calls by which it was noticed
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    until = models.DateTimeField(null=True, blank=True)  # the decision holds until then

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=sorted(MARKS)), name="mark_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=MARK_STATES), name="mark_state_is_known"),
            models.UniqueConstraint(fields=["city", "phone", "kind"], name="one_mark_per_phone_and_kind"),
        ]


class Workstation(models.Model):
    """A phone of the centre and who is at it now, with the PBX's presence of it."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    extension = models.CharField(max_length=40)
    staff = models.OneToOneField("people.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    sat_at = models.DateTimeField(null=True, blank=True)
    presence = models.CharField(max_length=8, blank=True, default="")
    presence_at = models.DateTimeField(null=True, blank=True)
    why_paused = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "extension"], name="one_workstation_per_extension"),
            models.CheckConstraint(condition=Q(presence__in=sorted(PRESENCES)), name="presence_is_known"),
        ]


class CentrePolicy(Chained):
    """One version of the centre's settings: when a missed call is called back, and the marking rule's thresholds."""

    history_file: ClassVar[str] = "callterm"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()  # the newest that has begun is in force
    day_opens = models.TimeField()
    day_closes = models.TimeField()
    day_minutes = models.IntegerField()  # a call missed by day is called back within these
    night_minutes = models.IntegerField()  # one missed by night, within these after the day begins
    short_seconds = models.IntegerField()  # a caller who hangs up sooner is not called back
    most_tries = models.IntegerField()
    prank_calls = models.IntegerField()
    prank_days = models.IntegerField()
    repeat_calls = models.IntegerField()
    repeat_days = models.IntegerField()
    mark_days = models.IntegerField()  # how long a supervisor's decision on a mark holds
    area_code = models.CharField(max_length=4, blank=True)  # of the city's landlines; the PBX omits it

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(day_closes__gt=models.F("day_opens")), name="call_day_is_a_day"),
            models.UniqueConstraint(fields=["city", "from_at"], name="one_centre_policy_per_moment"),
        ]


class PbxLine(models.Model):
    """The state of the PBX connection: since when it is up or cut, and until when it was last known to be up."""

    city = models.OneToOneField("city.City", primary_key=True, on_delete=models.PROTECT, related_name="+")
    is_up = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    heard_at = models.DateTimeField(null=True, blank=True)
    words = models.CharField(max_length=200, blank=True, default="")
