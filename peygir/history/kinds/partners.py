"""Events of other systems, in the file of their city: keys, webhooks, imports of old records, and exports."""

from dataclasses import dataclass

from peygir.history.catalogue import ABSENT, EventData, event


@dataclass(frozen=True, kw_only=True)
class KeyEvent(EventData):
    """What is said of a key: its id, its name and what it may do; never the key itself."""

    key: int
    name: str
    scopes: list[str]


@event("key_issued", file="city", ends=True)
class KeyIssued(KeyEvent):
    """A key was issued to another system."""


@event("key_changed", file="city", ends=True)
class KeyChanged(KeyEvent):
    """What a key may do, or how often and how long, was changed; `changed` names the fields."""

    changed: list[str]


@event("key_revoked", file="city", ends=True)
class KeyRevoked(KeyEvent):
    """A key was withdrawn."""


@dataclass(frozen=True, kw_only=True)
class WebhookEvent(EventData):
    """What is said of a webhook: its id and name, its key's name, its address and the kinds of event that it gets."""

    webhook: int
    name: str
    key: str | None
    url: str
    kinds: list[str]


@event("webhook_made", file="city", ends=True)
class WebhookMade(WebhookEvent):
    """A webhook was made."""


@event("webhook_changed", file="city", ends=True)
class WebhookChanged(WebhookEvent):
    """A webhook was changed; `changed` names the fields."""

    changed: list[str]


@event("webhook_secret_renewed", file="city", ends=True)
class WebhookSecretRenewed(WebhookEvent):
    """A webhook got a new secret; the one before signs too until the moment `old_until`."""

    old_until: str


@event("webhook_old_secret_ended", file="city", ends=True)
class WebhookOldSecretEnded(WebhookEvent):
    """The earlier secrets of a webhook sign no more."""


@event("webhook_ended", file="city", ends=True)
class WebhookEnded(WebhookEvent):
    """Nothing more is sent to a webhook; `why` is "person" or "gone"."""

    why: str


@event("webhook_sent_again", file="city", ends=True)
class WebhookMessageSentAgain(EventData):
    """A message to a webhook that had been given up is sent again."""

    name: str
    webhook: int
    delivery: int


@event("cases_taken_out", file="city", ends=True)
class CasesExported(EventData):
    """A list of cases was exported as a file of the format `form`, by these filters.

    `key` is the name of the key that asked for it, "" for a person; `words` is "whole" where the reporters' words are
    in it uncovered.
    """

    form: str
    filters: dict[str, str]
    key: str
    words: str = ABSENT


@event("mapping_kept", file="city", ends=True)
class ImportMappingKept(EventData):
    """The columns of a table of old records were kept under a name."""

    name: str


@dataclass(frozen=True, kw_only=True)
class ImportEvent(EventData):
    """What is said of an import: its id and source, its rows, how many were new and how many known before."""

    batch: int
    name: str
    rows: int
    taken: int
    known: int


@event("import_begun", file="city", ends=True)
class ImportBegun(ImportEvent):
    """An import of old records began."""


@event("import_ended", file="city", ends=True)
class ImportEnded(ImportEvent):
    """Every row of an import was taken over."""
