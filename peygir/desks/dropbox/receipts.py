"""What proves that a report came in, for whoever has the seven words: its entry in the public record, and a salt."""

from datetime import datetime
from typing import Final

from peygir.desks.dropbox.box_keys import BoxKeys
from peygir.desks.dropbox.models import DropBox
from peygir.desks.dropbox.queries import receipt_salt
from peygir.history.queries import timeline
from peygir.history.record.folder import RecordFolder
from peygir.history.record.keys import RecordKeys
from peygir.history.record.proving import prove_event
from peygir.history.record.slips import slip_of

_HEAD: Final = """\
# Peygir drop box: receipt of a report. It says that its holder wrote to the drop box: keep it only where nobody looks.
# With your text: SHA-256(salt || SHA-256(text) || SHA-256 of each file as it was stored) is `digest` in `event`, and
#  SHA-256(32 zero bytes || event) is `hash` in the part below. docs/record.md says how that part is checked.
salt: {salt}
event: {event}
{kind}:
{text}"""


def drop_receipt(
    city_id: int, box_keys: BoxKeys, folder: RecordFolder, record_keys: RecordKeys, now: datetime
) -> str | None:
    """Return the receipt of the box of these words as text: with a proof, or with a signed slip until the next night.

    None if there is no such box. Raises CannotBeOpened.
    """
    salted = receipt_salt(city_id, box_keys)
    if salted is None:
        return None
    box_id, salt = salted
    first = timeline(DropBox.history_file, box_id)[0]
    proved = prove_event(folder, record_keys, first.pk)
    kind, text = ("proof", proved.text) if proved is not None else ("slip", slip_of(first, record_keys, now))
    return _HEAD.format(salt=salt.hex(), event=first.body, kind=kind, text=text)
