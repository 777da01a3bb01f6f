"""Claims of the city against who caused a repair: asked, paid in parts, refused; and their sums by party."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Protocol

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class PartyKind(Vocabulary):
    """Who caused a repair."""

    UTILITY = "utility", pgettext_lazy("party", "Utility company")
    CONTRACTOR = "contractor", pgettext_lazy("party", "Contractor")
    INSURER = "insurer", pgettext_lazy("party", "Insurance company")
    BUILDER = "builder", pgettext_lazy("party", "Builder")
    PERSON = "person", pgettext_lazy("party", "Private person")
    OTHER = "other", pgettext_lazy("party", "Other")


class ClaimState(Vocabulary):
    """Where a claim of the city stands."""

    ASKED = "asked", pgettext_lazy("claim", "asked")
    PARTLY_PAID = "partly_paid", pgettext_lazy("claim", "partly paid")
    PAID = "paid", pgettext_lazy("claim", "paid")
    REFUSED = "refused", pgettext_lazy("claim", "refused")
    DROPPED = "dropped", pgettext_lazy("claim", "dropped")


OPEN: Final = frozenset({ClaimState.ASKED, ClaimState.PARTLY_PAID})


class ClaimIsClosed(Conflict):
    """The claim is paid, refused or dropped."""

    message = _("This claim is “{state}”; nothing can be added to it.")


class PaymentIsNotRight(Invalid):
    """A payment is not above 0, or more than what is open."""

    message = _("A payment must be above 0 and at most what is still open.")


class ClaimIsNotRight(Invalid):
    """The amount that is asked is not above 0."""

    message = _("The amount of a claim must be above 0.")


class ClaimFacts(Protocol):
    """What the sums need of a claim; all amounts in one currency."""

    @property
    def party_id(self) -> int: ...
    @property
    def asked(self) -> int: ...
    @property
    def paid(self) -> int: ...
    @property
    def state(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ClaimSums:
    """The sums of claims: `asked` = `paid` + `open` + `refused` + `dropped`, always."""

    count: int = 0
    asked: int = 0
    paid: int = 0
    open: int = 0
    refused: int = 0
    dropped: int = 0

    def plus(self, claim: ClaimFacts) -> "ClaimSums":
        """The sums with one more claim; what a refused or dropped one was paid before stays paid."""
        rest = claim.asked - claim.paid
        return ClaimSums(
            self.count + 1,
            self.asked + claim.asked,
            self.paid + claim.paid,
            self.open + (rest if claim.state in OPEN else 0),
            self.refused + (rest if claim.state == ClaimState.REFUSED else 0),
            self.dropped + (rest if claim.state == ClaimState.DROPPED else 0),
        )


def check_asked(amount: int) -> None:
    """Raises ClaimIsNotRight for an amount that is not above 0."""
    if amount <= 0:
        raise ClaimIsNotRight()


def check_open(state: str) -> None:
    """Raises ClaimIsClosed for a claim on which nothing more can happen."""
    if state not in OPEN:
        raise ClaimIsClosed(state=ClaimState.labels()[state])


def after_payment(state: str, *, claimed: int, paid: int, amount: int) -> tuple[int, str]:
    """(paid so far, state) after a payment. Raises ClaimIsClosed, PaymentIsNotRight."""
    check_open(state)
    if not 0 < amount <= claimed - paid:
        raise PaymentIsNotRight()
    total = paid + amount
    return total, str(ClaimState.PAID if total == claimed else ClaimState.PARTLY_PAID)


def sums_by_party(claims: Iterable[ClaimFacts]) -> dict[int, ClaimSums]:
    """The sums of each party's claims, by its id."""
    sums: dict[int, ClaimSums] = {}
    for claim in claims:
        sums[claim.party_id] = sums.get(claim.party_id, ClaimSums()).plus(claim)
    return sums


def sum_of(parts: Iterable[ClaimSums]) -> ClaimSums:
    """The sums of several parties together."""
    total = ClaimSums()
    for part in parts:
        total = ClaimSums(
            total.count + part.count,
            total.asked + part.asked,
            total.paid + part.paid,
            total.open + part.open,
            total.refused + part.refused,
            total.dropped + part.dropped,
        )
    return total
