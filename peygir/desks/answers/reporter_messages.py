"""Which events are told to reporters, by which kind of message."""

from typing import Final

from peygir.history.kinds.agencies import AgencyAskedCitizens
from peygir.history.kinds.case_moves import (
    CaseClosed,
    CaseDeclined,
    CaseFinished,
    CaseReferredOut,
    CaseReopened,
    CaseSplit,
)
from peygir.history.kinds.case_plans import (
    CaseFunded,
    CaseProposalRefused,
    CaseProposed,
    CaseWorksBegun,
    CaseWorksDone,
)
from peygir.history.kinds.case_work import (
    AgencyAnswered,
    MoreTimeGranted,
    PromiseBroken,
    PromisesGiven,
    PromisesRenewed,
)
from peygir.history.kinds.cases import CaseOpened, CaseTookIn, ReportJoined, ReportLeft

# Event kind → the kind of message that reporters get.
TOLD: Final = {
    CaseOpened.kind: "received",
    ReportJoined.kind: "received",
    PromisesGiven.kind: "referred",
    CaseReferredOut.kind: "referred_out",
    CaseFinished.kind: "done",
    CaseDeclined.kind: "declined",
    CaseClosed.kind: "closed",
    CaseReopened.kind: "reopened",
    PromiseBroken.kind: "late",
    PromisesRenewed.kind: "renewed",
    MoreTimeGranted.kind: "new_date",
    CaseProposed.kind: "plan_proposed",
    CaseFunded.kind: "plan_funded",
    CaseWorksBegun.kind: "plan_begun",
    CaseWorksDone.kind: "plan_done",
    CaseProposalRefused.kind: "plan_refused",
    AgencyAnswered.kind: "agency_answered",
    AgencyAskedCitizens.kind: "agency_asked",
}

LEAVING: Final = frozenset({ReportLeft.kind, CaseTookIn.kind, CaseSplit.kind})
"""Only after one of these events may a report have been withdrawn while its case continues."""
