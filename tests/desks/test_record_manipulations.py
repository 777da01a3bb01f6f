"""What was done to rows, files, checkpoints or proofs is found by the stand-alone check, and by the house itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.core.transparency.notes import COSIGNATURE, SignedNote, cosign_note, read_note, verifier_key
from peygir.history.models import Event
from peygir.history.record.auditing import record_faults
from peygir.history.record.slips import slip_of
from tests import make
from tests.record_city import (
    WITNESS,
    City,
    another_past,
    changed_body,
    changed_body_and_hash,
    changed_entry,
    changed_proof,
    changed_tile,
    clean_kept,
    cut_off_record,
    cut_off_rows,
    forged_checkpoint,
    missing_row,
    missing_tile,
    proof_of_another,
    record_city,
    reordered_rows,
    root_of_nothing,
)
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]


@pytest.fixture
def city(town: Town, tmp_path: Path) -> City:
    return record_city(tmp_path)


@pytest.mark.parametrize(
    ("manipulate", "what"),
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
def test_the_one_file_finds_what_was_done(city: City, manipulate: Callable[[City], None], what: str) -> None:
    kept = clean_kept(city)
    assert city.check(*kept)[0] == 0, city.check(*kept)[1]
    manipulate(city)
    code, printed = city.check(*kept)
    assert code == 1
    assert "✗" in printed
    assert what in printed


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
    ("manipulate", "what"),
    [
        (missing_row, "is not what was recorded"),
        (changed_entry, "is not what was recorded"),
        (changed_tile, "do not give the root"),
        (missing_tile, "cannot be read"),
        (root_of_nothing, "do not give the root"),
        (forged_checkpoint, "not signed by the key"),
    ],
)
def test_the_house_finds_it_too(city: City, manipulate: Callable[[City], None], what: str) -> None:
    clean_kept(city)
    assert record_faults(city.folder, city.keys) == []
    manipulate(city)
    assert any(what in fault for fault in record_faults(city.folder, city.keys)), record_faults(city.folder, city.keys)


def test_a_slip_is_kept_or_its_promise_is_seen_to_be_broken(city: City) -> None:
    city.extend()
    make.report(text="before the night")
    newest = Event.objects.order_by("-pk")[0]
    slip = city.keep("report.slip", slip_of(newest, city.keys, clock.now()))
    code, printed = city.check("--slip", slip)
    assert code == 1
    assert "promises an entry that is not in the record" in printed
    city.extend()
    assert city.check("--slip", slip)[0] == 0
    slip.write_text(slip.read_text().replace("blind ", "blind 00", 1))
    code, printed = city.check("--slip", slip)
    assert code == 1
    assert "is not by its key" in printed
