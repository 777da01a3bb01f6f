"""Asks the witnesses that have a service of their own to sign the newest head of the public record."""

from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.transparency.checkpoints import checkpoint_of
from peygir.core.transparency.notes import SignedNote, read_note
from peygir.gateways.results import GatewayFailed, GatewayUnsure
from peygir.gateways.witnesses import add_checkpoint
from peygir.history.record.actions import note_answer
from peygir.history.record.folder import RecordFolder
from peygir.history.record.growing import record_folder
from peygir.history.record.heads import heads, take_cosignatures
from peygir.history.record.keys import RecordKeys, kept_keys
from peygir.history.record.proving import prove_growth
from peygir.history.record.witnesses import WitnessFacts, witnesses
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

ASK_WITNESSES: Final = "ask_witnesses"
"""The name of `ask_witnesses` in jobs; they have no file."""
_MOST_HEADS: Final = 400


def plan_asking_witnesses() -> None:
    """Leave a job that asks the witnesses to sign the newest head."""
    add_jobs(ASK_WITNESSES, [0], queue=OUTSIDE_QUEUE)


def ask_witnesses() -> None:
    """Submit the newest head to each witness that has an address, and keep what it answered.

    A witness that fails is asked again with the next head.
    """
    home = Path(settings.HOME)
    folder = record_folder(home)
    with_service = [witness for witness in witnesses() if witness.address]
    if not with_service or not folder.checkpoint():
        return
    keys = kept_keys(home)
    for witness in with_service:
        note_answer(witness.id, _answer_of(home, folder, keys, witness), now=clock.now())


def _answer_of(home: Path, folder: RecordFolder, keys: RecordKeys, witness: WitnessFacts) -> str:
    """What came of asking one witness: "signed", or why not."""
    note = read_note(folder.checkpoint())
    own = tuple(line for line in note.signatures if line.name == keys.origin)
    head, size = str(SignedNote(note.text, own)), _size_known_to(folder, witness)
    try:
        status, text = _submitted(folder, witness, size, head)
        if status == 409 and text.strip().isdigit() and int(text) <= checkpoint_of(note).size:
            status, text = _submitted(folder, witness, int(text), head)
        if status != 200:
            return f"answered {status}"
        take_cosignatures(home, keys, [witness.key], f"{note.text}\n{text}", clock.now())
    except (GatewayFailed, GatewayUnsure) as failure:
        return failure.reason
    except Refusal as refusal:
        return refusal.name
    return "signed"


def _submitted(folder: RecordFolder, witness: WitnessFacts, size: int, head: str) -> tuple[int, str]:
    return add_checkpoint(witness.address, size=size, proof=prove_growth(folder, size), note=head)


def _size_known_to(folder: RecordFolder, witness: WitnessFacts) -> int:
    """The size of the newest head that the witness signed; 0 where it signed none."""
    signed = (head for head in heads(folder, [witness.key], limit=_MOST_HEADS) if head.signed)
    return next((head.checkpoint.size for head in signed), 0)
