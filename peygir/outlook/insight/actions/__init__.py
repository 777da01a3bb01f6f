"""The actions of alarms: examining weeks, telling people, and recording whether an alarm was real."""

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
    "EXAMINE_WEEKS",
    "AlarmAnswerIsUnknown",
    "AlarmIsJudged",
    "AlarmNotYours",
    "KnownDayIsWrong",
    "NoSuchAlarm",
    "examine_due_weeks",
    "examine_week",
    "judge_alarm",
    "plan_weeks",
    "tell_of_alarm",
]
