"""Opens the recording of a call for a member of staff, on record."""

from peygir.centre.contacts.actions.file import open_contact
from peygir.centre.contacts.rules import may_work
from peygir.core import clock
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.actions import record
from peygir.history.kinds.contacts import RecordingOpened
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor


class NoRecording(Missing):
    """The contact has no recording, or its time is over."""

    message = _("There is no recording of this call, or its time is over.")


def open_recording(contact_id: int, *, by: Actor) -> str:
    """Record that a person opens the recording of a contact, each time; returns its link.

    Raises NotYourWork, NoSuchContact, NoRecording.
    """
    if not may_work(by):
        raise NotYourWork()
    with open_contact(contact_id) as contact:
        if not contact.recording:
            raise NoRecording()
        record(contact, RecordingOpened(), by=str(by), at=clock.now())
        return contact.recording
