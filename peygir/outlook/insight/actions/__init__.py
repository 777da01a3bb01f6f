"""The actions of alarms and estimates: examining weeks, telling people, recording verdicts, estimating each week."""

from peygir.outlook.insight.actions.estimating import ESTIMATE_WEEK, estimate_due_week, plan_estimates
from peygir.outlook.insight.actions.examining import EXAMINE_WEEKS, examine_due_weeks, examine_week, plan_weeks
from peygir.outlook.insight.actions.telling import tell_of_alarm
from peygir.outlook.insight.actions.verdicts import (
    AlarmAnswerIsUnknown,
    AlarmIsJudged,
    AlarmNotYours,
    KnownDayIsWrong,
    NoSuchAlarm,
    judge_alarm,
)

__all__ = [
    "ESTIMATE_WEEK",
    "EXAMINE_WEEKS",
    "AlarmAnswerIsUnknown",
    "AlarmIsJudged",
    "AlarmNotYours",
    "KnownDayIsWrong",
    "NoSuchAlarm",
    "estimate_due_week",
    "examine_due_weeks",
    "examine_week",
    "judge_alarm",
    "plan_estimates",
    "plan_weeks",
    "tell_of_alarm",
]
