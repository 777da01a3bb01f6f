"""Webhooks by the Standard Webhooks scheme: which events are sent, how they are signed, and when they are retried."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from peygir.core.refusals import Invalid
from peygir.core.signed_messages import signature
from peygir.core.translation import Text, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.assets import AssetChanged, AssetRegistered, AssetRemoved
from peygir.history.kinds.case_moves import (
    CaseAccepted,
    CaseClosed,
    CaseConfirmed,
    CaseDeclined,
    CaseFinished,
    CaseMerged,
    CasePaused,
    CaseReferred,
    CaseReferredOut,
    CaseReopened,
    CaseScheduled,
    CaseSplit,
    CaseWithdrawn,
)
from peygir.history.kinds.case_work import CaseInspected, PromiseBroken, PromisesGiven, PromisesRenewed, VisitMade
from peygir.history.kinds.cases import CaseMovedToUnit, CaseOpened, CaseRead, ReportJoined
from peygir.history.kinds.costs import ClaimEnded, ClaimMade, ClaimPaid, CostAdded, CostChecked, CostWithdrawn
from peygir.history.kinds.orders import (
    OrderCancelled,
    OrderFinished,
    OrderMade,
    OrderPlanned,
    OrderRecalled,
    OrderResultGiven,
    OrderSent,
    OrderSettled,
    OrderStarted,
)

# The events that webhooks may receive, in the order of a case's life: kind of event → (Persian, English). Only events
# that may be known to anybody who has the code; notes, views and staff assignments stay internal.
KINDS: Final[dict[str, Text]] = {
    CaseOpened.kind: pgettext_lazy("event of a webhook", "a report arrived"),
    ReportJoined.kind: pgettext_lazy("event of a webhook", "another report joined the case"),
    CaseRead.kind: pgettext_lazy("event of a webhook", "topic or place became clear"),
    CaseReferred.kind: pgettext_lazy("event of a webhook", "it was referred to a unit"),
    CaseReferredOut.kind: pgettext_lazy("event of a webhook", "it was referred to an agency outside"),
    CaseMovedToUnit.kind: pgettext_lazy("event of a webhook", "it moved with its unit"),
    PromisesGiven.kind: pgettext_lazy("event of a webhook", "promises were given"),
    PromisesRenewed.kind: pgettext_lazy("event of a webhook", "promises were given anew"),
    PromiseBroken.kind: pgettext_lazy("event of a webhook", "a promise became late"),
    CaseAccepted.kind: pgettext_lazy("event of a webhook", "the unit took it in hand"),
    CaseScheduled.kind: pgettext_lazy("event of a webhook", "the work was scheduled"),
    CasePaused.kind: pgettext_lazy("event of a webhook", "it waits"),
    VisitMade.kind: pgettext_lazy("event of a webhook", "the place was visited"),
    CaseFinished.kind: pgettext_lazy("event of a webhook", "the work was done"),
    CaseDeclined.kind: pgettext_lazy("event of a webhook", "it was declined"),
    CaseConfirmed.kind: pgettext_lazy("event of a webhook", "the citizen confirmed it"),
    CaseInspected.kind: pgettext_lazy("event of a webhook", "an inspector looked at the work"),
    CaseReopened.kind: pgettext_lazy("event of a webhook", "it was opened again"),
    CaseClosed.kind: pgettext_lazy("event of a webhook", "it was closed"),
    CaseMerged.kind: pgettext_lazy("event of a webhook", "it was merged into another"),
    CaseSplit.kind: pgettext_lazy("event of a webhook", "it was split from another"),
    CaseWithdrawn.kind: pgettext_lazy("event of a webhook", "it was taken back"),
    OrderMade.kind: pgettext_lazy("event of a webhook", "a work order was made"),
    OrderPlanned.kind: pgettext_lazy("event of a webhook", "a work order was planned"),
    OrderSent.kind: pgettext_lazy("event of a webhook", "a work order was sent"),
    OrderRecalled.kind: pgettext_lazy("event of a webhook", "a work order was recalled"),
    OrderStarted.kind: pgettext_lazy("event of a webhook", "work on an order began"),
    OrderResultGiven.kind: pgettext_lazy("event of a webhook", "a work order has a result for a case"),
    OrderFinished.kind: pgettext_lazy("event of a webhook", "a work order was finished in the street"),
    OrderSettled.kind: pgettext_lazy("event of a webhook", "a work order was settled"),
    OrderCancelled.kind: pgettext_lazy("event of a webhook", "a work order was cancelled"),
    CostAdded.kind: pgettext_lazy("event of a webhook", "a cost line was entered"),
    CostWithdrawn.kind: pgettext_lazy("event of a webhook", "a cost line was withdrawn"),
    CostChecked.kind: pgettext_lazy("event of a webhook", "a contractor's line was inspected"),
    ClaimMade.kind: pgettext_lazy("event of a webhook", "the city made a claim"),
    ClaimPaid.kind: pgettext_lazy("event of a webhook", "a part of a claim was paid"),
    ClaimEnded.kind: pgettext_lazy("event of a webhook", "a claim came to its end"),
    AssetRegistered.kind: pgettext_lazy("event of a webhook", "an asset was registered"),
    AssetChanged.kind: pgettext_lazy("event of a webhook", "an asset was changed"),
    AssetRemoved.kind: pgettext_lazy("event of a webhook", "an asset was removed"),
}
LONGEST_NAME: Final = 80
LONGEST_URL: Final = 500
# Seconds between tries; the last interval repeats until a day is over.
_WAITS: Final = (5, 30, 120, 600, 1800, 3600, 7200, 10800)
GIVE_UP: Final = timedelta(hours=24)
GONE: Final = 410
OVERLAP: Final = timedelta(hours=24)  # how long a replaced secret still signs beside the new one
MOST_SECRETS: Final = 5  # that sign at a time: keeps the header short


class WebhookHasNoName(Invalid):
    """The webhook's name is empty or too long."""

    message = _("Give the webhook a name of up to {limit} characters.")


