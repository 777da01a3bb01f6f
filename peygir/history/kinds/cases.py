"""Events of a case's file: it opens, is read, joins others; its reports change hands."""

from dataclasses import dataclass
from typing import Any

from peygir.history.catalogue import ABSENT, EventData, event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(EventData):
    """An event of a case; `note` is the salted digest of the words that are kept beside it, where there are any."""

    note: str = ABSENT


@event("case_opened", file="case")
class CaseOpened(CaseEvent):
    """A report opened a case; `told_emergency` names the danger of which the reporter was told to call for help.

    `asset` is the id of the asset that the report names.
    """

    report: int
    code: str
    channel: str
    told_emergency: str = ABSENT
    asset: int = ABSENT


@event("report_joined", file="case")
class ReportJoined(CaseEvent):
    """A further report of the same thing joined the case."""

    report: int
    code: str
    channel: str


@event("case_read", file="case", touches="topic place")
class CaseRead(CaseEvent):
    """The reader or a person set the topic (a code, "" for none), the place, or both, and by what each was found."""

    topic: str = ABSENT
    topic_by: str = ABSENT
    place_by: str
    district: str = ABSENT
    neighbourhood: str = ABSENT

    def touched(self) -> frozenset[str]:
        """The topic, the place, or both; "kept" is written for what stays as it is."""
        topic = {"topic"} if self.topic_by not in (ABSENT, "kept") else set()
        return frozenset(topic | ({"place"} if self.place_by != "kept" else set()))


@event("case_assigned", file="case", touches="assignee", is_internal=True, ends=True)
class CaseAssigned(CaseEvent):
    """A person of the owning unit has the case, or nobody; `instead_of` is the absent person for whom they stand in."""

    assignee: int | None
    instead_of: int = ABSENT


@event("case_in_incident", file="case", ends=True)
class CaseInIncident(CaseEvent):
    """The case belongs to a burst of reports, the incident of this code."""

    incident: str


@event("asset_named", file="case", is_internal=True, ends=True)
class AssetNamed(CaseEvent):
    """The case is about an asset (an id), or about none any more; `was` is the asset before."""

    asset: int | None
    was: int | None


@event("case_took_in", file="case", ends=True)
class CaseTookIn(CaseEvent):
    """Another case (an id) was merged into this one, with its reports (ids)."""

    from_: int
    reports: list[int]


@event("case_gave_back", file="case", ends=True)
class CaseGaveBack(CaseEvent):
    """A merged case (an id) was split off again, with its reports (ids)."""

    to: int
    reports: list[int]


@event("case_moved", file="case", touches="unit")
class CaseMovedToUnit(CaseEvent):
    """A reorganisation gave the open case to another unit; `plan` is its id."""

    unit: int
    was: int
    plan: int


@event("note_added", file="case", is_internal=True)
class NoteAdded(CaseEvent):
    """Somebody wrote a note for colleagues; `mentions` holds the ids of staff whom it names."""

    mentions: list[int] = ABSENT


@event("phone_looked_at", file="case", is_internal=True, ends=True)
class PhoneLookedAt(CaseEvent):
    """A member of staff saw the phone number of a report's citizen, on the page or by a search (`how`)."""

    report: int
    how: str = ABSENT


@event("words_taken_out", file="case", is_internal=True, ends=True)
class ReportWordsTaken(CaseEvent):
    """The words of a report were taken out with the names and numbers in them, in a file of many cases."""

    report: int


@event("report_owned", file="case", is_internal=True, ends=True)
class ReportOwned(CaseEvent):
    """The holder of the report's phone proved that they made the report, by the means `proof`."""

    report: int
    proof: str


@event("report_disowned", file="case", is_internal=True)
class ReportDisowned(CaseEvent):
    """The holder of the report's phone said that they did not make the report."""

    report: int
    citizen: int


@event("data_erased", file="case", ends=True)
class DataErased(CaseEvent):
    """Personal data of the case were erased: their kinds, and how many rows; `request` is a citizen's, 0 for none."""

    kinds: list[str]
    count: int
    request: int


@event("hold_placed", file="case", is_internal=True, ends=True)
class CaseHoldPlaced(CaseEvent):
    """A legal hold (an id) stops erasure in the case."""

    hold: int


@event("hold_lifted", file="case", is_internal=True, ends=True)
class CaseHoldLifted(CaseEvent):
    """A legal hold (an id) on the case was lifted."""

    hold: int


@event("report_left", file="case", ends=True)
class ReportLeft(CaseEvent):
    """One of several reporters withdrew their report (`left`, an id); the case goes on."""

    left: int


@event("update_received", file="case", is_internal=True, ends=True)
class UpdateReceived(CaseEvent):
    """Another system sent an update of a report over Open311; `key` is the id of its API key."""

    report: int
    status: str
    key: Any


@event("photos_received", file="case")
class PhotosReceived(CaseEvent):
    """A report brought this many photos."""

    count: int


@event("files_received", file="case")
class FilesReceived(CaseEvent):
    """A report brought this many documents or sound recordings."""

    count: int


@event("media_named", file="case", is_internal=True)
class MediaNamed(CaseEvent):
    """A report named the address of a picture, which is fetched next."""

    report: int


@event("photo_ready", file="case", ends=True)
class PhotoReady(CaseEvent):
    """A photo of a report was re-encoded and can be shown to staff."""

    photo: int


@event("photo_refused", file="case", ends=True)
class PhotoRefused(CaseEvent):
    """A photo of a report could not be read as a picture."""

    photo: int
