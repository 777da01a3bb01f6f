"""Who opened the recording of the call that a report came of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from peygir.centre.contacts.models import ContactReport
from peygir.history.kinds.contacts import RecordingOpened
from peygir.history.queries import stories


@dataclass(frozen=True, slots=True)
class OpenedRecording:
    """That a person opened a recording: the event's id, the report of that call, who, and when."""

    event: int
    report_id: int
    staff_id: int
    at: datetime


def opened_recordings(report_ids: Collection[int]) -> list[OpenedRecording]:
    """Who opened the recordings of the calls that these reports came of; two statements."""
    rows = ContactReport.objects.filter(report_id__in=report_ids).values_list("contact_id", "report_id")
    by_contact: dict[int, list[int]] = {}
    for contact_id, report_id in rows.order_by("contact_id", "report_id"):
        by_contact.setdefault(contact_id, []).append(report_id)
    return [
        OpenedRecording(event.pk, by_contact[event.file_id][0], int(event.by.partition(":")[2]), event.at)
        for event in stories("contact", by_contact.keys(), [RecordingOpened.kind])
        if event.by.startswith("staff:")
    ]
