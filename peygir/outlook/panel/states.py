"""The vocabularies of the citizens' panel: members, conflicts, judgements, findings, votes, sessions and petitions."""

from typing import Final

from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class PanelState(Vocabulary):
    """How far a panel is."""

    OPEN = "open", pgettext_lazy("state of a panel", "Volunteers sign up")
    CLOSED = "closed", pgettext_lazy("state of a panel", "Waits for the lot")
    DRAWN = "drawn", pgettext_lazy("state of a panel", "At work")
    ENDED = "ended", pgettext_lazy("state of a panel", "Ended")


class SeedKind(Vocabulary):
    """Where the seed of the lot comes from; named before the list of volunteers is closed."""

    RECORD = "record", pgettext_lazy("seed of a lot", "Root of the public record at the end of the named day")
    PUBLIC = "public", pgettext_lazy("seed of a lot", "A public number of the named day")


class AgeGroup(Vocabulary):
    """The age groups of the lot."""

    YOUNG = "18-29", pgettext_lazy("age group", "18 to 29")
    ADULT = "30-44", pgettext_lazy("age group", "30 to 44")
    MIDDLE = "45-59", pgettext_lazy("age group", "45 to 59")
    OLD = "60+", pgettext_lazy("age group", "60 and older")


class PanelSex(Vocabulary):
    """The sexes as the census counts them."""

    WOMAN = "f", pgettext_lazy("sex", "Woman")
    MAN = "m", pgettext_lazy("sex", "Man")


class SeatOrigin(Vocabulary):
    """How somebody came to a seat."""

    LOT = "lot", pgettext_lazy("seat of the panel", "By lot")
    HONOURED = "honoured", pgettext_lazy("seat of the panel", "From those whom the city honoured")


class MemberState(Vocabulary):
    """Whether a member has taken the seat."""

    INVITED = "invited", pgettext_lazy("member of the panel", "Invited")
    ACTIVE = "active", pgettext_lazy("member of the panel", "Member")
    REFUSED = "refused", pgettext_lazy("member of the panel", "Does not want the seat")
    LEFT = "left", pgettext_lazy("member of the panel", "Left")


class LeavingReason(Vocabulary):
    """Why somebody left before the end of the term."""

    OWN = "own", pgettext_lazy("leaving the panel", "Own wish")
    MOVED = "moved", pgettext_lazy("leaving the panel", "Moved out of the city")
    OFFICE = "office", pgettext_lazy("leaving the panel", "Took a post in the municipality or the council")
    CONDUCT = "conduct", pgettext_lazy("leaving the panel", "Broke the code of conduct")
    ERASED = "erased", pgettext_lazy("leaving the panel", "Had the own data erased")


class InterestKind(Vocabulary):
    """Why a member takes no part in what concerns a unit, a programme or a place."""

    WORK = "work", pgettext_lazy("conflict of a member", "Works or worked there")
    FAMILY = "family", pgettext_lazy("conflict of a member", "Family or friends work there")
    HOME = "home", pgettext_lazy("conflict of a member", "Lives or owns property there")
    BUSINESS = "business", pgettext_lazy("conflict of a member", "Business interest")


class SolvedView(Vocabulary):
    """Whether the problem of a case is solved, as far as a member can see."""

    YES = "yes", pgettext_lazy("judgement of a case", "Solved")
    PARTLY = "partly", pgettext_lazy("judgement of a case", "Solved in part")
    NO = "no", pgettext_lazy("judgement of a case", "Not solved")
    UNCLEAR = "unclear", pgettext_lazy("judgement of a case", "Cannot be told")


class AnswerView(Vocabulary):
    """Whether the answer to the citizen says what was done."""

    CLEAR = "clear", pgettext_lazy("judgement of an answer", "Says what was done")
    VAGUE = "vague", pgettext_lazy("judgement of an answer", "Says little")
    NONE = "none", pgettext_lazy("judgement of an answer", "There is no answer")


class SiteView(Vocabulary):
    """What a member saw at the place."""

    FIXED = "fixed", pgettext_lazy("visit of the panel", "Fixed")
    PARTLY = "partly", pgettext_lazy("visit of the panel", "Partly fixed")
    NOT_FIXED = "not_fixed", pgettext_lazy("visit of the panel", "Not fixed")
    NOT_SEEN = "not_seen", pgettext_lazy("visit of the panel", "Could not be seen")


class FindingState(Vocabulary):
    """How far a finding of the panel is."""

    VOTING = "voting", pgettext_lazy("finding of the panel", "The panel votes")
    REJECTED = "rejected", pgettext_lazy("finding of the panel", "Not adopted")
    OWED = "owed", pgettext_lazy("finding of the panel", "An answer is owed")
    ANSWERED = "answered", pgettext_lazy("finding of the panel", "Answered")
    SETTLED = "settled", pgettext_lazy("finding of the panel", "Settled")


class MotionKind(Vocabulary):
    """What the panel votes on."""

    ADOPT = "adopt", pgettext_lazy("vote of the panel", "Adopt the finding")
    SETTLE = "settle", pgettext_lazy("vote of the panel", "The finding is settled")


class PanelVote(Vocabulary):
    """How a member votes."""

    YES = "yes", pgettext_lazy("vote", "Yes")
    NO = "no", pgettext_lazy("vote", "No")
    ABSTAIN = "abstain", pgettext_lazy("vote", "Abstain")


