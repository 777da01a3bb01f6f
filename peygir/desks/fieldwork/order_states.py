"""The states of a work order, the results that it has for each case, and the parts of a day."""

from typing import Final, Self

from peygir.cases.states import WaitReason
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class OrderState(Vocabulary):
    """The state of a work order; `icon` and `tone` are its badge."""

    icon: str
    tone: str

    def __new__(cls, value: str, label: Text, icon: str, tone: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        member.icon, member.tone = icon, tone
        return member

    DRAFT = "draft", pgettext_lazy("state of a work order", "Draft"), "pencil-line", "tone-quiet"
    PLANNED = "planned", pgettext_lazy("state of a work order", "Planned"), "calendar-clock", "tone-info"
    SENT = "sent", pgettext_lazy("state of a work order", "Sent"), "send", "tone-info"
    UNDER_WAY = "under_way", pgettext_lazy("state of a work order", "Under way"), "hammer", "tone-work"
    FINISHED = (
        "finished",
        pgettext_lazy("state of a work order", "Finished in the street"),
        "badge-check",
        "tone-yellow",
    )
    SETTLED = "settled", pgettext_lazy("state of a work order", "Settled"), "circle-check", "tone-good"
    CANCELLED = "cancelled", pgettext_lazy("state of a work order", "Cancelled"), "circle-x", "tone-quiet"


IN_STREET: Final = frozenset({OrderState.SENT, OrderState.UNDER_WAY})
"""The crew or the contractor has the order and may work on it."""
UNSENT: Final = frozenset({OrderState.DRAFT, OrderState.PLANNED})
OPEN_ORDERS: Final = UNSENT | IN_STREET
"""The work in the street is not over."""
ENDED_ORDERS: Final = frozenset({OrderState.SETTLED, OrderState.CANCELLED})


class OrderResult(Vocabulary):
    """What came of the work for one case of an order; `icon` and `tone` are its badge."""

    icon: str
    tone: str

    def __new__(cls, value: str, label: Text, icon: str, tone: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        member.icon, member.tone = icon, tone
        return member

    FIXED = "fixed", pgettext_lazy("result of work", "Fixed"), "circle-check", "tone-good"
    PARTLY = "partly", pgettext_lazy("result of work", "Partly fixed"), "circle-dot", "tone-yellow"
    NOT_POSSIBLE = "not_possible", pgettext_lazy("result of work", "Not possible"), "ban", "tone-orange"
    NOT_FOUND = "not_found", pgettext_lazy("result of work", "Nothing found there"), "search", "tone-orange"
    NEEDS_ANOTHER_CREW = (
        "another_crew",
        pgettext_lazy("result of work", "Needs another crew"),
        "users",
        "tone-info",
    )


class BlockedWhy(Vocabulary):
    """Why work was not possible; `wait_reason` is what the case then waits for, if a date is known."""

    wait_reason: str

    def __new__(cls, value: str, label: Text, wait_reason: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label, member.wait_reason = value, label, wait_reason
        return member

    NO_ACCESS = "no_access", pgettext_lazy("work was not possible because", "no access to the place"), ""
    PARKED_CARS = "parked_cars", pgettext_lazy("work was not possible because", "parked cars in the way"), ""
    CITIZEN = "citizen", pgettext_lazy("work was not possible because", "the citizen is needed"), WaitReason.CITIZEN
    WEATHER = "weather", pgettext_lazy("work was not possible because", "the weather"), WaitReason.WEATHER
    MATERIAL = "material", pgettext_lazy("work was not possible because", "material is missing"), WaitReason.MATERIAL
    TOOL = "tool", pgettext_lazy("work was not possible because", "a tool or machine is missing"), ""
    DANGER = "danger", pgettext_lazy("work was not possible because", "it would be dangerous"), ""
    AGENCY = (
        "agency",
        pgettext_lazy("work was not possible because", "another agency must act first"),
        WaitReason.AGENCY,
    )
    OTHER = "other", pgettext_lazy("work was not possible because", "another reason"), ""


class DayPart(Vocabulary):
    """When on the planned day."""

    WHOLE = "day", pgettext_lazy("part of a day", "Any time")
    MORNING = "morning", pgettext_lazy("part of a day", "Morning")
    AFTERNOON = "afternoon", pgettext_lazy("part of a day", "Afternoon")
    NIGHT = "night", pgettext_lazy("part of a day", "Night")


class CaseLeftWhy(Vocabulary):
    """Why a case is no longer part of an order that it was added to."""

    REMOVED = "removed", pgettext_lazy("why a case left an order", "Taken out by the planner")
    ENDED = "ended", pgettext_lazy("why a case left an order", "The case has ended")
    MOVED = "moved", pgettext_lazy("why a case left an order", "The case has gone to another owner")
    CANCELLED = "cancelled", pgettext_lazy("why a case left an order", "The order was cancelled")


class RepeatUnit(Vocabulary):
    """The unit in which a maintenance rule counts its interval."""

    DAYS = "days", pgettext_lazy("interval", "days")
    MONTHS = "months", pgettext_lazy("interval", "months")
