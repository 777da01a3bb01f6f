"""Events of what outside agencies say of a referral, in the case's file, and of their terms and people, in the city's.

`request` is the id of the referral as the agency has it, `agency` and the others are ids of the city's data.
"""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, EventData, event
from peygir.history.kinds.cases import CaseEvent


@dataclass(frozen=True, kw_only=True)
class AgencyRequestEvent(CaseEvent):
    """An event of one referral."""

    agency: int
    request: int


@event("agency_confirmed", file="case", ends=True)
class AgencyConfirmed(AgencyRequestEvent):
    """The agency confirmed that it has received the referral."""


@event("agency_refused", file="case", ends=True)
class AgencyRefused(AgencyRequestEvent):
    """The agency says that it is not its business, and perhaps whose it is."""

    other_agency: int = ABSENT
    other_unit: int = ABSENT


@event("agency_asked_centre", file="case", is_internal=True, ends=True)
class AgencyAskedCentre(AgencyRequestEvent):
    """The agency asked the centre a question (an id)."""

    question: int


@event("agency_asked_citizens", file="case")
class AgencyAskedCitizens(AgencyRequestEvent):
    """The agency asked those who reported the case a question (an id)."""

    question: int


@event("agency_question_answered", file="case", is_internal=True, ends=True)
class AgencyQuestionAnswered(AgencyRequestEvent):
    """The question of an agency was answered."""

    question: int
    to: str


@event("agency_overdue", file="case", ends=True)
class AgencyOverdue(AgencyRequestEvent):
    """The agency has not confirmed, or not answered, in its time; `what` is the step of its clock."""

    what: str


@event("agency_escalated", file="case", ends=True)
class AgencyEscalated(AgencyRequestEvent):
    """The referral was put on the list that goes to the governor's office, by the letter of this number."""

    letter: str


@event("agency_saw_reporter", file="case", ends=True)
class AgencySawReporter(AgencyRequestEvent):
    """The agency looked at the name and number of the reporter of a report (an id), who had agreed to it."""

    report: int


@event("agency_terms_set", file="city", ends=True)
class AgencyTermsSet(EventData):
    """The terms of an agency were set: working days, and whether it has an address; `days` is empty for "none"."""

    agency: int
    days: list[int]


@event("agency_person_added", file="city", ends=True)
class AgencyPersonAdded(EventData):
    """A person of an agency may sign in from now on."""

    agency: int
    person: int


@event("agency_person_ended", file="city", ends=True)
class AgencyPersonEnded(EventData):
    """A person of an agency may sign in no more."""

    agency: int
    person: int


@event("agency_month_written", file="city", ends=True)
class AgencyMonthWritten(EventData):
    """The letter with an agency's figures of a month (its first day) was written."""

    agency: int
    first: str
    letter: str
