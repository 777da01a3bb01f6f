"""Promises of a case, pauses of their clock, escalation steps, and requests for more time."""

from datetime import datetime

from django.db import models
from django.db.models import Q


class Promise(models.Model):
    """One promise, fixed when given: the moment it falls due, and the settings it came from.

    Kept while `kept_at` ≤ `due_at`; it runs on when the case is reopened (`kept_at` is emptied again). `broken_at` is
    written once, when `due_at` passed and it was not kept. `due_at` moves only by pauses, and where calendar days
    changed and the administrator asked for it. The first promise of a kind is the one that is scored, whatever replaces
    it later.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6)
    given_at = models.DateTimeField()
    given_due_at = models.DateTimeField()  # as given, before any pause
    due_at = models.DateTimeField()
    clock = models.CharField(max_length=1, blank=True)  # C calendar, B working time; empty: the imported target
    hours = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    terms = models.ForeignKey("city.TopicPolicy", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey("city.Topic", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The unit whose office hours were counted; a transfer does not change it.
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_first = models.BooleanField(default=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)  # the clock has been paused since
    granted_due_at = models.DateTimeField(null=True, blank=True)  # extended due date, granted by the centre
    proposed_due_at = models.DateTimeField(null=True, blank=True)  # date given to the citizen when the promise broke
    replaced_at = models.DateTimeField(null=True, blank=True)  # when promises of another topic replaced it
    is_over = models.BooleanField(default=False)  # merged, withdrawn or replaced: no longer counted

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="one_promise_of_a_kind", condition=Q(is_over=False)),
            models.UniqueConstraint(fields=["case", "kind"], name="one_first_promise", condition=Q(is_first=True)),
            models.CheckConstraint(condition=Q(kind__in=["ack", "visit", "finish"]), name="promise_kind_is_known"),
            models.CheckConstraint(
                condition=Q(due_at__gte=models.F("given_due_at")), name="promise_moves_only_forward"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="promise_running",
                condition=Q(kept_at__isnull=True, broken_at__isnull=True, paused_at__isnull=True, is_over=False),
            ),
            # The monthly metrics are counted from this index, however many months there are.
            models.Index(fields=["due_at"], name="promise_scored", condition=Q(kind="finish", is_first=True)),
        ]

    @property
    def new_due_at(self) -> datetime | None:
        """The newest date that the citizen was given instead of `due_at`: granted, or named when the promise broke."""
        return max((at for at in (self.granted_due_at, self.proposed_due_at) if at is not None), default=None)

    @property
    def is_running(self) -> bool:
        """Whether its clock runs: neither kept, nor paused, nor over."""
        return self.is_open and self.paused_at is None

    @property
    def is_open(self) -> bool:
        """Whether it has not been kept yet and is not over."""
        return self.kept_at is None and not self.is_over


class Pause(models.Model):
    """A period in which a case's clock is paused for a reason outside the city's control; fixed once it has ended.

    `worked` is the working time in it, by which promises of clock B moved. It ends when the case moves on, at the
    latest at `until_at`, the expected moment.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event that put the case on wait
    reason = models.CharField(max_length=8)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    to_at = models.DateTimeField(null=True, blank=True)
    worked = models.DurationField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="one_pause_per_wait"),
            models.CheckConstraint(condition=Q(reason__in=["citizen", "agency", "weather"]), name="pause_is_allowed"),
            models.CheckConstraint(
                condition=Q(to_at__isnull=True, worked__isnull=True)
                | Q(to_at__gte=models.F("from_at"), worked__isnull=False),
                name="pause_ends_whole",
            ),
        ]
        indexes = [models.Index(fields=["until_at"], name="pause_lasting", condition=Q(to_at__isnull=True))]


class EscalationStep(models.Model):
    """One escalation step of a finish promise: the share of its time after which it is due, and who is notified then.

    Planned while the promise runs, held while it is paused, fired once; `reached` and `unit` say at which level it
    found somebody.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+", db_index=False)
    percent = models.SmallIntegerField()
    audience = models.CharField(max_length=7)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, default="planned")
    fired_at = models.DateTimeField(null=True, blank=True)
    reached = models.CharField(max_length=7, blank=True)
    is_open = models.BooleanField(default=False)  # fired, and the case is still not finished
    unit = models.ForeignKey("city.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "promise", "percent"], name="one_step_of_a_percent"),
            models.CheckConstraint(condition=Q(state__in=["planned", "held", "fired"]), name="step_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="fired", fired_at__isnull=False) | ~Q(state="fired") & Q(fired_at__isnull=True),
                name="step_fired_has_a_time",
            ),
            models.CheckConstraint(condition=Q(is_open=False) | Q(state="fired"), name="step_open_has_fired"),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="step_due", condition=Q(state="planned")),
            models.Index(fields=["unit", "case"], name="step_climbed", condition=Q(is_open=True)),
        ]


class Replan(models.Model):
    """A unit's request for more time, with reason and date; the centre grants or refuses it. Both stay on record."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()  # number of the event of the request; its text is the Note of the same number
    reason = models.CharField(max_length=12)
    due_at = models.DateTimeField()  # the date requested
    asked_by = models.CharField(max_length=32)
    asked_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    decided_by = models.CharField(max_length=32, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_number = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="one_open_replan", condition=Q(decided_at__isnull=True)),
            models.UniqueConstraint(fields=["case", "number"], name="one_replan_per_event"),
            models.CheckConstraint(
                condition=Q(is_granted__isnull=True, decided_at__isnull=True)
                | Q(is_granted__isnull=False, decided_at__isnull=False),
                name="replan_is_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="replan_open", condition=Q(decided_at__isnull=True))]


class MonthCount(models.Model):
    """How many finish promises fell due in one Jalali month of a city and were kept, and when that was counted.

    A summary for pages: nothing is decided by it, and counting again restores it.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    first_on = models.DateField()  # the month's first day
    judged = models.IntegerField()
    kept = models.IntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "first_on"], name="one_count_of_a_month"),
            models.CheckConstraint(
                condition=Q(kept__gte=0, judged__gte=models.F("kept")), name="kept_are_among_the_judged"
            ),
        ]


class WeekCount(models.Model):
    """What happened in the seven days before a day in one scope: the city, a district, or a unit with those below.

    A summary for pages, counted at night. `late` and `scheduled` are how many cases stood so at the moment of counting,
    and empty for a past week that was counted afterwards.
    """

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    until_on = models.DateField()  # the day after the seventh
    scope = models.CharField(max_length=12)  # "city", "d3" (a district's id), "u5" (a unit's)
    opened = models.IntegerField(default=0)
    finished = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)
    judged = models.IntegerField(default=0)  # promises to finish that fell due
    kept = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)  # after a question whether it is fixed
    confirmed = models.IntegerField(default=0)  # of these, because a citizen said yes
    median_hours = models.FloatField(null=True)  # from the first report to the finished work
    late = models.IntegerField(null=True)
    scheduled = models.IntegerField(null=True)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "until_on", "scope"], name="one_count_of_a_week"),
        ]
