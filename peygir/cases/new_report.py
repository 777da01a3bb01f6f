"""A report on its way from an endpoint to its row: what was said, by whom, and what came with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peygir.people.rules import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reports, and for whom; every field may be empty (anonymous).

    People are known by phone; without one the name stays with the report alone. `proof` says how it was proven that
    they hold the phone. `email` is for the caller to keep with the report: it never becomes the citizen's.
    """

    phone: str = ""
    proof: Proof = ""
    name: str = ""
    email: str = ""
    for_name: str = ""
    for_relation: str = ""
    for_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What another system tells beside a report's words; every field may be empty.

    `answers` is what `intake.details_rules.checked_answers` gives, `media_urls` are addresses of pictures.
    """

    key_id: int | None = None
    token: str = ""
    answers: tuple[dict[str, Any], ...] = ()
    media_urls: tuple[str, ...] = ()
    address_id: str = ""
    came_from: str = ""
    remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """What one person says. The endpoint fills it in, intake checks and cleans it, and `cases` writes the row from it.

    A field that a new report is to carry is added here, to the row (`actions.opening.write_report`) and to the
    endpoints that ask for it; what lies between passes the whole value on.
    """

    channel: str = ""
    """One of `models.CHANNELS`; a report in a contact gets the channel of the contact."""
    text: str = ""
    topic_code: str = ""
    lat: float | None = None
    """Degrees (WGS84), as `lon`."""
    lon: float | None = None
    address: str = ""
    place_label: str = ""
    about_unit_code: str = ""
    """The unit that a complaint is about."""
    reporter: Reporter = Reporter()
    language: str = "fa"
    received_at: datetime | None = None
    """None: now."""
    idempotency_key: str = ""
    """The same key twice is the same report."""
    photos_raw: Sequence[bytes] = ()
    may_publish: bool = False
    """Whether the author lets everybody read the words."""
    join_code: str = ""
    """The tracking code of a report whose case this one is to join."""
    joins_own: bool = False
    """Whether the report of `join_code` is known to be the sender's; else only a case that they may see is joined."""
    details: Details | None = None
