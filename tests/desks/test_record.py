"""The public record grows by events and proves them; a change of rows, files or checkpoints is found by its check."""

import base64
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from peygir.core import clock
from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import COSIGNATURE, SignedNote, cosign_note, read_note, sign_note, verifier_key
from peygir.core.transparency.proofs import is_consistent
from peygir.core.transparency.tiles import ENTRIES, TilePlace
from peygir.core.transparency.tree import leaf_hash
from peygir.history.models import Event
from peygir.history.record import growing
from peygir.history.record.auditing import dump_events, record_faults
from peygir.history.record.folder import Growth, RecordDoesNotFit, RecordFolder
from peygir.history.record.growing import RecordIsBeingWritten, extend_record, record_folder
from peygir.history.record.keys import RecordKeys, entry_of, record_keys
from peygir.history.record.proving import prove_event, prove_growth
from peygir.history.record.verifier.joining import one_file
from tests import make
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]
ORIGIN = "city.example/record"
NTH = "(SELECT id FROM history_event ORDER BY id OFFSET {0} LIMIT 1)"
WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
REPORTS = 40


@dataclass
class City:
    """A home with a record, and what a journalist and an auditor keep of it."""

    home: Path
    keys: RecordKeys
    files: Path

    @property
    def folder(self) -> RecordFolder:
        return record_folder(self.home)

    def extend(self) -> Checkpoint:
        return extend_record(self.home, self.keys, clock.now()).checkpoint

    def keep(self, name: str, text: str) -> Path:
        path = self.files / name
        path.write_text(text, encoding="utf-8")
        return path

    def dump(self) -> Path:
        path = self.files / "events.jsonl"
        with path.open("w", encoding="utf-8") as file:
            dump_events(self.folder, self.keys, file)
        return path

    def check(self, *words: object) -> tuple[int, str]:
        """Run the one file, as it is given out, in a Python without our packages."""
        script = self.keep("verify_record.py", one_file())
        command = [sys.executable, "-I", "-S", script, self.folder.root, "--key", str(self.keys.public), *words]
        done = subprocess.run([str(word) for word in command], capture_output=True, encoding="utf-8", check=False)
        assert not done.stderr
        return done.returncode, done.stdout


@pytest.fixture
def city(town: Town, tmp_path: Path) -> City:
    """Some dozen files with their events, in a database that no longer refuses to change them."""
    make.done()
    for number in range(REPORTS):
        make.report(text=f"a report {number}")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_insert_only")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    files = tmp_path / "kept"
    files.mkdir()
    return City(tmp_path / "home", record_keys(tmp_path / "home", ORIGIN), files)


def _add_events(number: int) -> None:
    """Add events whose bodies nobody reads: the record takes their numbers and hashes alone."""
    rows = [
        Event(
            file="test",
            file_id=at,
            number=1,
            kind="test",
            at=clock.now(),
            by="system",
            body="{}",
            hash=leaf_hash(b"%d" % at),
        )
        for at in range(number)
    ]
    Event.objects.bulk_create(rows)


def test_the_record_holds_every_event_and_says_so_in_one_signature(city: City) -> None:
    checkpoint = city.extend()
    assert checkpoint.size == Event.objects.count()
    note = read_note(city.folder.checkpoint())
    assert note.signed_by([city.keys.public]) == [city.keys.public]
    assert checkpoint_of(note) == checkpoint
    assert record_faults(city.folder, city.keys) == []
    assert city.extend() == checkpoint


def test_it_grows_and_begins_with_what_it_was(city: City) -> None:
    before = city.extend()
    make.report(text="one more")
    after = city.extend()
    assert after.size > before.size
    proof = prove_growth(city.folder, before.size)
    assert is_consistent(before.size, after.size, before.root, after.root, proof)
    assert record_faults(city.folder, city.keys) == []