class WebhookAddressIsWrong(Invalid):
    """The webhook's address is not usable."""

    message = _("The address must be whole and begin with https (no user or password), like https://example.ir/peygir")


class NothingToTell(Invalid):
    """The webhook has no events, or one that is never sent."""

    message = _("Choose at least one event.")


def check_webhook(*, name: str, url: str, kinds: Collection[str], also_plain: bool) -> None:
    """Raises WebhookHasNoName, WebhookAddressIsWrong, NothingToTell; http is for trials (`also_plain`) alone."""
    if not name or len(name) > LONGEST_NAME:
        raise WebhookHasNoName(limit=LONGEST_NAME)
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and parts.port != 0 and not parts.username and not parts.password
    except ValueError:
        raise WebhookAddressIsWrong() from None
    schemes = ("https", "http") if also_plain else ("https",)
    is_clean = (
        url.isascii() and not any(letter <= " " or letter == "\x7f" for letter in url) and len(url) <= LONGEST_URL
    )
    if not is_whole or not is_clean or parts.scheme not in schemes or parts.fragment:
        raise WebhookAddressIsWrong()
    if not kinds or not set(kinds) <= set(KINDS):
        raise NothingToTell()


def signatures(secrets: Iterable[str], *, message_id: str, timestamp: int, body: str) -> str:
    """The value of `webhook-signature`: one signature for each valid secret, separated by blanks."""
    return " ".join(signature(one, message_id=message_id, timestamp=timestamp, body=body) for one in secrets)


def message_id(webhook_id: int, event_id: int) -> str:
    """The message id, the same at each try, so that the receiver can drop duplicates."""
    return f"msg_{webhook_id}_{event_id}"


def next_try(tries: int, *, since: datetime, now: datetime) -> datetime | None:
    """When a message that failed `tries` times is sent again; None once a day has passed since it was first due."""
    wait = timedelta(seconds=_WAITS[min(tries, len(_WAITS)) - 1])
    return now + wait if now + wait <= since + GIVE_UP else None


def is_taken(status: int) -> bool:
    """Whether the HTTP status means that the message was delivered."""
    return 200 <= status < 300
