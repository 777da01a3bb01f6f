"""The drop box behind its pages: sealed to receivers alone, answered, shared, closed, destroyed, and proven."""

import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core import clock
from peygir.core.refusals import Invalid, Refusal
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox import sealing
from peygir.desks.dropbox.actions import (
    DropKeyNotYours,
    NobodyHoldsAKey,
    NoSuchDropBox,
    ReportIsAccepted,
    SealsDoNotFit,
    close_box,
    confirm_drop_key,
    destroy_due_boxes,
    end_drop_key,
    open_box,
    propose_drop_key,
    receive_message,
    reseal,
    send_reply,
)
from peygir.desks.dropbox.box_keys import BoxKeys, derive
from peygir.desks.dropbox.cleaning import (
    DocumentTellsWhoWroteIt,
    DroppedFile,
    FileCannotBeCleaned,
    TooManyDroppedFiles,
    clean_files,
)
from peygir.desks.dropbox.code_words import new_code
from peygir.desks.dropbox.models import DropBox, DropMessage, DropPart, DropSeal
from peygir.desks.dropbox.receipts import drop_receipt
from peygir.desks.dropbox.rules import KEPT_CLOSED, KEPT_SILENT
from peygir.history.queries import timeline, verify
from peygir.history.record.growing import extend_record, record_folder
from peygir.history.record.keys import record_keys
from peygir.people.rules import Actor
from tests import make
from tests.dropped import HeldKey, held_key, texts_of
from tests.town import CODE, Town, TownClock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("town_clock")]
TEXT = "مدیر آن اداره برای امضا پول خواست."


def box_keys() -> BoxKeys:
    return derive(new_code(), CODE)


def dropped_report(town: Town, *, receiver: str = "inspectorate", text: str = TEXT) -> tuple[BoxKeys, DropBox]:
    keys = box_keys()
    open_box(town.city_id, receiver, keys, text=text, files=[])
    return keys, DropBox.objects.get(lookup=keys.lookup)


def answer(town: Town, keys: BoxKeys, box: DropBox, key: HeldKey, text: str, *, by: Actor | None = None) -> None:
    """What the browser does, with the same encryption."""
    number = DropMessage.objects.filter(box=box).count() + 1
    publics = {None: keys.public, key.id: key.private.public_key().public_bytes_raw()}
    context = dropbox.context_of(box.reference, number)
    sealed = sealing.seal_message([sealing.text_part(text, [])], list(publics.values()), context)
    seals = {key_id: sealed.seals[public] for key_id, public in publics.items()}
    send_reply(box.pk, number, sealed.parts, seals, by=by or town.inspectorate)


def test_only_the_receivers_key_opens_a_report(town: Town) -> None:
    key, stranger = held_key(town), HeldKey(0, X25519PrivateKey.generate())
    _, box = dropped_report(town)
    assert texts_of(key, box) == [TEXT]
    [message] = dropbox.sealed_messages(box.pk)
    with pytest.raises(sealing.CannotBeOpened):
        sealing.unseal(stranger.private, message.seals[key.id])
    stored = b"".join(bytes(row.sealed) for row in DropPart.objects.all())
    assert TEXT.encode() not in stored
    assert len(stored) % 4096 == 16, "the length of the text is hidden"


def test_a_message_cannot_be_moved_to_another_box_or_place(town: Town) -> None:
    key = held_key(town)
    _, box = dropped_report(town)
    [message] = dropbox.sealed_messages(box.pk)
    content_key = sealing.unseal(key.private, message.seals[key.id])
    for context in ("0" * 16 + ":1", dropbox.context_of(box.reference, 2)):
        with pytest.raises(sealing.CannotBeOpened):
            sealing.open_part(content_key, 0, message.text, context)


def test_without_a_key_in_force_nothing_is_taken(town: Town) -> None:
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    key_id = propose_drop_key(town.city_id, public, by=town.inspectorate)
    with pytest.raises(NobodyHoldsAKey):
        dropped_report(town)
    with pytest.raises(DropKeyNotYours):
        confirm_drop_key(key_id, by=town.inspectorate)
    confirm_drop_key(key_id, by=town.mayor)
    dropped_report(town)
    end_drop_key(key_id, "lost", by=town.mayor)
    with pytest.raises(NobodyHoldsAKey):
        dropped_report(town)
    assert DropBox.objects.count() == 1
    assert [line.kind for line in timeline("dropkey", key_id)] == [
        "drop_key_proposed",
        "drop_key_confirmed",
        "drop_key_ended",
    ]


