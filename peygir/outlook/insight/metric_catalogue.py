"""All metrics by their codes, in the order in which pages list them."""

from types import MappingProxyType
from typing import Final

from peygir.outlook.insight.metrics.agency_answer_time import AGENCY_ANSWER_TIME
from peygir.outlook.insight.metrics.agency_referrals import AGENCY_REFERRALS
from peygir.outlook.insight.metrics.calls_answered import CALLS_ANSWERED
from peygir.outlook.insight.metrics.cases_open import CASES_OPEN
from peygir.outlook.insight.metrics.cases_opened import CASES_OPENED
from peygir.outlook.insight.metrics.cases_reopened import CASES_REOPENED
from peygir.outlook.insight.metrics.clock_pauses import CLOCK_PAUSES
from peygir.outlook.insight.metrics.closed_unconfirmed import CLOSED_UNCONFIRMED
from peygir.outlook.insight.metrics.confirmed import CONFIRMED
from peygir.outlook.insight.metrics.contacts import CONTACTS
from peygir.outlook.insight.metrics.inspections_not_fixed import INSPECTIONS_NOT_FIXED
from peygir.outlook.insight.metrics.message_cost import MESSAGE_COST
from peygir.outlook.insight.metrics.messages import MESSAGES
from peygir.outlook.insight.metrics.orders_made import ORDERS_MADE
from peygir.outlook.insight.metrics.promises_kept import PROMISES_KEPT
from peygir.outlook.insight.metrics.reports_joined import REPORTS_JOINED
from peygir.outlook.insight.metrics.reports_received import REPORTS_RECEIVED
from peygir.outlook.insight.metrics.satisfied import SATISFIED
from peygir.outlook.insight.metrics.slow_to_finish import SLOW_TO_FINISH
from peygir.outlook.insight.metrics.time_to_finish import TIME_TO_FINISH
from peygir.outlook.insight.metrics.wait import WAIT
from peygir.outlook.insight.metrics.work_cost import WORK_COST

_ALL: Final = (
    CASES_OPENED,
    CASES_OPEN,
    REPORTS_RECEIVED,
    REPORTS_JOINED,
    TIME_TO_FINISH,
    SLOW_TO_FINISH,
    CASES_REOPENED,
    CLOSED_UNCONFIRMED,
    PROMISES_KEPT,
    CLOCK_PAUSES,
    AGENCY_REFERRALS,
    AGENCY_ANSWER_TIME,
    CONFIRMED,
    SATISFIED,
    INSPECTIONS_NOT_FIXED,
    CONTACTS,
    CALLS_ANSWERED,
    WAIT,
    MESSAGES,
    MESSAGE_COST,
    ORDERS_MADE,
    WORK_COST,
)
METRICS: Final = MappingProxyType({metric.code: metric for metric in _ALL})
"""Every metric, by its code."""
