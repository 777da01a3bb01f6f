"""Where a referral stands with its agency, from its row and its case."""

from peygir.cases.models import Case
from peygir.cases.states import CaseState
from peygir.desks.partners.agency_states import AgencyStage
from peygir.desks.partners.models import AgencyRequest


def is_waiting(row: AgencyRequest, case: Case) -> bool:
    """Whether the request still waits for its agency: not answered, and the case with it by this very referral."""
    is_with_it = case.state == CaseState.REFERRED_OUT and case.agency_id == row.agency_id and not case.is_confidential
    return is_with_it and row.answered_at is None and row.refused_at is None and row.ended_at is None


def stage_of(row: AgencyRequest, case: Case, *, is_asked: bool) -> AgencyStage:
    """Where a referral stands; `is_asked`: a question of the agency waits for an answer."""
    if row.answered_at is not None:
        return AgencyStage.ANSWERED
    if row.refused_at is not None:
        return AgencyStage.REFUSED
    if not is_waiting(row, case):
        return AgencyStage.OVER
    if is_asked:
        return AgencyStage.ASKED
    return AgencyStage.CONFIRMED if row.confirmed_at is not None else AgencyStage.WAITING