@pytest.mark.parametrize("public", [b"", b"\x00" * 32, b"\x01" + b"\x00" * 31, b"x" * 31, b"x" * 33])
def test_what_is_no_public_key_is_refused(town: Town, public: bytes) -> None:
    with pytest.raises(Invalid):
        propose_drop_key(town.city_id, public, by=town.inspectorate)


def test_who_receives_nothing_hands_in_no_key(town: Town) -> None:
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    for actor in (town.clerk, town.admin, town.supervisor):
        with pytest.raises(DropKeyNotYours):
            propose_drop_key(town.city_id, public, by=actor)


def test_what_is_about_the_inspectorate_goes_to_the_mayors_desk_alone(town: Town) -> None:
    own = held_key(town, town.mayor, confirmer=town.inspectorate)
    other = held_key(town)
    _, box = dropped_report(town, receiver="mayor")
    assert texts_of(own, box) == [TEXT]
    assert list(dropbox.sealed_messages(box.pk)[0].seals) == [own.id] != [other.id]
    assert dropbox.box_for(town.inspectorate, town.city_id, box.pk) is None
    assert dropbox.box_for(town.mayor, town.city_id, box.pk) is not None
    with pytest.raises(NoSuchDropBox):
        close_box(box.pk, by=town.inspectorate)


def test_the_writer_reads_the_answer_and_writes_again(town: Town) -> None:
    key = held_key(town)
    keys, box = dropped_report(town)
    answer(town, keys, box, key, "کدام روز بود؟")
    found = dropbox.box_of_words(town.city_id, keys)
    assert found is not None
    assert [one.text for one in found.answers] == ["کدام روز بود؟"]
    receive_message(town.city_id, keys, text="سه‌شنبه.", files=[])
    assert texts_of(key, box) == [TEXT, "کدام روز بود؟", "سه‌شنبه."]
    assert dropbox.box_of_words(town.city_id, box_keys()) is None


def test_an_answer_is_sealed_to_all_or_refused(town: Town) -> None:
    key = held_key(town)
    keys, box = dropped_report(town)
    number = 2
    seals: dict[int | None, bytes] = {None: b"x" * 80, key.id: b"x" * 80}
    refused: list[dict[int | None, bytes]] = [
        {key.id: b"x" * 80},
        {**seals, 0: b"x" * 80},
        {None: b"x" * 79, key.id: b"x" * 80},
    ]
    for wrong in refused:
        with pytest.raises(SealsDoNotFit):
            send_reply(box.pk, number, [b"part"], wrong, by=town.inspectorate)
    for parts, place in (([], 2), ([b""], 2), ([b"x"] * 6, 2), ([b"x"], 1), ([b"x"], 3)):
        with pytest.raises(SealsDoNotFit):
            send_reply(box.pk, place, parts, seals, by=town.inspectorate)
    with pytest.raises(NoSuchDropBox):
        send_reply(box.pk, number, [b"part"], seals, by=town.clerk)
    found = dropbox.box_of_words(town.city_id, keys)
    assert found is not None
    assert found.answers == []


def test_what_a_server_put_in_as_an_answer_does_not_open(town: Town) -> None:
    key = held_key(town)
    keys, box = dropped_report(town)
    send_reply(box.pk, 2, [b"no cipher"], {None: b"x" * 80, key.id: b"x" * 80}, by=town.inspectorate)
    found = dropbox.box_of_words(town.city_id, keys)
    assert found is not None
    assert [one.text for one in found.answers] == [None]


def test_a_new_key_gets_access_from_an_old_one(town: Town) -> None:
    old = held_key(town)
    _, box = dropped_report(town)
    new = held_key(town)
    [message] = dropbox.sealed_messages(box.pk)
    content_key = sealing.unseal(old.private, message.seals[old.id])
    sealed = sealing.seal(new.private.public_key().public_bytes_raw(), content_key)
    reseal(box.pk, new.id, {1: sealed}, by=town.inspectorate)
    assert texts_of(new, box) == [TEXT]
    for wrong in ({1: sealed}, {2: sealed}, {}):
        with pytest.raises(SealsDoNotFit):
            reseal(box.pk, new.id, wrong, by=town.inspectorate)


def test_the_same_words_are_accepted_once(town: Town) -> None:
    held_key(town)
    keys, _ = dropped_report(town)
    with pytest.raises(ReportIsAccepted):
        open_box(town.city_id, "inspectorate", keys, text=TEXT, files=[])


