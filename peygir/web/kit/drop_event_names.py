"""Short names of the kinds of events of the drop box."""

from typing import Final

from django.utils.translation import pgettext_lazy

from peygir.history.kinds import dropbox

DROP_NAMES: Final = {
    dropbox.DropBoxOpened.kind: pgettext_lazy("kind of event", "Report in the drop box"),
    dropbox.DropMessageReceived.kind: pgettext_lazy("kind of event", "Message in the drop box"),
    dropbox.DropReplySent.kind: pgettext_lazy("kind of event", "Answer in the drop box"),
    dropbox.DropMessagesResealed.kind: pgettext_lazy("kind of event", "Messages sealed to another key"),
    dropbox.DropBoxClosed.kind: pgettext_lazy("kind of event", "Box closed"),
    dropbox.DropBoxReopened.kind: pgettext_lazy("kind of event", "Box opened again"),
    dropbox.DropBoxDestroyed.kind: pgettext_lazy("kind of event", "Box destroyed"),
    dropbox.DropKeyProposed.kind: pgettext_lazy("kind of event", "Key of the drop box handed in"),
    dropbox.DropKeyConfirmed.kind: pgettext_lazy("kind of event", "Key of the drop box confirmed"),
    dropbox.DropKeyEnded.kind: pgettext_lazy("kind of event", "Key of the drop box ended"),
}
