"""What lies in drop boxes: for whoever types the seven words, and for receivers, who get it encrypted."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from peygir.desks.dropbox.box_keys import BoxKeys
from peygir.desks.dropbox.models import DropBox, DropKey, DropMessage, DropPart, DropSeal
from peygir.desks.dropbox.rules import DropBoxState, receivers_of
from peygir.desks.dropbox.sealing import CannotBeOpened, open_part, read_text_part, unseal
from peygir.people.rules import Actor

MOST_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class DropKeyFacts:
    """A receiver's key, as its page lists it."""

    id: int
    receiver: str
    public: bytes
    fingerprint: str
    holder_id: int
    made_at: datetime
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_why: str

    @property
    def is_in_force(self) -> bool:
        """Whether messages are sealed to it."""
        return self.confirmed_at is not None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class DropBoxFacts:
    """A box, as its receivers see it in their list."""

    id: int
    receiver: str
    reference: str
    public: bytes
    state: str
    is_answered: bool
    opened_on: date
    last_on: date
    closed_on: date | None
    message_count: int


@dataclass(frozen=True, slots=True)
class SealedMessageFacts:
    """A message with its encrypted text, the ids of its encrypted files, and its sealed content keys by key id."""

    number: int
    is_from_citizen: bool
    staff_id: int | None
    sent_on: date
    text: bytes
    files: Sequence[int]
    seals: Mapping[int, bytes]


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file of an answer: its place in the message, its name and its kind."""

    number: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class OpenedAnswer:
    """An answer of the receivers in plain words; None: it could not be opened."""

    number: int
    sent_on: date
    text: str | None
    files: Sequence[AnswerFile]


@dataclass(frozen=True, slots=True)
class FoundBox:
    """The box of somebody who typed its words: its state, how often they wrote, and the answers."""

    id: int
    receiver: str
    state: str
    opened_on: date
    closed_on: date | None
    sent: Sequence[date]
    answers: Sequence[OpenedAnswer]


def keys_in_force(city_id: int, receiver: str) -> list[DropKeyFacts]:
    """The keys to which messages for a receiver are sealed, the oldest first; one statement."""
    rows = DropKey.objects.filter(
        city_id=city_id, receiver=receiver, confirmed_at__isnull=False, ended_at__isnull=True
    ).order_by("pk")
    return [_key_facts(row) for row in rows]


def receivers_with_keys(city_id: int) -> frozenset[str]:
    """The receivers to whom something can be sealed at all; one statement."""
    rows = DropKey.objects.filter(city_id=city_id, confirmed_at__isnull=False, ended_at__isnull=True)
    return frozenset(rows.values_list("receiver", flat=True).distinct())


def drop_keys(city_id: int, receivers: Collection[str]) -> list[DropKeyFacts]:
    """Every key that these receivers ever had, the newest first; one statement."""
    rows = DropKey.objects.filter(city_id=city_id, receiver__in=list(receivers)).order_by("-pk")
    return [_key_facts(row) for row in rows]


def boxes_of(by: Actor, city_id: int) -> list[DropBoxFacts]:
    """The boxes of the actor's office: those that wait for an answer first, then the newest; two statements."""
    rows = DropBox.objects.filter(city_id=city_id, receiver__in=receivers_of(by)).exclude(state=DropBoxState.DESTROYED)
    boxes = list(rows.order_by("state", "is_answered", "-last_on", "-pk")[:MOST_LISTED])
    counts = _counts([box.pk for box in boxes])
    open_first = sorted(boxes, key=lambda box: box.state != DropBoxState.OPEN)
    return [_box_facts(box, counts.get(box.pk, 0)) for box in open_first]


def count_waiting(by: Actor, city_id: int) -> int:
    """How many boxes of the actor's office wait for an answer; one statement."""
    return DropBox.objects.filter(
        city_id=city_id, receiver__in=receivers_of(by), state=DropBoxState.OPEN, is_answered=False
    ).count()


def destroyed_count(by: Actor, city_id: int) -> int:
    """How many boxes of the actor's office were destroyed after their time; one statement."""
    rows = DropBox.objects.filter(city_id=city_id, receiver__in=receivers_of(by), state=DropBoxState.DESTROYED)
    return rows.count()


def box_for(by: Actor, city_id: int, box_id: int) -> DropBoxFacts | None:
    """A box of the actor's office; None for any other, and for one that was destroyed."""
    rows = DropBox.objects.filter(city_id=city_id, receiver__in=receivers_of(by), pk=box_id)
    box = rows.exclude(state=DropBoxState.DESTROYED).first()
    return _box_facts(box, _counts([box.pk]).get(box.pk, 0)) if box is not None else None


