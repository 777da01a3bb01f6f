"""Another key follows the record's, and a new log commits to the one before it; both can be checked from outside."""

import json
import shutil
from pathlib import Path

import pytest
from django.db import connection

from peygir.core import clock
from peygir.core.transparency.notes import read_note
from peygir.core.transparency.tiles import ENTRIES, TilePlace, entries_in
from peygir.history.models import Event
from peygir.history.record import turning
from peygir.history.record.auditing import record_faults
from peygir.history.record.folder import PENDING, RecordDoesNotFit
from peygir.history.record.growing import extend_record, first_entry
from peygir.history.record.keys import RecordKeyIsGone, RecordKeys, record_keys
from peygir.history.record.proving import prove_event
from peygir.history.record.slips import slip_of
from peygir.history.record.turning import NewLogReason, begin_log, change_key
from tests import make
from tests.record_city import NTH, ORIGIN, City, change, record_city
from tests.town import Town

pytestmark = [pytest.mark.usefixtures("tables_owner"), pytest.mark.django_db]
NOTE = "The disk broke on Tuesday."


@pytest.fixture
def city(town: Town, tmp_path: Path) -> City:
    return record_city(tmp_path)


def kept(city: City) -> tuple[str, list[object]]:
    """What a journalist has from before: the key, a head, a proof."""
    city.extend()
    proved = prove_event(city.folder, city.keys, Event.objects.order_by("pk")[5].pk)
    assert proved is not None
    seen = city.keep("seen.txt", city.folder.checkpoint())
    proof = city.keep("report.tlog-proof", proved.text)
    return str(city.keys.public), ["--seen", seen, "--proof", proof]


def checked(city: City, key: str, *arguments: object) -> tuple[int, str]:
    done = city.run_file(city.folder.root, "--key", key, *arguments)
    assert not done.stderr
    return done.returncode, done.stdout


def test_another_key_follows_and_what_was_kept_still_checks(city: City) -> None:
    old_key, arguments = kept(city)
    for number in (1, 2):
        change_key(city.home, clock.now())
        city.turned()
        assert len(read_note(city.folder.checkpoint()).signatures) == number + 1
    make.report(text="after the change")
    city.extend()
    assert read_note(city.folder.checkpoint()).signed_by([city.keys.public])
    assert record_faults(city.folder, city.keys) == []
    for key in (old_key, str(city.keys.public)):
        code, printed = checked(city, key, *arguments)
        assert code == 0, printed
    proved = prove_event(city.folder, city.keys, Event.objects.order_by("pk")[5].pk)
    assert proved is not None
    assert proved.text != (city.files / "report.tlog-proof").read_text()


def test_the_key_before_signs_nothing_new(city: City) -> None:
    kept(city)
    before = city.keys
    change_key(city.home, clock.now())
    with pytest.raises(RecordDoesNotFit, match="key"):
        turning_extend(city, before)
    assert str(before.seed.hex()) not in (city.home / "record_key").read_text()


def turning_extend(city: City, keys: RecordKeys) -> None:
    make.report(text="later")
    extend_record(city.home, keys, clock.now())


