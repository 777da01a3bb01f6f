"""A home with a public record over a small city, and what somebody may do to its rows, files and checkpoints."""

import base64
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection

from peygir.core import clock
from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import SignedNote, read_note, sign_note
from peygir.core.transparency.tiles import ENTRIES, TilePlace
from peygir.core.transparency.tree import leaf_hash
from peygir.history.models import Event
from peygir.history.record.auditing import dump_events
from peygir.history.record.folder import RecordFolder
from peygir.history.record.growing import extend_record, record_folder
from peygir.history.record.keys import RecordKeys, kept_keys, record_keys
from peygir.history.record.proving import prove_event
from peygir.history.record.verifier.joining import one_file
from tests import make

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

    def check(self, *arguments: object) -> tuple[int, str]:
        """Run the one file, as it is given out, in a Python without our packages."""
        done = self.run_file(self.folder.root, "--key", str(self.keys.public), *arguments)
        assert not done.stderr
        return done.returncode, done.stdout

    def run_file(self, *arguments: object) -> "subprocess.CompletedProcess[str]":
        """Run the one file with any arguments."""
        script = self.keep("verify_record.py", one_file())
        command = [str(word) for word in (sys.executable, "-I", "-S", script, *arguments)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    def turned(self) -> None:
        """Take the keys as they are in the home now."""
        self.keys = kept_keys(self.home)


def record_city(tmp_path: Path) -> City:
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
