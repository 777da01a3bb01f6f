"""What an API key may do, and whether a requested key is valid."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _

# scope → (Persian, English); every API endpoint requires one of these.
SCOPES: Final[dict[str, Text]] = {
    "report": pgettext_lazy("scope of a key", "hand in reports"),
    "updates": pgettext_lazy("scope of a key", "write updates of service requests"),
    "read": pgettext_lazy("scope of a key", "read cases with the sight of a member of staff"),
    "work": pgettext_lazy("scope of a key", "work with cases for a member of staff"),
    "orders": pgettext_lazy("scope of a key", "read work orders with the sight of a member of staff"),
    "order_work": pgettext_lazy("scope of a key", "make work orders and record their results for a member of staff"),
    "costs": pgettext_lazy("scope of a key", "read costs, prices and claims with the sight of a member of staff"),
    "cost_work": pgettext_lazy("scope of a key", "enter costs of work orders for a member of staff"),
    "export": pgettext_lazy("scope of a key", "take lists of cases out as files"),
    "assets": pgettext_lazy("scope of a key", "read the register of assets"),
    "keep_assets": pgettext_lazy("scope of a key", "keep the register of assets for a member of staff"),
    "accounts": pgettext_lazy("scope of a key", "make and close accounts of staff (SCIM)"),
    "events": pgettext_lazy("scope of a key", "be told of events by a webhook"),
}
# Scopes for a person's work: the key then sees what this person sees, and no more.
FOR_STAFF: Final = frozenset({"read", "work", "orders", "order_work", "costs", "cost_work", "export", "keep_assets"})
# A scope that includes others: who moves cases may read them.
WIDER: Final[dict[str, frozenset[str]]] = {
    "work": frozenset({"read"}),
    "order_work": frozenset({"orders"}),
    "cost_work": frozenset({"costs"}),
    "keep_assets": frozenset({"assets"}),
}
WIDE: Final = frozenset(SCOPES) - {"report", "updates", "assets"}
"""Scopes that see or change what is not public, or send it elsewhere: two people give them."""
SEEN_EVERY: Final = timedelta(minutes=5)
LONGEST_NAME: Final = 80
LONGEST_OWNER: Final = 200
MOST_USES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class KeyTerms:
    """What a key may do, as whom, how often (None: the usual quota) and until when (None: until it is revoked)."""

    owner: str
    scopes: Collection[str]
    acts_as: str
    per_minute: int | None
    per_day: int | None
    valid_until: datetime | None


class KeyHasNoName(Invalid):
    """The key has no name or no owner."""

    message = _("Give the key a name of up to {limit} characters, and its owner up to {owner}.")


class ScopeIsUnknown(Invalid):
    """A scope is unknown, or there is none."""

    message = _("Name at least one of these scopes: {scopes}")


class QuotaIsWrong(Invalid):
    """A quota is below one use."""

    message = _("A quota must be a whole number from 1; empty means no limit.")


class KeyEndsInThePast(Invalid):
    """The key would expire in the past."""

    message = _("The key must end in the future.")


def opens(scopes: Collection[str], wanted: str) -> bool:
    """Whether a key with these scopes may do what requires `wanted`."""
    return wanted in scopes or any(wanted in WIDER.get(scope, ()) for scope in scopes)


def needs_two(
    scopes: Collection[str], *, before: Collection[str] = (), is_same_person: bool = True, is_longer: bool = False
) -> bool:
    """Whether two people give a key these scopes: a wide one that is new, for another person, or for a longer time.

    `before` are the scopes that the key has.
    """
    wide = WIDE & set(scopes)
    return bool(wide) and (not wide <= set(before) or not is_same_person or is_longer)


def check_key(
    *,
    name: str,
    owner: str,
    scopes: Collection[str],
    quotas: Collection[int | None],
    ends: datetime | None,
    now: datetime,
) -> None:
    """Raises KeyHasNoName, ScopeIsUnknown, QuotaIsWrong, KeyEndsInThePast."""
    if not name or len(name) > LONGEST_NAME or len(owner) > LONGEST_OWNER:
        raise KeyHasNoName(limit=LONGEST_NAME, owner=LONGEST_OWNER)
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ScopeIsUnknown(scopes=", ".join(SCOPES))
    if any(quota is not None and not 1 <= quota <= MOST_USES for quota in quotas):
        raise QuotaIsWrong()
    if ends is not None and ends <= now:
        raise KeyEndsInThePast()
