"""Events of contacts with the call centre, of citizens to be called back, and of marks on callers."""

from peygir.history.catalogue import EventData, event


@event("call_rang", file="contact", ends=True)
class CallRang(EventData):
    """A call came in."""

    channel: str


@event("call_asked", file="contact", ends=True)
class OutgoingCallOrdered(EventData):
    """An operator ordered a call to a citizen; `call_back` is the id of the call-back that it is a try of."""

    call_back: int | None


@event("call_answered", file="contact", ends=True)
class CallAnswered(EventData):
    """A phone took the call for the first time; `operator` is the id of the member of staff who has it."""

    operator: int | None


@event("call_transferred", file="contact", ends=True)
class CallTransferred(EventData):
    """The call went from one operator to another."""

    operator: int | None
    from_: int | None


@event("call_ended", file="contact", ends=True)
class CallEnded(EventData):
    """A call that was answered ended; `seconds` of talk, None where nobody spoke."""

    seconds: int | None


@event("call_missed", file="contact")
class CallMissed(EventData):
    """A call ended without an answer, or its caller was left alone; `outcome` says how."""

    outcome: str


@event("call_failed", file="contact", ends=True)
class CallFailed(EventData):
    """A call of ours ended before the citizen's phone was dialled."""

    outcome: str


@event("call_lost", file="contact", ends=True)
class CallBecameUncertain(EventData):
    """Part of what the exchange told of a call was lost, so its times are in doubt."""


@event("call_reviewed", file="contact", ends=True)
class CallReviewed(EventData):
    """A record of the exchange or a supervisor settled the doubt about a call's times."""


@event("call_pass_asked", file="contact", ends=True)
class TransferRequested(EventData):
    """An operator asked the exchange to pass the call to a colleague's phone."""

    from_: int | None
    to: int


@event("call_pass_failed", file="contact", ends=True)
class TransferFailed(EventData):
    """The exchange did not pass the call on, or the colleague did not pick up."""

    to: int


@event("call_pass_end_asked", file="contact", ends=True)
class ConsultationEndRequested(EventData):
    """An operator asked to end a consultation: the colleague has the call (`wish` "give") or does not ("back")."""

    to: int
    wish: str


@event("call_taken_back", file="contact", ends=True)
class TransferTakenBack(EventData):
    """An operator took back a call that was to be passed to a colleague."""

    to: int


@event("contact_told", file="contact")
class ContactOutcomeSet(EventData):
    """An operator said what came of a contact; `reports` is the number of reports that were taken in it."""

    outcome: str
    reports: int


@event("contact_recorded", file="contact", ends=True)
class ContactRecorded(EventData):
    """A member of staff entered a contact that no exchange told of."""

    channel: str
    from_paper: bool


@event("contact_handed_over", file="contact", ends=True)
class ContactHandedOver(EventData):
    """An operator gave a contact without an outcome to a colleague."""

    to: int


@event("recording_opened", file="contact", ends=True)
class RecordingOpened(EventData):
    """A member of staff opened the recording of a call, which the exchange has."""


@event("call_back_planned", file="callback", ends=True)
class CallBackPlanned(EventData):
    """A citizen whose call was missed is to be called back, until the moment `due`."""

    contact: int
    due: str


@event("call_back_grew", file="callback", ends=True)
class CallBackGrew(EventData):
    """Another call of a citizen who waits to be called back was missed."""

    contact: int


@event("call_back_tried", file="callback", ends=True)
class CallBackTried(EventData):
    """A citizen who waits to be called back was dialled in vain: `tries` so far, and why it failed."""

    tries: int
    why: str


@event("call_back_settled", file="callback", ends=True)
class CallBackSettled(EventData):
    """A citizen no longer waits to be called back."""

    state: str


@event("mark_proposed", file="mark", ends=True, keys={"mark": "kind"})
class CallerMarkProposed(EventData):
    """A rule proposed to mark a caller: the kind of mark, and the number of calls that it rests on."""

    mark: str
    count: int


@event("mark_decided", file="mark", ends=True)
class CallerMarkDecided(EventData):
    """A supervisor confirmed or dismissed a proposed mark."""

    state: str