def test_a_box_is_destroyed_after_its_time_and_the_history_holds(town: Town, town_clock: TownClock) -> None:
    held_key(town)
    keys, box = dropped_report(town)
    kept, _ = dropped_report(town)
    close_box(box.pk, by=town.inspectorate)
    town_clock.forward(days=KEPT_CLOSED.days - 1)
    assert destroy_due_boxes(town.city_id, clock.now()) == 0
    town_clock.forward(days=1)
    assert destroy_due_boxes(town.city_id, clock.now()) == 1
    box.refresh_from_db()
    assert (box.lookup, bytes(box.public), bytes(box.receipt)) == (None, b"", b"")
    assert not DropSeal.objects.filter(message__box=box).exists()
    assert not DropMessage.objects.filter(box=box).exists()
    assert dropbox.box_of_words(town.city_id, keys) is None
    assert timeline("dropbox", box.pk)[-1].data == {"messages": 1, "seals": 1}
    assert dropbox.box_of_words(town.city_id, kept) is not None
    assert verify().breaks == []
    town_clock.forward(days=KEPT_SILENT.days)
    assert destroy_due_boxes(town.city_id, clock.now()) == 1


def test_whoever_writes_opens_a_closed_box_again(town: Town) -> None:
    held_key(town)
    keys, box = dropped_report(town)
    close_box(box.pk, by=town.inspectorate)
    receive_message(town.city_id, keys, text="هنوز ادامه دارد.", files=[])
    box.refresh_from_db()
    assert (box.state, box.closed_on) == ("open", None)


def test_events_of_writers_have_no_hour(town: Town) -> None:
    held_key(town)
    keys, box = dropped_report(town)
    receive_message(town.city_id, keys, text="یک چیز دیگر", files=[])
    assert [(line.at.hour, line.at.minute, line.by) for line in timeline("dropbox", box.pk)] == [
        (12, 0, "anonymous")
    ] * 2


def test_the_receipt_proves_the_text(town: Town, tmp_path: Path) -> None:
    held_key(town)
    keys, _ = dropped_report(town)
    own = record_keys(tmp_path, "test.example/record")
    slip = drop_receipt(town.city_id, keys, record_folder(tmp_path), own, clock.now())
    assert slip is not None
    assert "\nslip:\n" in slip
    extend_record(tmp_path, own, clock.now())
    proof = drop_receipt(town.city_id, keys, record_folder(tmp_path), own, clock.now())
    assert proof is not None
    assert "\nproof:\n" in proof
    lines = dict(line.split(": ", 1) for line in proof.splitlines() if line.startswith(("salt: ", "event: ")))
    inner = hashlib.sha256(TEXT.encode()).digest()
    digest = hashlib.sha256(bytes.fromhex(lines["salt"]) + inner).hexdigest()
    assert json.loads(lines["event"])["data"]["digest"] == digest
    assert hashlib.sha256(bytes(32) + lines["event"].encode()).hexdigest() in slip
    assert TEXT not in proof


def test_pictures_are_drawn_anew_and_documents_refused() -> None:
    picture = make.photo()
    assert b"secret words" in picture
    [clean] = clean_files([DroppedFile("IMG_2034.jpg", picture)])
    assert (clean.name, clean.kind) == ("picture-1.jpg", "image/jpeg")
    assert b"Exif" not in clean.data
    assert b"secret words" not in clean.data
    [note] = clean_files([DroppedFile("a.txt", "\ufeffسلام\r\n".encode())])
    assert note.data.decode() == "سلام\n"
    for name, data in (("a.pdf", b"%PDF-1.7 x"), ("a.docx", b"PK\x03\x04xx"), ("a.jpg", b"%PDF-1.4")):
        with pytest.raises(DocumentTellsWhoWroteIt):
            clean_files([DroppedFile(name, data)])
    for name, data in (("a.mp3", b"ID3xxxx"), ("a", b"\x00\x01"), ("a.txt", b"\xff\xfe\x00"), ("a.exe", b"MZ")):
        with pytest.raises(FileCannotBeCleaned):
            clean_files([DroppedFile(name, data)])
    with pytest.raises(TooManyDroppedFiles):
        clean_files([DroppedFile("a.txt", b"x")] * 5)
    with pytest.raises(Refusal):
        clean_files([DroppedFile("a.jpg", b"\xff\xd8\xff broken")])
