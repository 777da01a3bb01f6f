"""The actions of insight: alarms, estimates, saved questions, boards, weekly mails, and the city's reports."""

from peygir.outlook.insight.actions.boards import (
    NoSuchBoard,
    NoSuchTile,
    change_board,
    end_board,
    make_board,
    move_tile,
    put_on_board,
    take_off_board,
)
from peygir.outlook.insight.actions.estimating import ESTIMATE_WEEK, estimate_due_week, plan_estimates
from peygir.outlook.insight.actions.examining import EXAMINE_WEEKS, examine_due_weeks, examine_week, plan_weeks
from peygir.outlook.insight.actions.reporting import (
    approve_report,
    compose_report,
    drop_report_template,
    order_report,
    refuse_report,
    report_composers,
    save_report_template,
)
from peygir.outlook.insight.actions.saving import (
    NoSuchSavedQuestion,
    change_question,
    end_question,
    save_question,
)
from peygir.outlook.insight.actions.subscribing import (
    SEND_WEEKLY,
    NoAddressForMail,
    NoSuchSubscription,
    board_document_makers,
    plan_weekly_mails,
    send_weekly,
    subscribe,
    unsubscribe,
)
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
    "SEND_WEEKLY",
    "AlarmAnswerIsUnknown",
    "AlarmIsJudged",
    "AlarmNotYours",
    "KnownDayIsWrong",
    "NoAddressForMail",
    "NoSuchAlarm",
    "NoSuchBoard",
    "NoSuchSavedQuestion",
    "NoSuchSubscription",
    "NoSuchTile",
    "approve_report",
    "board_document_makers",
    "change_board",
    "change_question",
    "compose_report",
    "drop_report_template",
    "end_board",
    "end_question",
    "estimate_due_week",
    "examine_due_weeks",
    "examine_week",
    "judge_alarm",
    "make_board",
    "move_tile",
    "order_report",
    "plan_estimates",
    "plan_weekly_mails",
    "plan_weeks",
    "put_on_board",
    "refuse_report",
    "report_composers",
    "save_question",
    "save_report_template",
    "send_weekly",
    "subscribe",
    "take_off_board",
    "tell_of_alarm",
    "unsubscribe",
]