def test_small_steps_give_the_record_of_one(city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _add_events(900)
    at_once = city.extend()
    shutil.copy(city.home / "record_key", tmp_path / "record_key")
    other = City(tmp_path, record_keys(tmp_path, "another.name"), city.files)
    monkeypatch.setattr(growing, "STEP", 37)
    assert other.extend() == at_once
    assert len(other.folder.growth()) > 20
    assert record_faults(other.folder, other.keys) == []
    ids = list(Event.objects.order_by("pk").values_list("pk", flat=True))
    for pk in (ids[0], ids[300], ids[-1]):
        assert prove_event(other.folder, other.keys, pk) == prove_event(city.folder, city.keys, pk)


def test_what_a_killed_run_left_is_gone_over_again(city: City) -> None:
    whole = city.extend()
    for name in ("growth.jsonl", "checkpoint"):
        (city.folder.root / name).unlink()
    (city.folder.root / "checkpoint.making").write_text("half")
    assert city.extend() == whole
    (city.folder.root / "checkpoint").unlink()
    assert city.extend() == whole
    with (city.folder.root / "growth.jsonl").open("a") as file:
        file.write('{"size": 99999, "last_e')
    make.report(text="after the crash")
    assert city.extend().size == Event.objects.count()
    assert record_faults(city.folder, city.keys) == []


def test_two_at_once_do_not_write(city: City) -> None:
    with growing._alone(city.folder), pytest.raises(RecordIsBeingWritten):
        city.extend()


def test_an_event_is_proved_and_its_file_says_so_to_anybody(city: City) -> None:
    city.extend()
    event = Event.objects.filter(file="case").order_by("pk")[REPORTS // 2]
    found = prove_event(city.folder, city.keys, event.pk)
    assert found is not None
    leaf = leaf_hash(entry_of(found.blind, bytes(event.hash)))
    assert found.proof.proves(leaf, [city.keys.public])
    kept = city.keep("report.tlog-proof", found.text)
    assert city.check("--proof", kept) == (0, city.check()[1])


def test_an_event_that_is_not_recorded_yet_has_no_proof(city: City) -> None:
    first = Event.objects.order_by("pk")[0]
    assert prove_event(city.folder, city.keys, first.pk) is None
    city.extend()
    assert prove_event(city.folder, city.keys, first.pk) is not None
    make.report(text="later")
    newest = Event.objects.order_by("-pk").first()
    assert newest is not None
    assert prove_event(city.folder, city.keys, newest.pk) is None
    assert prove_event(city.folder, city.keys, newest.pk + 100) is None


def test_entries_do_not_tell_what_happened(city: City) -> None:
    """The hash of a short event could be guessed; with the blind it is in no file that is public."""
    city.extend()
    public = b"".join(path.read_bytes() for path in city.folder.root.rglob("*") if path.is_file())
    for event in Event.objects.all():
        assert bytes(event.hash) not in public
        assert city.keys.blind_of(event.pk) not in public
    assert city.keys.seed not in public


def test_a_database_with_another_past_is_refused(city: City) -> None:
    city.extend()
    last = city.folder.growth()[-1].last_event
    with connection.cursor() as cursor:
        cursor.execute("UPDATE history_event SET hash = sha256(hash) WHERE id = %s", [last])
    make.report(text="after it was restored")
    with pytest.raises(RecordDoesNotFit):
        city.extend()


def test_a_key_is_made_once_and_keeps_its_name(tmp_path: Path) -> None:
    first = record_keys(tmp_path, "one.example")
    assert record_keys(tmp_path, "two.example") == first
    assert (tmp_path / "record_key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["record_key"]


# What somebody who holds the database, the files or the key may have done; each is found by the one file.


def clean_kept(city: City) -> list[object]:
    """What was kept before the manipulation: a checkpoint, a proof, and the auditors' dump."""
    city.extend()
    seen = city.keep("seen.txt", city.folder.checkpoint())
    event = Event.objects.filter(file="case").order_by("pk")[7]
    found = prove_event(city.folder, city.keys, event.pk)
    assert found is not None
    proof = city.keep("report.tlog-proof", found.text)
    make.report(text="a later one")
    city.extend()
    return ["--seen", seen, "--proof", proof, "--rows", city.dump()]


def change(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount


def rewrite(city: City) -> None:
    """Write the whole record anew over the rows as they are now, with the right key."""
    shutil.rmtree(city.folder.root)
    city.extend()


def flip(path: Path, at: int) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1
    path.write_bytes(raw)


def changed_body(city: City) -> None:
    change("UPDATE history_event SET body = replace(body, 'web', 'api') WHERE id = " + NTH.format(20))
    city.dump()


def changed_body_and_hash(city: City) -> None:
    change(
        "UPDATE history_event SET body = body || ' ', hash = sha256(decode(repeat('00', 32), 'hex') ||"
        " convert_to(body || ' ', 'UTF8')) WHERE id = (SELECT max(id) FROM history_event WHERE number = 1)"
    )
    city.dump()


def missing_row(city: City) -> None:
    change(
        "DELETE FROM history_event WHERE id = (SELECT min(id) FROM history_event WHERE file = 'case' AND number = 2)"
    )
    city.dump()


def reordered_rows(city: City) -> None:
    lines = (city.files / "events.jsonl").read_text().split("\n")
    numbers = [json.loads(json.loads(line)["body"])["number"] for line in lines if line]
    at = numbers.index(2)
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    city.keep("events.jsonl", "\n".join(lines))


def cut_off_rows(city: City) -> None:
    lines = (city.files / "events.jsonl").read_text().split("\n")
    city.keep("events.jsonl", "\n".join(lines[:-20]))


def first(city: City, level: int) -> Path:
    """The first tile of a level, or bundle of entries."""
    size = checkpoint_of(read_note(city.folder.checkpoint())).size
    return city.folder.root / TilePlace(level, 0, min(size, 256)).path


def changed_entry(city: City) -> None:
    flip(first(city, ENTRIES), 700)


def changed_tile(city: City) -> None:
    flip(first(city, 0), 700)


def missing_tile(city: City) -> None:
    first(city, 0).unlink()


def forged_checkpoint(city: City) -> None:
    checkpoint = checkpoint_of(read_note(city.folder.checkpoint()))
    text = Checkpoint(ORIGIN, checkpoint.size, leaf_hash(b"another")).text
    city.folder.write_checkpoint(str(SignedNote(text, (sign_note(text, WITNESS, ORIGIN),))))


def root_of_nothing(city: City) -> None:
    """The holder of the key signs a root that the files do not have."""
    checkpoint = checkpoint_of(read_note(city.folder.checkpoint()))
    text = Checkpoint(ORIGIN, checkpoint.size, leaf_hash(b"another")).text
    city.folder.write_checkpoint(str(SignedNote(text, (sign_note(text, city.keys.private, ORIGIN),))))


def another_past(city: City) -> None:
    """The whole record is written anew after an event was taken out: two histories."""
    change("DELETE FROM history_event WHERE id = " + NTH.format(12))
    rewrite(city)
    city.dump()


def cut_off_record(city: City) -> None:
    """The newest quarter is taken back, with a record and a dump that fit each other."""
    change("DELETE FROM history_event WHERE id > " + NTH.format(40))
    rewrite(city)
    city.dump()


def changed_proof(city: City) -> None:
    path = city.files / "report.tlog-proof"
    lines = path.read_text().split("\n")
    lines[3] = base64.b64encode(leaf_hash(b"another")).decode()
    path.write_text("\n".join(lines))


def proof_of_another(city: City) -> None:
    path = city.files / "report.tlog-proof"
    lines = path.read_text().split("\n")
    parts = json.loads(base64.b64decode(lines[1].removeprefix("extra ")))
    parts["hash"] = leaf_hash(b"another").hex()
    lines[1] = "extra " + base64.b64encode(json.dumps(parts).encode()).decode()
    path.write_text("\n".join(lines))


@pytest.mark.parametrize(
    ("manipulate", "said"),
    [
        (changed_body, "does not fit its hash"),
        (changed_body_and_hash, "is not entry"),
        (missing_row, "missing or out of order"),
        (reordered_rows, "missing or out of order"),
        (cut_off_rows, "the dump"),
        (changed_entry, "the entries do not give the root"),
        (changed_tile, "does not fit the entries"),
        (missing_tile, "missing: tile/0/"),
        (forged_checkpoint, "not signed by city.example/record"),
        (root_of_nothing, "the entries do not give the root"),
        (another_past, "two histories"),
        (cut_off_record, "cut off"),
        (changed_proof, "does not lead to the root"),
        (proof_of_another, "proves another entry"),
    ],
)
def test_the_one_file_finds_what_was_done(city: City, manipulate: Callable[[City], None], said: str) -> None:
    kept = clean_kept(city)
    assert city.check(*kept)[0] == 0, city.check(*kept)[1]
    manipulate(city)
    code, words = city.check(*kept)
    assert code == 1
    assert "✗" in words
    assert said in words


def test_a_witness_is_asked_for_and_heard(city: City) -> None:
    city.extend()
    witness = verifier_key(WITNESS, "panel.example", COSIGNATURE)
    code, words = city.check("--witness", witness)
    assert code == 1
    assert "not signed by panel.example" in words
    note = read_note(city.folder.checkpoint())
    signed = SignedNote(note.text, (*note.signatures, cosign_note(note.text, WITNESS, "panel.example", 1_764_400_000)))
    city.folder.write_checkpoint(str(signed))
    assert city.check("--witness", witness)[0] == 0


@pytest.mark.parametrize(
    ("manipulate", "said"),
    [
        (missing_row, "is not what was recorded"),
        (changed_entry, "is not what was recorded"),
        (changed_tile, "do not give the root"),
        (missing_tile, "cannot be read"),
        (root_of_nothing, "do not give the root"),
        (forged_checkpoint, "not signed by the key"),
    ],
)
def test_the_house_finds_it_too(city: City, manipulate: Callable[[City], None], said: str) -> None:
    clean_kept(city)
    assert record_faults(city.folder, city.keys) == []
    manipulate(city)
    assert any(said in fault for fault in record_faults(city.folder, city.keys)), record_faults(city.folder, city.keys)


def test_growth_is_a_line_for_each_step(city: City) -> None:
    city.extend()
    [line] = city.folder.growth()
    assert line == Growth(Event.objects.count(), Event.objects.order_by("-pk")[0].pk, line.at)
