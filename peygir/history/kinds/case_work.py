"""Events of the work on a case: promises and their clock, escalation, visits, evidence, agencies."""

from peygir.history.catalogue import ABSENT, event
from peygir.history.kinds.cases import CaseEvent


@event("promises_given", file="case")
class PromisesGiven(CaseEvent):
    """The city promised: by when (ISO 8601) it acknowledges, visits and finishes; `season` is the season in force."""

    ack: str = ABSENT
    visit: str = ABSENT
    finish: str = ABSENT
    season: str = ABSENT


@event("promises_renewed", file="case")
class PromisesRenewed(CaseEvent):
    """The topic was corrected, and what is promised for the new one (`topic`, an id) replaces what was promised."""

    ack: str = ABSENT
    visit: str = ABSENT
    finish: str = ABSENT
    season: str = ABSENT
    topic: int | None
    was: int | None


@event("promises_moved", file="case", ends=True)
class PromisesMoved(CaseEvent):
    """A change of the city's calendar (the event number `decision` of the city) moved what is promised."""

    decision: int
    ack: str = ABSENT
    visit: str = ABSENT
    finish: str = ABSENT


@event("promise_broken", file="case")
class PromiseBroken(CaseEvent):
    """A promise was not kept: when it was due, and for a finish the new date, if that was granted, and the reason."""

    promise: str
    due: str
    new: str = ABSENT
    granted: bool = ABSENT
    reason: str = ABSENT


@event("clock_paused", file="case", ends=True)
class ClockPaused(CaseEvent):
    """The promises' clock stands, from the event `pause` of this file on, until a moment (ISO 8601, or "")."""

    pause: int
    reason: str
    since: str
    until: str


@event("clock_resumed", file="case", ends=True)
class ClockResumed(CaseEvent):
    """The promises' clock runs again; `worked` is the working time (seconds) for which it stood.

    `new` is the date to come of work that is late by then.
    """

    pause: int
    reason: str
    since: str
    to: str
    worked: int
    finish: str = ABSENT
    new: str = ABSENT


@event("replan_asked", file="case", touches="due", ends=True)
class MoreTimeRequested(CaseEvent):
    """The owning unit asks for more time, until a moment (ISO 8601)."""

    replan: int
    reason: str
    until: str


@event("replan_granted", file="case", touches="due")
class MoreTimeGranted(CaseEvent):
    """The centre granted the new date (ISO 8601)."""

    replan: int
    reason: str
    new: str


@event("replan_refused", file="case", touches="due", ends=True)
class MoreTimeRefused(CaseEvent):
    """The centre refused the new date (ISO 8601)."""

    replan: int
    reason: str
    new: str


@event("case_climbed", file="case", is_internal=True)
class CaseEscalated(CaseEvent):
    """A share (`percent`) of the promised time is used, and the next level (`audience`) is told.

    `reached` is the level at which somebody was found, `unit` the unit (an id) of that person.
    """

    step: int
    promise: int
    percent: int
    audience: str
    reached: str
    unit: int | None


@event("visit_made", file="case", touches="visits")
class VisitMade(CaseEvent):
    """Somebody of the owning unit was at the place."""

    visit: int


@event("evidence_received", file="case")
class EvidenceReceived(CaseEvent):
    """The owning unit brought a photo or a form as evidence of the work."""

    evidence: int


@event("evidence_ready", file="case")
class EvidenceReady(CaseEvent):
    """A photo of the work was re-encoded and can be shown to staff."""

    evidence: int


@event("evidence_refused", file="case", ends=True)
class EvidenceRefused(CaseEvent):
    """A photo of the work could not be read as a picture."""

    evidence: int


@event("agency_chase_due", file="case", ends=True)
class AgencyReminderDue(CaseEvent):
    """An agency has not answered; it was reminded `chased` times so far and is due to be reminded again."""

    agency: int
    handover: int
    chased: int


@event("agency_chased", file="case", ends=True)
class AgencyReminded(CaseEvent):
    """Somebody reminded the agency, by these means, for the `chased`-th time."""

    agency: int
    handover: int
    chased: int
    means: str


@event("agency_answered", file="case")
class AgencyAnswered(CaseEvent):
    """The agency answered; `status` is what its own server says, where it has one."""

    agency: int
    handover: int
    status: str = ABSENT


@event("agency_told_more", file="case", ends=True)
class AgencyToldMore(CaseEvent):
    """The agency's own server says something new, and is not done yet."""

    agency: int
    handover: int
    status: str


@event("case_inspected", file="case", touches="inspection")
class CaseInspected(CaseEvent):
    """An inspector looked at finished work; `evidence` is a photo of it (an id). "not_fixed" reopens the case too."""

    inspection: int
    finding: str
    evidence: int = ABSENT


@event("case_ordered", file="case", is_internal=True, ends=True)
class CaseOrdered(CaseEvent):
    """The case became part of a work order (an id, and its number)."""

    order: int
    number: str


@event("case_reporter_called", file="case", is_internal=True, ends=True)
class CaseReporterCalled(CaseEvent):
    """A crew asked the exchange to connect it with the reporter (`call`: an id); no number is part of it."""

    order: int
    call: int


@event("case_order_left", file="case", is_internal=True, ends=True)
class CaseLeftOrder(CaseEvent):
    """The case is no longer part of a work order; `why` is of `fieldwork.order_states.CaseLeftWhy`."""

    order: int
    number: str
    why: str


@event("case_order_result", file="case", is_internal=True, ends=True)
class CaseOrderResult(CaseEvent):
    """What came of a work order for the case: of `fieldwork.order_states.OrderResult`."""

    order: int
    number: str
    result: str
    reason: str = ABSENT


@event("finding_objected", file="case", touches="inspection", is_internal=True)
class FindingObjected(CaseEvent):
    """The unit objects to the finding "not fixed" of an inspection (an id)."""

    inspection: int


@event("objection_decided", file="case", touches="inspection", is_internal=True)
class ObjectionDecided(CaseEvent):
    """The centre decided about the objection to an inspection (an id): "upheld" or "rejected"."""

    inspection: int
    outcome: str
