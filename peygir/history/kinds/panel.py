"""Events of the citizens' panel: its lot and members, what they judge and visit, findings, owed answers, petitions."""

from peygir.history.catalogue import ABSENT, EventData, event


@event("panel_made", file="panel", ends=True)
class PanelMade(EventData):
    """A panel was made: its days, its seats, and the day whose seed its lot uses."""

    from_on: str
    to_on: str
    seats: int
    seed_on: str
    seed_kind: str


@event("panel_joined", file="panel", ends=True)
class PanelJoined(EventData):
    """A citizen entered the lot, or left it again; `volunteer` is the code in the public list."""

    volunteer: str
    stays: bool


@event("panel_list_closed", file="panel", ends=True)
class PanelListClosed(EventData):
    """The list of volunteers was closed; `digest` is its SHA-256."""

    volunteers: int
    digest: str


@event("panel_drawn", file="panel", ends=True)
class PanelDrawn(EventData):
    """The lot was drawn with this seed; `members` are the codes of the public list."""

    seed: str
    members: list[str]
    empty: int


@event("panel_seat_offered", file="panel", ends=True)
class PanelSeatOffered(EventData):
    """A seat (its number) was offered to somebody: by lot, or to one whom the city honoured."""

    member: int
    origin: str


@event("panel_seat_answered", file="panel", ends=True)
class PanelSeatAnswered(EventData):
    """Somebody took the seat (its number) and accepted the code of conduct, or does not want it."""

    member: int
    accepts: bool


@event("panel_member_left", file="panel", ends=True)
class PanelMemberLeft(EventData):
    """A member (the number) left before the end of the term."""

    member: int
    reason: str


@event("panel_interest_declared", file="panel", ends=True)
class PanelInterestDeclared(EventData):
    """A member (the number) declared a conflict of interest, or said that it is over."""

    member: int
    reason: str
    ended: bool = ABSENT


@event("panel_sample_drawn", file="panel", ends=True)
class PanelSampleDrawn(EventData):
    """The cases of a month that the panel judges were drawn, from a list of this SHA-256."""

    first_on: str
    seed: str
    population: int
    drawn: int
    list_digest: str = ABSENT


@event("panel_case_judged", file="panel", ends=True)
class PanelCaseJudged(EventData):
    """A member (the number) judged a case of the month's sample (its number there)."""

    first_on: str
    case: int
    member: int
    solved: str


@event("panel_site_visited", file="panel")
class PanelSiteVisited(EventData):
    """A member (the number) visited the place of a public case; `photo` is the SHA-256 of what was sent."""

    visit: int
    member: int
    saw: str
    photo: str = ABSENT


@event("panel_photo_shown", file="panel", ends=True)
class PanelPhotoShown(EventData):
    """The photo of a visit was made public, or taken out of public again."""

    visit: int
    shown: bool


@event("panel_session_planned", file="panel", ends=True)
class PanelSessionPlanned(EventData):
    """A session was planned, or its day, place or agenda changed."""

    session: int
    held_on: str
    items: int


@event("panel_session_held", file="panel", ends=True)
class PanelSessionHeld(EventData):
    """The minutes of a session were made final; `digest` is their SHA-256, `members` the numbers of those present."""

    session: int
    members: list[int]
    digest: str


@event("panel_ended", file="panel", ends=True)
class PanelEnded(EventData):
    """The term of a panel ended."""


@event("panel_finding_proposed", file="pfinding", ends=True)
class PanelFindingProposed(EventData):
    """A member (the number) proposed a finding about a unit (an id), and the panel votes on it."""

    member: int
    unit: int


@event("panel_motion_opened", file="pfinding", ends=True)
class PanelMotionOpened(EventData):
    """A vote was opened: whether the finding is adopted, or settled. `panel` (an id) votes, if another found it."""

    motion: int
    vote: str
    member: int
    panel: int = ABSENT


@event("panel_motion_counted", file="pfinding", ends=True)
class PanelMotionCounted(EventData):
    """A vote ended; members with a conflict of interest were left out."""

    motion: int
    result: str
    eligible: int
    excluded: int
    yes: int
    no: int
    abstain: int


@event("panel_answer_owed", file="panelowed")
class PanelAnswerOwed(EventData):
    """A unit (an id) owes an answer about a finding or a petition (an id) until a moment."""

    unit: int
    due: str
    days: int
    finding: int = ABSENT
    petition: int = ABSENT


@event("panel_answer_not_read", file="panelowed")
class PanelAnswerNotRead(EventData):
    """The answer fell due, but nobody at the unit had read the notice: it was sent again, to the unit above, too."""

    unit: int


@event("panel_answer_late", file="panelowed")
class PanelAnswerLate(EventData):
    """The answer is late; the unit above is told. `was_read` says whether the notice was read."""

    unit: int
    working_days: int
    was_read: bool


@event("panel_answer_very_late", file="panelowed")
class PanelAnswerVeryLate(EventData):
    """As many working days as were promised have passed once more; the mayor's desk is told."""

    unit: int
    working_days: int


@event("panel_answer_extended", file="panelowed", ends=True)
class PanelAnswerExtended(EventData):
    """The unit took more time, for a reason of the closed list."""

    reason: str
    due_before: str
    due: str


@event("panel_answer_given", file="panelowed", ends=True)
class PanelAnswerGiven(EventData):
    """The unit answered; `digest` is the SHA-256 of the words, `closed` why they are not public ("" if they are)."""

    digest: str
    closed: str
    working_days_late: int


@event("petition_made", file="petition", ends=True)
class PetitionMade(EventData):
    """A citizen with a proven phone wrote a petition; it waits to be looked at."""

    title_digest: str


@event("petition_opened", file="petition", ends=True)
class PetitionOpened(EventData):
    """The petition can be signed; the unit (an id) will owe the answer."""

    unit: int
    threshold: int
    until: str


@event("petition_review_late", file="petition")
class PetitionReviewLate(EventData):
    """Nobody looked at the petition within the working days for it; it opens by itself at `opens` unless they do."""

    days: int
    opens: str


@event("petition_opened_by_clock", file="petition")
class PetitionOpenedByClock(EventData):
    """Nobody looked at the petition in twice the time, so it can be signed; the unit (an id) at the top will answer."""

    unit: int
    threshold: int
    until: str


@event("petition_refused", file="petition", ends=True)
class PetitionRefused(EventData):
    """The petition was not opened, for a reason of the closed list."""

    reason: str


@event("petition_reached", file="petition", ends=True)
class PetitionReached(EventData):
    """Enough phones have signed: it comes on the agenda, and an answer is owed."""

    signatures: int


@event("petition_ended", file="petition", ends=True)
class PetitionEnded(EventData):
    """The last day passed: the signatures were counted, and they and their key destroyed."""

    signatures: int