class MotionResult(Vocabulary):
    """How a vote ended."""

    OPEN = "open", pgettext_lazy("result of a vote", "Under way")
    PASSED = "passed", pgettext_lazy("result of a vote", "Adopted")
    FAILED = "failed", pgettext_lazy("result of a vote", "Not adopted")
    NO_QUORUM = "no_quorum", pgettext_lazy("result of a vote", "Too few voted")


class LawfulReason(Vocabulary):
    """Why more time for an answer may be taken; there is no other reason."""

    STUDY = "study", pgettext_lazy("reason for more time", "A technical study on site is needed")
    OTHER_BODY = "other_body", pgettext_lazy("reason for more time", "Another agency has to answer first")
    COURT = "court", pgettext_lazy("reason for more time", "A court or an investigation decides")
    COUNCIL = "council", pgettext_lazy("reason for more time", "The council has to decide first")
    EMERGENCY = "emergency", pgettext_lazy("reason for more time", "The unit works in an emergency")


class ClosedReason(Vocabulary):
    """Why the words of an answer are not public; that there is one, and why it is closed, always is."""

    NONE = "", pgettext_lazy("reason why an answer is not public", "Public")
    PERSONAL = "personal", pgettext_lazy("reason why an answer is not public", "It is about a private person")
    COURT = "court", pgettext_lazy("reason why an answer is not public", "A court or an investigation decides")
    SECURITY = "security", pgettext_lazy("reason why an answer is not public", "It would endanger people or a place")


class OwedStage(Vocabulary):
    """How an owed answer stands; each is reached at most once."""

    WAITING = "waiting", pgettext_lazy("answer owed to the panel", "Within its time")
    NOT_READ = "not_read", pgettext_lazy("answer owed to the panel", "Late; the notice was not read and was sent again")
    LATE = "late", pgettext_lazy("answer owed to the panel", "Late; the unit above was told")
    VERY_LATE = "very_late", pgettext_lazy("answer owed to the panel", "Very late; the mayor's desk was told")
    ANSWERED = "answered", pgettext_lazy("answer owed to the panel", "Answered")


class SampledMonth(Vocabulary):
    """How it stands with a month's cases, which the panel should judge."""

    DRAWN = "drawn", pgettext_lazy("month of the panel", "Drawn")
    EMPTY = "empty", pgettext_lazy("month of the panel", "No public case was finished, so there is nothing to judge")
    WAITS = "waits", pgettext_lazy("month of the panel", "To be drawn")
    LATE = (
        "late",
        pgettext_lazy(
            "month of the panel",
            "Not drawn yet: it waits for a seed of the public record, or for the end of the month that is judged now",
        ),
    )
    MISSED = "missed", pgettext_lazy("month of the panel", "Nobody drew its cases")
    NO_PANEL = "no_panel", pgettext_lazy("month of the panel", "No panel was at work")


class PanelSessionState(Vocabulary):
    """How far a session is."""

    PLANNED = "planned", pgettext_lazy("session of the panel", "Planned")
    HELD = "held", pgettext_lazy("session of the panel", "Held")


class PetitionState(Vocabulary):
    """How far a petition is."""

    REVIEW = "review", pgettext_lazy("state of a petition", "Being looked at")
    OPEN = "open", pgettext_lazy("state of a petition", "Can be signed")
    REFUSED = "refused", pgettext_lazy("state of a petition", "Not opened")
    REACHED = "reached", pgettext_lazy("state of a petition", "Has enough signatures")
    ENDED = "ended", pgettext_lazy("state of a petition", "Ended without enough signatures")
    ANSWERED = "answered", pgettext_lazy("state of a petition", "Answered")


class PetitionRefusal(Vocabulary):
    """Why a petition was not opened; there is no other reason."""

    NONE = "", pgettext_lazy("why a petition was not opened", "—")
    PERSONAL = "personal", pgettext_lazy("why a petition was not opened", "It names or describes a private person")
    NOT_CITY = "not_city", pgettext_lazy("why a petition was not opened", "It is not a matter of the municipality")
    SAME = "same", pgettext_lazy("why a petition was not opened", "There is one about the same already")
    ABUSE = "abuse", pgettext_lazy("why a petition was not opened", "It insults or threatens")


class WatchKind(Vocabulary):
    """What a member keeps an eye on."""

    UNIT = "unit", pgettext_lazy("what the panel watches", "A unit")
    TOPIC = "topic", pgettext_lazy("what the panel watches", "A topic")
    PLACE = "place", pgettext_lazy("what the panel watches", "A district or neighbourhood")
    PROGRAMME = "programme", pgettext_lazy("what the panel watches", "A programme")


SIGNABLE: Final = frozenset({PetitionState.OPEN, PetitionState.REACHED, PetitionState.ANSWERED})
"""The states in which a petition takes signatures until its last day."""
REFUSABLE_LATER: Final = frozenset({PetitionRefusal.PERSONAL, PetitionRefusal.ABUSE})
"""Why a petition that opened by itself may be taken down by the first who looks at it."""
SEATED: Final = frozenset({MemberState.INVITED, MemberState.ACTIVE})
"""The states in which somebody has a seat."""
