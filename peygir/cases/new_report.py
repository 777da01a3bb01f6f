"""A report on its way from an endpoint to its row: text, reporter, and attached details."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from peygir.media.kinds import MediaKind, TakenFile
from peygir.people.rules import Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter:
    """Who reports, and for whom; every field may be empty (anonymous).

    People are identified by phone; without one the name stays with the report only. `proof` is how they proved that
    they hold the phone. The caller keeps `email` with the report: it never becomes the citizen's.
    """

    phone: str = ""
    proof: Proof = ""
    name: str = ""
    email: str = ""
    for_name: str = ""
    for_relation: str = ""
    for_phone: str = ""


class AnsweredQuestion(TypedDict):
    """The answer to one further question of a topic, with the question as it was asked; stored as JSON.

    `values` holds a mapping for each value, with the keys `key`, `fa` and `en`.
    """

    code: str
    fa: str
    en: str
    datatype: str
    values: list[dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What another system sends with a report's text; every field may be empty.

    `answers` is the result of `intake.details_rules.checked_answers`, `media_urls` are addresses of pictures.
    """

    key_id: int | None = None
    token: str = ""
    answers: tuple[AnsweredQuestion, ...] = ()
    media_urls: tuple[str, ...] = ()
    address_id: str = ""
    came_from: str = ""
    remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """One person's report. The endpoint fills it in, intake checks and cleans it, and `cases` writes the row from it.

    To add a field, add it here, to the row (`models.Report`, under the same name) and to the endpoints that ask for it;
    the code in between passes the whole value on.
    """

    channel: str = ""
    """One of `people.channels.REPORT_CHANNELS`; a report in a contact gets the channel of the contact."""
    text: str = ""
    topic_code: str = ""
    asset_tag: str = ""
    """The tag of the asset that it is about; a report without a point gets the asset's."""
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
    """Two reports with the same key are one report."""
    photos_raw: Sequence[bytes] = ()
    uploads: Sequence[TakenFile] = ()
    """Photos and files that were uploaded before (`media.actions.take_upload`)."""
    may_publish: bool = False
    """Whether the author allows the text to be public."""
    join_code: str = ""
    """The tracking code of a report whose case this report joins."""
    joins_own: bool = False
    """Whether the report of `join_code` is known to be the sender's; else only a case that they may see is joined."""
    details: Details | None = None

    @property
    def photos_stored(self) -> list[str]:
        """The names in the storage of the photos among the uploads."""
        return [upload.name for upload in self.uploads if upload.kind is MediaKind.PHOTO]

    @property
    def attachments(self) -> list[TakenFile]:
        """The uploads that are no photos."""
        return [upload for upload in self.uploads if upload.kind is not MediaKind.PHOTO]

    @property
    def photo_count(self) -> int:
        """How many photos come with the report."""
        return len(self.photos_raw) + len(self.photos_stored)
