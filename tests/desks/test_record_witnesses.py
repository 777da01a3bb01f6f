"""Witnesses sign heads of the record with the one file or by a service, and none that contradicts the last."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from peygir.core import clock
from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import (
    COSIGNATURE,
    SignedNote,
    VerifierKey,
    cosign_note,
    read_note,
    sign_note,
    unbase64,
    verifier_key,
)
from peygir.core.transparency.proofs import is_consistent
from peygir.core.transparency.tree import leaf_hash
from peygir.history.models import RecordWitness
from peygir.history.record.actions import (
    NoSuchWitness,
    WitnessAddressIsWrong,
    WitnessIsKnown,
    WitnessKeyIsNotRight,
    end_witness,
    register_witness,
)
from peygir.history.record.heads import (
    CosignatureIsNotRight,
    HeadIsNotOfTheRecord,
    HeadIsOfTheRecord,
    TwoHeadsWereSigned,
    WitnessIsNotRegistered,
    contradiction,
    heads,
    take_cosignatures,
)
from peygir.history.record.verifier.cosigning import plain_signature
from peygir.history.record.witnesses import witnesses
from peygir.journey.witnesses import ask_witnesses
from tests import make
from tests.record_city import ORIGIN, WITNESS, City, another_past, record_city
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]
NAME = "panel.example"
KEY = verifier_key(WITNESS, NAME, COSIGNATURE)


@pytest.fixture
def city(town: Town, tmp_path: Path) -> City:
    return record_city(tmp_path)


def cosigned(city: City, *more: object) -> tuple[int, str]:
    """What the command of a witness prints."""
    own, state = city.files / "own.json", city.files / "last.txt"
    if not own.exists():
        assert city.run_file("new-key", NAME, own).returncode == 0
    arguments = ("--key", str(city.keys.public), "--with", own, "--state", state, *more)
    done = city.run_file("cosign", city.folder.root, *arguments)
    return done.returncode, done.stdout


def own_key(city: City) -> VerifierKey:
    """The key of the witness that the one file made."""
    seed = bytes.fromhex(json.loads((city.files / "own.json").read_text())["seed"])
    return VerifierKey(NAME, plain_signature(seed, b"")[0], COSIGNATURE)


def take(city: City, key: VerifierKey, text: str) -> list[int]:
    return [size for size, _one in take_cosignatures(city.home, city.keys, [key], text, clock.now())]


def test_the_one_file_signs_what_the_city_takes_and_anybody_checks(city: City) -> None:
    first = city.extend()
    code, printed = cosigned(city)
    assert code == 0, printed
    key = own_key(city)
    assert take(city, key, printed) == [first.size]
    assert take(city, key, printed.replace("\n", "\r\n")) == [first.size], "a second time changes nothing"
    [head] = heads(city.folder, [key], limit=9)
    assert [one.key for one in head.signed] == [key]
    assert city.check("--witness", str(key))[0] == 0
    make.report(text="one more")
    later = city.extend()
    code, printed = cosigned(city)
    assert code == 0, printed
    lines = printed.rpartition("\n\n")[2].strip().split("\n")
    assert take(city, key, lines[-1]) == [later.size], "the line alone is enough"
    assert [bool(head.signed) for head in heads(city.folder, [key], limit=9)] == [True, True]


def test_a_witness_signs_no_head_that_contradicts_its_last(city: City) -> None:
    city.extend()
    assert cosigned(city)[0] == 0
    state = (city.files / "last.txt").read_text()
    make.report(text="a later one")
    another_past(city)
    code, printed = cosigned(city)
    assert code == 1
    assert "two histories" in printed
    assert (city.files / "last.txt").read_text() == state


def test_a_witness_signs_no_shorter_record_and_no_other_log(city: City) -> None:
    city.extend()
    make.report(text="a later one")
    city.extend()
    assert cosigned(city)[0] == 0
    sizes = city.folder.head_sizes()
    city.folder.write_checkpoint(city.folder.head(sizes[-1]))
    code, printed = cosigned(city)
    assert code == 1
    assert "cut off" in printed
    other = SignedNote("x", (sign_note("x\n", WITNESS, "x"),))
    city.folder.write_checkpoint(str(other))
    assert cosigned(city)[0] == 1


def test_plain_signatures_are_those_of_the_library() -> None:
    for number in range(4):
        seed = bytes([number]) * 32
        key = Ed25519PrivateKey.from_private_bytes(seed)
        assert plain_signature(seed, b"words") == (key.public_key().public_bytes_raw(), key.sign(b"words"))


def cosignature(city: City, *, at: int = 0, text: str = "") -> str:
    note = read_note(city.folder.checkpoint())
    moment = at or int(clock.now().timestamp())
    return str(SignedNote(text or note.text, (*note.signatures, cosign_note(text or note.text, WITNESS, NAME, moment))))


def test_what_is_no_signature_of_a_witness_is_refused(city: City) -> None:
    city.extend()
    good = cosignature(city)
    for text in ("", "words", good.replace("— panel", "panel"), good[:-20], "x" * 200_000):
        with make.refused(CosignatureIsNotRight):
            take(city, KEY, text)
    with make.refused(WitnessIsNotRegistered):
        take(city, VerifierKey("other.example", KEY.public, COSIGNATURE), good)
    with make.refused(CosignatureIsNotRight):
        take(city, KEY, cosignature(city, at=int((clock.now() + timedelta(days=1)).timestamp())))
    assert not heads(city.folder, [KEY], limit=1)[0].signed


def test_a_head_of_another_record_is_refused_and_a_second_history_is_kept(city: City) -> None:
    checkpoint = city.extend()
    other = Checkpoint(ORIGIN, checkpoint.size, leaf_hash(b"another")).text
    with make.refused(HeadIsNotOfTheRecord):
        take(city, KEY, str(SignedNote(other, (cosign_note(other, WITNESS, NAME, 1_764_400_000),))))
    with make.refused(CosignatureIsNotRight):
        take(city, KEY, cosignature(city, text=other))
    with make.refused(HeadIsOfTheRecord):
        take(city, KEY, city.folder.checkpoint())
    shown = str(SignedNote(other, (sign_note(other, city.keys.private, ORIGIN),)))
    assert contradiction(city.folder) == ""
    with make.refused(TwoHeadsWereSigned):
        take(city, KEY, shown)
    assert contradiction(city.folder) == shown


def test_a_witness_is_registered_once_and_ends(city: City) -> None:
    terms = {"kind": "panel", "name_fa": "هیئت", "name_en": "Panel", "key": str(KEY), "address": ""}
    number = register_witness(**terms, now=clock.now())
    with make.refused(WitnessIsKnown):
        register_witness(**terms, now=clock.now())
    for wrong in ("", "panel", str(city.keys.public)):
        with make.refused(WitnessKeyIsNotRight):
            register_witness(**{**terms, "key": wrong}, now=clock.now())
    other = str(verifier_key(WITNESS, "b", COSIGNATURE))
    for address in ("http://plain.example", "https://a b", "https://" + "x" * 400):
        with make.refused(WitnessAddressIsWrong):
            register_witness(**{**terms, "key": other, "address": address}, now=clock.now())
    end_witness(number, now=clock.now())
    assert witnesses() == []
    with make.refused(NoSuchWitness):
        end_witness(number, now=clock.now())


class Service(BaseHTTPRequestHandler):
    """A witness's service that knows the head `known` already."""

    known: Checkpoint
    asked: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        above, _, note = self.rfile.read(int(self.headers["Content-Length"])).decode().partition("\n\n")
        old, *proof = above.split("\n")
        self.asked.append(old)
        status, answer, now = 409, f"{self.known.size}\n", checkpoint_of(read_note(note))
        if old == f"old {self.known.size}":
            hashes = [unbase64(line) for line in proof]
            is_grown = is_consistent(self.known.size, now.size, self.known.root, now.root, hashes)
            signature = cosign_note(now.text, WITNESS, NAME, int(clock.now().timestamp()))
            status, answer = (200, f"{signature}\n") if is_grown else (422, "")
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer.encode())))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def service(settings: Any) -> Iterator[str]:
    settings.WEBHOOK_PRIVATE_HOSTS = True
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_service_is_asked_with_a_proof_and_its_signature_is_taken(city: City, settings: Any, service: str) -> None:
    """The service knows a head already: it says so, and is asked again from there."""
    settings.HOME = city.home
    Service.known, Service.asked[:] = city.extend(), []
    make.report(text="a later one")
    after = city.extend()
    terms = {"name_fa": "شورا", "name_en": "Council", "key": str(KEY), "address": service}
    RecordWitness.objects.create(kind="council", registered_at=clock.now(), **terms)
    ask_witnesses()
    assert Service.asked == ["old 0", f"old {Service.known.size}"]
    [witness] = witnesses()
    assert witness.answer == "signed"
    assert [head.checkpoint.size for head in heads(city.folder, [KEY], limit=9) if head.signed] == [after.size]
    ask_witnesses()
    assert Service.asked[2:] == [f"old {after.size}", f"old {Service.known.size}"]