def sealed_messages(box_id: int) -> list[SealedMessageFacts]:
    """The messages of a box in their order, encrypted; three statements."""
    messages = list(DropMessage.objects.filter(box_id=box_id).order_by("number"))
    ids = [message.pk for message in messages]
    texts = dict(DropPart.objects.filter(message_id__in=ids, number=0).values_list("message_id", "sealed"))
    files: dict[int, list[int]] = {}
    rows = DropPart.objects.filter(message_id__in=ids, number__gt=0).order_by("number")
    for message_id, number in rows.values_list("message_id", "number"):
        files.setdefault(message_id, []).append(number)
    seals: dict[int, dict[int, bytes]] = {}
    sealed_rows = DropSeal.objects.filter(message_id__in=ids, key__isnull=False)
    for message_id, key_id, sealed in sealed_rows.values_list("message_id", "key_id", "sealed"):
        seals.setdefault(message_id, {})[int(key_id or 0)] = bytes(sealed)
    return [
        SealedMessageFacts(
            row.number,
            row.is_from_citizen,
            row.staff_id,
            row.sent_on,
            bytes(texts.get(row.pk, b"")),
            files.get(row.pk, []),
            seals.get(row.pk, {}),
        )
        for row in messages
    ]


def sealed_file(box_id: int, message: int, number: int) -> bytes | None:
    """One encrypted file of a box; None where there is no such."""
    rows = DropPart.objects.filter(message__box_id=box_id, message__number=message, number=number)
    found = rows.values_list("sealed", flat=True).first() if number > 0 else None
    return bytes(found) if found is not None else None


def box_of_words(city_id: int, keys: BoxKeys) -> FoundBox | None:
    """The box of whoever typed the words, with its answers opened; None if there is none.

    The same two statements are asked for words that nobody has; what an answer takes more is a thousandth of `derive`.
    """
    box = DropBox.objects.filter(city_id=city_id, lookup=keys.lookup).first()
    messages = list(DropMessage.objects.filter(box_id=box.pk if box is not None else 0).order_by("number"))
    if box is None:
        return None
    answers = [_opened(box, keys, message) for message in messages if not message.is_from_citizen]
    sent = [message.sent_on for message in messages if message.is_from_citizen]
    return FoundBox(box.pk, box.receiver, box.state, box.opened_on, box.closed_on, sent, answers)


def answer_file(city_id: int, keys: BoxKeys, message: int, number: int) -> tuple[AnswerFile, bytes] | None:
    """A file of an answer, decrypted; None where there is no such. Raises CannotBeOpened."""
    box = DropBox.objects.filter(city_id=city_id, lookup=keys.lookup).first()
    row = DropMessage.objects.filter(box=box, number=message, is_from_citizen=False).first() if box else None
    if box is None or row is None:
        return None
    sealed = sealed_file(box.pk, message, number)
    answer = _opened(box, keys, row)
    file = next((one for one in answer.files if one.number == number), None)
    if sealed is None or file is None:
        return None
    return file, open_part(_content_key(keys, row), number, sealed, context_of(box.reference, message))


def receipt_salt(city_id: int, keys: BoxKeys) -> tuple[int, bytes] | None:
    """The id of a box, and the salt of its first message's digest; None if there is no such box."""
    box = DropBox.objects.filter(city_id=city_id, lookup=keys.lookup).first()
    return (box.pk, unseal(keys.private, bytes(box.receipt))) if box is not None else None


def context_of(reference: str, message: int) -> str:
    """The place of a message, to which its parts are bound."""
    return f"{reference}:{message}"


def _opened(box: DropBox, keys: BoxKeys, message: DropMessage) -> OpenedAnswer:
    part = DropPart.objects.filter(message=message, number=0).values_list("sealed", flat=True).first()
    try:
        content_key = _content_key(keys, message)
        opened = open_part(content_key, 0, bytes(part or b""), context_of(box.reference, message.number))
        text, listed = read_text_part(opened)
    except CannotBeOpened:
        return OpenedAnswer(message.number, message.sent_on, None, [])
    files = [AnswerFile(place, file["name"], file["kind"]) for place, file in enumerate(listed, start=1)]
    return OpenedAnswer(message.number, message.sent_on, text, files)


def _content_key(keys: BoxKeys, message: DropMessage) -> bytes:
    """The content key of an answer. Raises CannotBeOpened."""
    sealed = DropSeal.objects.filter(message=message, key=None).values_list("sealed", flat=True).first()
    if sealed is None:
        raise CannotBeOpened
    return unseal(keys.private, bytes(sealed))


def _counts(box_ids: Sequence[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for box_id in DropMessage.objects.filter(box_id__in=box_ids).values_list("box_id", flat=True):
        counts[box_id] = counts.get(box_id, 0) + 1
    return counts


def _key_facts(row: DropKey) -> DropKeyFacts:
    return DropKeyFacts(
        row.pk,
        row.receiver,
        bytes(row.public),
        row.fingerprint,
        row.holder_id,
        row.made_at,
        row.confirmed_at,
        row.ended_at,
        row.ended_why,
    )


def _box_facts(box: DropBox, message_count: int) -> DropBoxFacts:
    return DropBoxFacts(
        box.pk,
        box.receiver,
        box.reference,
        bytes(box.public),
        box.state,
        box.is_answered,
        box.opened_on,
        box.last_on,
        box.closed_on,
        message_count,
    )
