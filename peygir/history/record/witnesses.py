"""Who the witnesses of the public record are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from peygir.core.translation import Names, pgettext_lazy
from peygir.core.transparency.notes import COSIGNATURE, NoteIsNotRight, VerifierKey
from peygir.core.vocabulary import Vocabulary
from peygir.history.models import RecordWitness


class WitnessKind(Vocabulary):
    """What sort of institution a witness is."""

    PANEL = "panel", pgettext_lazy("witness of the record", "the citizens' panel")
    COUNCIL = "council", pgettext_lazy("witness of the record", "the city council")
    NEWSPAPER = "newspaper", pgettext_lazy("witness of the record", "a newspaper")
    OTHER = "other", pgettext_lazy("witness of the record", "another institution")


@dataclass(frozen=True, slots=True)
class WitnessFacts:
    """A witness: what it is called, its key, and where its service takes new heads ("": it hands them in itself).

    `answer` is what its service said at `asked_at`. Until `ended_at` its signatures are taken; those that it gave
    stay.
    """

    id: int
    kind: str
    name: Names
    key: VerifierKey
    address: str
    registered_at: datetime
    ended_at: datetime | None
    asked_at: datetime | None
    answer: str


def witnesses(*, with_ended: bool = False) -> list[WitnessFacts]:
    """Return the registered witnesses, the first registered first; one statement."""
    rows = RecordWitness.objects.order_by("registered_at", "pk")
    return [_facts(row) for row in (rows if with_ended else rows.filter(ended_at__isnull=True))]


def keys_of_witnesses(facts: Collection[WitnessFacts]) -> list[VerifierKey]:
    """Return their keys, in the same order."""
    return [witness.key for witness in facts]


def read_witness_key(text: str) -> VerifierKey | None:
    """Return the key of a witness from its text; None for a text that is none, or a key of another type."""
    try:
        key = VerifierKey.read(text)
    except NoteIsNotRight:
        return None
    return key if key.type == COSIGNATURE else None


def _facts(row: RecordWitness) -> WitnessFacts:
    return WitnessFacts(
        row.pk,
        row.kind,
        Names.of(row.name_fa, row.name_en),
        VerifierKey.read(row.key),
        row.address,
        row.registered_at,
        row.ended_at,
        row.asked_at,
        row.answer,
    )
