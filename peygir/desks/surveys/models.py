"""The surveys' tables: the settings, the daily samples, and the citizens asked, with their answers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from peygir.cases.questions import SurveyAnswer
from peygir.desks.surveys.words import REASONS, STATES, WAYS
from peygir.history.models import Chained


class SurveyPolicy(Chained):
    """The survey settings from a moment on; the newest that has begun is in force. Without any, nobody is asked."""

    history_file: ClassVar[str] = "survterm"

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    is_on = models.BooleanField(default=True)
    first_on = models.DateField()  # cases closed from this day on are sampled
    share = models.SmallIntegerField()  # per cent of a unit's other cases
    most = models.SmallIntegerField()
    sms_share = models.SmallIntegerField()
    is_voice = models.BooleanField(default=False)  # phone surveys are made by the PBX's voice menu
    opens = models.TimeField()
    closes = models.TimeField()
    tries = models.SmallIntegerField()
    answer_days = models.SmallIntegerField()
    sms_hours = models.SmallIntegerField()
    rest_days = models.SmallIntegerField()  # no citizen is asked twice within these days
    fewest = models.SmallIntegerField()
    seed = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="survey_day_is_a_day"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=100), name="survey_share_is_a_share"),
            models.UniqueConstraint(fields=["city", "from_at"], name="one_survey_policy_per_moment"),
        ]


class SurveyShare(models.Model):
    """A unit with a sampling share of its own."""

    terms = models.ForeignKey(SurveyPolicy, on_delete=models.PROTECT, related_name="shares", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    share = models.SmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["terms", "unit"], name="one_survey_share_per_unit")]


class SurveyDraw(models.Model):
    """The sample of one day: how many of the closed cases were drawn, and the seed that reproduces it."""

    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    at = models.DateTimeField()
    seed = models.CharField(max_length=80)
    closed = models.IntegerField()
    drawn = models.IntegerField()
    unreachable = models.IntegerField(default=0)  # drawn, but nobody could be asked: no phone, silent, asked lately

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "day"], name="one_survey_draw_per_day")]


class SurveyAsk(Chained):
    """One citizen who is asked how a closed case ended, by call or SMS, until an answer or the last try."""

    history_file: ClassVar[str] = "survey"

    draw = models.ForeignKey(SurveyDraw, on_delete=models.PROTECT, related_name="asks", db_index=False)
    city = models.ForeignKey("city.City", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey("cases.Report", on_delete=models.PROTECT, related_name="+")
    citizen = models.ForeignKey("people.Citizen", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("city.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)  # the worker
    why = models.CharField(max_length=8)
    way = models.CharField(max_length=5)
    state = models.CharField(max_length=9, default="open")
    answer = models.CharField(max_length=11, blank=True, default="")
    channel = models.CharField(max_length=6, blank=True, default="")  # channel of the answer
    tried = models.CharField(max_length=9, blank=True, default="")  # the part of the day of each call, as "02"
    asked_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)  # when to call, or when to stop waiting for an answer to the SMS
    closes_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=sorted(REASONS)), name="survey_reason_is_known"),
            models.CheckConstraint(condition=Q(way__in=sorted(WAYS)), name="survey_way_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="survey_state_is_known"),
            models.CheckConstraint(condition=Q(answer__in=["", *SurveyAnswer.values()]), name="survey_answer_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True, next_at__isnull=False)
                | ~Q(state="open") & Q(ended_at__isnull=False, next_at__isnull=True),
                name="survey_open_has_a_time",
            ),
            models.UniqueConstraint(fields=["draw", "case"], name="one_survey_ask_per_case"),
        ]
        indexes = [
            models.Index(fields=["city", "next_at"], name="survey_ask_due", condition=Q(state="open")),
            models.Index(fields=["closes_at"], name="survey_ask_closing", condition=Q(state="open")),
            models.Index(fields=["citizen", "asked_at"], name="survey_ask_of_citizen"),
            models.Index(fields=["city", "asked_at"], name="survey_ask_by_time"),
        ]


class SurveyCall(models.Model):
    """One call of the PBX's voice menu to a citizen: placed once at most, settled with or without a key."""

    ask = models.ForeignKey(SurveyAsk, on_delete=models.PROTECT, related_name="calls", db_index=False)
    key = models.CharField(max_length=40, unique=True)  # the first channel's id, so that all its events carry it
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)  # when the PBX reported a failure; another event may give the reason
    settled_at = models.DateTimeField(null=True)
    pressed = models.CharField(max_length=1, blank=True, default="")
    words = models.CharField(max_length=120, blank=True, default="")  # why there is no key, as the PBX reports it
    is_fault = models.BooleanField(default=False)  # a failure of the PBX: counts as no try

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ask"], condition=Q(settled_at__isnull=True), name="one_open_survey_call_per_ask"
            ),
        ]
        indexes = [
            models.Index(fields=["ask", "asked_at"], name="survey_call_of_ask"),
            models.Index(fields=["asked_at"], name="survey_call_open", condition=Q(settled_at__isnull=True)),
        ]