def test_a_change_of_the_key_that_was_killed_goes_on(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    old_key, arguments = kept(city)

    def killed(*_args: object, **_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(turning, "_statement", killed)
    with pytest.raises(KeyboardInterrupt):
        change_key(city.home, clock.now())
    half = json.loads((city.home / "record_key.next").read_text())["seed"]
    monkeypatch.undo()
    change_key(city.home, clock.now())
    city.turned()
    assert city.keys.seed.hex() == half
    assert not (city.home / "record_key.next").exists()
    assert checked(city, old_key, *arguments)[0] == 0


def restored(city: City) -> None:
    """The database is as it was some events ago; then things happen."""
    change("DELETE FROM history_event WHERE id > " + NTH.format(30))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('history_event_id_seq', (SELECT max(id) FROM history_event))")
    make.report(text="after the restore")


def test_a_restored_database_begins_a_new_log_that_commits_to_the_old(city: City) -> None:
    old_key, arguments = kept(city)
    make.report(text="before the night")
    lost = Event.objects.order_by("-pk")[0]
    slip = city.keep("lost.slip", slip_of(lost, city.keys, clock.now()))
    restored(city)
    with pytest.raises(RecordDoesNotFit):
        city.extend()
    last = begin_log(city.home, NewLogReason.RESTORED, clock.now(), note=NOTE)
    city.turned()
    assert city.keys.origin == f"{ORIGIN}/2"
    checkpoint = city.extend()
    assert checkpoint.size == Event.objects.count() + 1
    bundle = TilePlace(ENTRIES, 0, min(256, checkpoint.size))
    assert entries_in(city.folder.read(bundle))[0] == first_entry(city.folder)
    beginning = city.folder.text("beginning")
    assert f"\n{last.size}\n" in beginning
    assert NOTE in beginning
    assert record_faults(city.folder, city.keys) == []
    # The old key signed the beginning, so whoever has it alone is led on.
    for key in (old_key, str(city.keys.public)):
        code, printed = checked(city, key, *arguments, "--rows", city.dump())
        assert code == 0, printed
    code, printed = checked(city, old_key, "--slip", slip)
    assert code == 1
    assert "promises an entry that is not in the record" in printed


def test_what_is_done_to_the_old_log_afterwards_shows(city: City) -> None:
    old_key, arguments = kept(city)
    restored(city)
    begin_log(city.home, NewLogReason.RESTORED, clock.now(), note=NOTE)
    city.turned()
    city.extend()
    beginning = city.folder.root / "beginning"
    text = beginning.read_text()
    beginning.write_text(text.replace("note The", "note A"))
    assert checked(city, str(city.keys.public), *arguments)[0] == 1
    beginning.write_text(text)
    old = city.folder.earlier(1)
    path = next(old.root.rglob("tile/entries/**/*[0-9]"))
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(bytes(raw))
    assert checked(city, old_key, *arguments)[0] == 1


def test_a_lost_key_is_not_replaced_quietly(city: City) -> None:
    old_key, arguments = kept(city)
    (city.home / "record_key").unlink()
    with make.refused(RecordKeyIsGone):
        record_keys(city.home, ORIGIN)
    begin_log(city.home, NewLogReason.LOST_KEY, clock.now(), note=NOTE)
    city.turned()
    city.extend()
    assert str(city.keys.public) != old_key
    assert len(read_note(city.folder.text("beginning")).signatures) == 1
    code, printed = checked(city, str(city.keys.public), *arguments)
    assert code == 0, printed
    code, printed = checked(city, old_key, *arguments)
    assert code == 1
    assert "did not sign what follows" in printed


def test_a_second_loss_leads_through_both_logs(city: City) -> None:
    old_key, arguments = kept(city)
    for number in (2, 3):
        restored(city)
        begin_log(city.home, NewLogReason.RESTORED, clock.now(), note=NOTE)
        city.turned()
        assert city.keys.origin == f"{ORIGIN}/{number}"
        city.extend()
    assert city.folder.earlier_logs() == [1, 2]
    code, printed = checked(city, str(city.keys.public), *arguments)
    assert code == 0, printed
    assert old_key


@pytest.mark.parametrize("at", ["_put_away", "_begin", "replace_keys"])
def test_a_new_log_that_was_killed_goes_on(city: City, monkeypatch: pytest.MonkeyPatch, at: str) -> None:
    old_key, arguments = kept(city)
    restored(city)
    real = getattr(turning, at)

    def killed(*args: object, **given: object) -> object:
        if at == "replace_keys" and "name" in given:
            return real(*args, **given)
        if at == "_put_away":
            shutil.move(city.folder.root / "head", city.files / "head")
            city.files.joinpath("head").rename(city.folder.root / "head")
        if at != "replace_keys":
            real(*args, **given)
        raise KeyboardInterrupt

    monkeypatch.setattr(turning, at, killed)
    with pytest.raises(KeyboardInterrupt):
        begin_log(city.home, NewLogReason.RESTORED, clock.now(), note=NOTE)
    monkeypatch.undo()
    assert (city.folder.root / PENDING).exists()
    with pytest.raises(RecordDoesNotFit):
        city.extend()
    begin_log(city.home, NewLogReason.RESTORED, clock.now(), note=NOTE)
    city.turned()
    city.extend()
    assert city.keys.origin == f"{ORIGIN}/2"
    assert city.folder.earlier_logs() == [1]
    code, printed = checked(city, old_key, *arguments)
    assert code == 0, printed
