"""The states of a case, the ways in which it ends, and the reasons for which it waits or is returned."""

from collections.abc import Iterable
from typing import Final, Self

from peygir.core.translation import Text, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class CaseState(Vocabulary):
    """The state of a case; `icon` and `tone` are its badge, `status` is its name in GeoReport's updates."""

    icon: str
    tone: str
    status: str

    def __new__(cls, value: str, label: Text, icon: str, tone: str, status: str) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label = value, label
        member.icon, member.tone, member.status = icon, tone, status
        return member

    NEW = "new", pgettext_lazy("state of a case", "Received"), "inbox", "tone-info", "open"
    REFERRED = "referred", pgettext_lazy("state of a case", "Referred"), "send", "tone-info", "open"
    RETURNED = "returned", pgettext_lazy("state of a case", "Returned"), "undo-2", "tone-orange", "open"
    IN_HAND = "in_hand", pgettext_lazy("state of a case", "In hand"), "hammer", "tone-work", "in_progress"
    WAITING = "waiting", pgettext_lazy("state of a case", "Waiting"), "circle-pause", "tone-yellow", "in_progress"
    SCHEDULED = (
        "scheduled",
        pgettext_lazy("state of a case", "Scheduled"),
        "calendar-clock",
        "tone-work",
        "action_scheduled",
    )
    NOT_ACTIONABLE = (
        "not_actionable",
        pgettext_lazy("state of a case", "No action needed"),
        "ban",
        "tone-quiet",
        "no_further_action",
    )
    REFERRED_OUT = (
        "referred_out",
        pgettext_lazy("state of a case", "Referred to another agency"),
        "building-2",
        "tone-quiet",
        "not_councils_responsibility",
    )
    DONE = "done", pgettext_lazy("state of a case", "Done"), "circle-check", "tone-good", "fixed"
    CONFIRMED = "confirmed", pgettext_lazy("state of a case", "Confirmed"), "badge-check", "tone-good", "fixed"
    REOPENED = "reopened", pgettext_lazy("state of a case", "Reopened"), "rotate-ccw", "tone-red", "open"
    CLOSED = "closed", pgettext_lazy("state of a case", "Closed"), "archive", "tone-quiet", "closed"
    MERGED = "merged", pgettext_lazy("state of a case", "Merged"), "git-merge", "tone-quiet", "duplicate"
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a case", "Withdrawn"), "circle-x", "tone-quiet", "closed"


ENDED: Final = frozenset({CaseState.CLOSED, CaseState.MERGED, CaseState.WITHDRAWN})
ASKED: Final = frozenset({CaseState.DONE, CaseState.NOT_ACTIONABLE})
"""The states in which reporters are asked whether they agree."""
OPEN: Final = frozenset(CaseState) - ENDED
# States in which the owner has work to do.
WORKABLE: Final = OPEN - {
    CaseState.NOT_ACTIONABLE,
    CaseState.REFERRED_OUT,
    CaseState.DONE,
    CaseState.CONFIRMED,
}
TO_DO: Final = WORKABLE - {CaseState.SCHEDULED}
"""What an inbox opens with: planned work waits for money, and is looked at apart."""


class CloseKind(Vocabulary):
    """The way in which a case ended; `sources` are the states from which it may be closed so."""

    sources: frozenset[CaseState]

    def __new__(cls, value: str, label: Text, sources: Iterable[CaseState]) -> Self:
        member = str.__new__(cls, value)
        member._value_, member.label, member.sources = value, label, frozenset(sources)
        return member

    CONFIRMED = "confirmed", pgettext_lazy("how a case was closed", "Confirmed by the citizen"), {CaseState.CONFIRMED}
    SILENCE = "silence", pgettext_lazy("how a case was closed", "Unconfirmed: no answer came"), {CaseState.DONE}
    NO_ACTION = "no_action", pgettext_lazy("how a case was closed", "No action needed"), {CaseState.NOT_ACTIONABLE}
    OUTSIDE = "outside", pgettext_lazy("how a case was closed", "With another agency"), {CaseState.REFERRED_OUT}
    DELIVERED = (
        "delivered",
        pgettext_lazy("how a case was closed", "Scheduled and delivered"),
        {CaseState.SCHEDULED, CaseState.DONE},
    )


class WaitReason(Vocabulary):
    """What a case waits for."""

    CITIZEN = "citizen", pgettext_lazy("a case waits for", "the citizen")
    AGENCY = "agency", pgettext_lazy("a case waits for", "another agency")
    WEATHER = "weather", pgettext_lazy("a case waits for", "the weather")
    MATERIAL = "material", pgettext_lazy("a case waits for", "material")


class ReturnReason(Vocabulary):
    """Why a unit gives a case back."""

    WRONG_UNIT = "wrong_unit", pgettext_lazy("a case is returned because", "wrong unit")
    WRONG_DISTRICT = "wrong_district", pgettext_lazy("a case is returned because", "wrong district")


class ReplanReason(Vocabulary):
    """Why a unit asks for more time; shown to the citizen when a promise cannot be kept."""

    MATERIAL = "material", pgettext_lazy("more time is needed because", "material has not arrived")
    WEATHER = "weather", pgettext_lazy("more time is needed because", "the weather")
    PERMIT = "permit", pgettext_lazy("more time is needed because", "a permit is awaited")
    CONTRACTOR = "contractor", pgettext_lazy("more time is needed because", "the contractor is not ready")
    MORE_WORK = "more_work", pgettext_lazy("more time is needed because", "there is more to do than was thought")
    WORKLOAD = "workload", pgettext_lazy("more time is needed because", "many requests at once")
