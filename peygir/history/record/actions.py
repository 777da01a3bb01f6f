"""Registers witnesses of the public record, ends them, and keeps what their services answered."""

from datetime import datetime

from django.db import IntegrityError, transaction

from peygir.core.refusals import Conflict, Invalid, Missing
from peygir.core.translation import gettext_lazy as _
from peygir.history.models import RecordWitness
from peygir.history.record.witnesses import WitnessKind, read_witness_key

LONGEST_NAME = 80
LONGEST_ADDRESS = 300


class WitnessKeyIsNotRight(Invalid):
    """The text is no public key of a witness."""

    message = _("This is no public key of a witness. Paste what the command new-key printed: name, id and key.")


class WitnessNamesAreMissing(Invalid):
    """The witness has no name in Persian or in English."""

    message = _("Give the institution's name in Persian and in English, of at most {limit} letters each.")


class WitnessAddressIsWrong(Invalid):
    """The address of the witness's service is none."""

    message = _("The address of a witness's service begins with https:// and has at most {limit} letters.")


class WitnessIsKnown(Conflict):
    """A witness has this key already."""

    message = _("A witness with this key is registered, or was.")


class NoSuchWitness(Missing):
    """There is no such witness, or it has ended."""

    message = _("There is no such witness, or it has ended.")


def check_witness(*, kind: str, name_fa: str, name_en: str, key: str, address: str) -> None:
    """Raise WitnessKeyIsNotRight, WitnessNamesAreMissing, WitnessAddressIsWrong, WitnessIsKnown for bad values."""
    if read_witness_key(key) is None:
        raise WitnessKeyIsNotRight()
    if kind not in WitnessKind.values() or not all(0 < len(name) <= LONGEST_NAME for name in (name_fa, name_en)):
        raise WitnessNamesAreMissing(limit=LONGEST_NAME)
    is_plain = address.isascii() and not any(sign.isspace() for sign in address)
    if address and not (address.startswith("https://") and len(address) <= LONGEST_ADDRESS and is_plain):
        raise WitnessAddressIsWrong(limit=LONGEST_ADDRESS)
    if RecordWitness.objects.filter(key=key.strip()).exists():
        raise WitnessIsKnown()


def register_witness(*, kind: str, name_fa: str, name_en: str, key: str, address: str, now: datetime) -> int:
    """Register a witness, once two people agreed; returns its id. Raises what `check_witness` does."""
    check_witness(kind=kind, name_fa=name_fa, name_en=name_en, key=key, address=address)
    row = RecordWitness(
        kind=kind, name_fa=name_fa, name_en=name_en, key=key.strip(), address=address, registered_at=now
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise WitnessIsKnown() from error
    return row.pk


def end_witness(witness_id: int, *, now: datetime) -> None:
    """Take no further signatures of a witness. Raises NoSuchWitness."""
    if not RecordWitness.objects.filter(pk=witness_id, ended_at__isnull=True).update(ended_at=now):
        raise NoSuchWitness()


def note_answer(witness_id: int, answer: str, *, now: datetime) -> None:
    """Keep what the service of a witness answered last."""
    RecordWitness.objects.filter(pk=witness_id).update(asked_at=now, answer=answer[:80])
