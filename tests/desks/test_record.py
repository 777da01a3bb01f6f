"""The public record grows by events, proves each of them, and tells nobody what they are."""

import shutil
from pathlib import Path

import pytest
from django.db import connection

from peygir.core import clock
from peygir.core.transparency.checkpoints import checkpoint_of
from peygir.core.transparency.notes import read_note
from peygir.core.transparency.proofs import is_consistent
from peygir.core.transparency.tree import leaf_hash
from peygir.history.models import Event
from peygir.history.record import growing
from peygir.history.record.auditing import record_faults
from peygir.history.record.folder import Growth, RecordDoesNotFit
from peygir.history.record.growing import RecordIsBeingWritten
from peygir.history.record.keys import entry_of, record_keys
from peygir.history.record.proving import prove_event, prove_growth
from tests import make
from tests.record_city import REPORTS, City, record_city
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]


@pytest.fixture
def city(town: Town, tmp_path: Path) -> City:
    return record_city(tmp_path)


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
    with growing.alone(city.folder), pytest.raises(RecordIsBeingWritten):
        city.extend()


def test_an_event_is_proved_and_its_file_says_so_to_anybody(city: City) -> None:
    city.extend()
    event = Event.objects.filter(file="case").order_by("pk")[REPORTS // 2]
    proved = prove_event(city.folder, city.keys, event.pk)
    assert proved is not None
    leaf = leaf_hash(entry_of(proved.blind, bytes(event.hash)))
    assert proved.proof.proves(leaf, [city.keys.public])
    kept = city.keep("report.tlog-proof", proved.text)
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


def test_growth_is_a_line_for_each_step(city: City) -> None:
    city.extend()
    [line] = city.folder.growth()
    assert line == Growth(Event.objects.count(), Event.objects.order_by("-pk")[0].pk, line.at)
