"""Changes the key of the public record, begins a new log, and says what contradicts the record."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from peygir.city.queries import current_city
from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, pgettext_lazy
from peygir.core.transparency.checkpoints import checkpoint_of
from peygir.core.transparency.notes import NoteIsNotRight, read_note
from peygir.history.queries import newest_event
from peygir.history.record.auditing import agreeing_entries
from peygir.history.record.folder import PENDING
from peygir.history.record.growing import record_folder
from peygir.history.record.keys import RecordKeyIsGone, kept_keys
from peygir.history.record.turning import NewLogReason, begin_log, change_key
from peygir.people.actions.two_person_changes import note_carried_out
from peygir.people.change_kinds import TwoPersonKind
from peygir.people.rules import SYSTEM
from peygir.people.two_person_queries import ChangeByTwo, change_to_carry_out


class TwoPeopleMustAgree(Conflict):
    """Nobody proposed this, or no second person confirmed it."""

    message = _("Two people agree to this first, in the administration under “The public record”.")


def change_record_key(home: Path) -> str:
    """Let a fresh key follow the record's, as two people agreed; returns the new public key.

    Raises TwoPeopleMustAgree, what `change_key` does.
    """
    agreed = _agreed(TwoPersonKind.RECORD_KEY)
    key = str(change_key(home, clock.now()))
    _note(agreed, key)
    return key


def begin_new_log(home: Path) -> str:
    """Begin a new log that commits to the last signed head, as two people agreed; returns its name.

    Raises TwoPeopleMustAgree, what `begin_log` does.
    """
    agreed = _agreed(TwoPersonKind.RECORD_LOG)
    reason, note = NewLogReason.of(agreed.content["why"]), str(agreed.content["note"])
    begin_log(home, reason, clock.now(), note=note)
    name = kept_keys(home).origin
    _note(agreed, name)
    return name


def what_happened(home: Path) -> Iterator[str]:
    """Yield, in lines for the terminal, how the record and the database differ, and what can be done."""
    folder = record_folder(home)
    if (folder.root / PENDING).exists():
        yield in_every(pgettext_lazy("terminal", "a new log was begun and not finished: ./run record --new-log"))
        return
    steps, newest = folder.growth(), newest_event()
    last = steps[-1] if steps else None
    try:
        keys, head = kept_keys(home), folder.checkpoint()
        if head and not read_note(head).signed_by([keys.public]):
            yield in_every(pgettext_lazy("terminal", "the record was signed by another key than that of this home"))
        size = checkpoint_of(read_note(head)).size if head else 0
        agreeing = agreeing_entries(folder, keys)
        text = in_every(pgettext_lazy("terminal", "entries of the record that fit the database, from the first one on"))
        yield f"{text}: {agreeing:,} / {size:,}"
    except (NoteIsNotRight, OSError, RecordKeyIsGone) as fault:
        yield f"{in_every(pgettext_lazy('terminal', 'files of the record cannot be read'))}: {fault}"
    if last is not None:
        text = in_every(pgettext_lazy("terminal", "the record ends with the event"))
        yield f"{text} {last.last_event:,} ({last.at})"
    if newest is not None:
        text = in_every(pgettext_lazy("terminal", "the database ends with the event"))
        yield f"{text} {newest[0]:,} ({newest[1].isoformat()})"
    if last is not None and (newest is None or newest[0] < last.last_event):
        yield in_every(pgettext_lazy("terminal", "the database is older than the record: it was probably restored"))
    yield in_every(
        pgettext_lazy("terminal", "if a backup fits, restore it; else two people agree to a new log, then --new-log")
    )


def _agreed(kind: TwoPersonKind) -> ChangeByTwo:
    agreed = change_to_carry_out(current_city(settings.CITY).id, kind, clock.now())
    if agreed is None:
        raise TwoPeopleMustAgree()
    return agreed


def _note(agreed: ChangeByTwo, result: str) -> None:
    note_carried_out(current_city(settings.CITY).id, agreed.id, result=result, by=SYSTEM)
