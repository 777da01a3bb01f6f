"""What several machines share of their homes: which file goes which way, and two homes with one bucket."""

import json
import os
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from peygir.core import clock
from peygir.core.transparency.notes import read_note
from peygir.core.transparency.tree import leaf_hash
from peygir.history.models import Event
from peygir.history.record.auditing import record_faults
from peygir.history.record.growing import extend_record, record_folder
from peygir.history.record.keys import SETTING, RecordKeyIsSet, new_keys, record_keys
from peygir.history.record.turning import change_key
from peygir.journey.key_prints import is_one_key, key_print
from peygir.ops.paths import make_home
from peygir.ops.sharing import keeping
from peygir.ops.sharing.bucket import SharedBucket
from peygir.ops.sharing.merging import joined
from peygir.ops.sharing.mirror import HomeMirror
from peygir.ops.sharing.steps import SharedState, Way, is_shared, steps_between
from tests.buckets import KEY, SECRET, s3_server, storage_of
from tests.town import Town

HERE, NEWER = (1, 10), (2, 12)
KNOWN = SharedState(HERE, "a")


@pytest.mark.parametrize(
    ("local", "there", "known", "way"),
    [
        (HERE, "a", KNOWN, None),
        (None, None, KNOWN, Way.FORGET),
        (HERE, None, None, Way.PUSH),
        (NEWER, "a", KNOWN, Way.PUSH),
        (None, "a", KNOWN, Way.DELETE_THERE),
        (None, "a", None, Way.PULL),
        (HERE, "b", KNOWN, Way.PULL),
        (HERE, None, KNOWN, Way.DELETE_HERE),
        (NEWER, "b", KNOWN, Way.COMPARE),
        (HERE, "a", None, Way.COMPARE),
        (NEWER, None, KNOWN, Way.PUSH),
        (None, "b", KNOWN, Way.PULL),
    ],
)
def test_which_way_a_file_goes(local: Any, there: str | None, known: SharedState | None, way: Way | None) -> None:
    name, other = "lake/cases/a.parquet", "lake/cases/b.parquet"
    steps = steps_between(
        {other: HERE} | ({name: local} if local else {}),
        {other: "a"} | ({name: there} if there else {}),
        {other: KNOWN} | ({name: known} if known else {}),
    )
    assert [(step.name, step.way) for step in steps] == ([(name, way)] if way else [])


def test_what_names_other_files_goes_after_them_and_deletions_last() -> None:
    here = dict.fromkeys(("lake/manifest.json", "record/checkpoint", "record/tile/0/000", "lake/z.parquet"), HERE)
    there = {"readers/shiraz/live": "a", "readers/shiraz/1.skops": "b", "maps/old.pmtiles": "c"}
    steps = steps_between(here, there, {"maps/old.pmtiles": SharedState(HERE, "c")})
    assert [step.name for step in steps] == [
        "lake/z.parquet",
        "readers/shiraz/1.skops",
        "record/tile/0/000",
        "lake/manifest.json",
        "readers/shiraz/live",
        "record/checkpoint",
        "maps/old.pmtiles",
    ]


def test_an_emptied_bucket_deletes_nothing() -> None:
    known = {f"maps/{number}.pmtiles": KNOWN for number in range(3)}
    steps = steps_between(dict.fromkeys(known, HERE), {}, known)
    assert {step.way for step in steps} == {Way.PUSH}


def test_what_belongs_to_a_machine_stays_there() -> None:
    assert is_shared("record/checkpoint")
    assert is_shared("roots.jsonl")
    for name in (
        "secret_key",
        "record_key",
        "uploads/ab",
        "record/lock",
        "lake/building.json",
        "maps/x.making",
        "doing/1",
    ):
        assert not is_shared(name), name


def test_roots_of_two_machines_are_all_kept() -> None:
    here, there = b'{"night": 1}\n{"night": 3}\n', b'{"night": 1}\n{"night": 2}\n'
    assert [json.loads(line)["night"] for line in joined("roots.jsonl", here, there).splitlines()] == [1, 2, 3]
    assert joined("lake/x", here, there) == there


def test_of_two_notes_of_a_backup_the_later_is_kept() -> None:
    early, late = (json.dumps({"made_at": f"2026-11-{day}T01:40:07+00:00"}).encode() for day in (28, 29))
    assert joined("last-backup.json", early, late) == joined("last-backup.json", late, early) == late
    assert joined("last-backup.json", b"{", early) == joined("last-backup.json", early, b"{") == early


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of machines that share a bucket."""
    with s3_server() as (address, _server):
        options = storage_of(address)["default"]["OPTIONS"]
        environment = {
            "PEYGIR_S3_BUCKET": str(options["bucket_name"]),
            "PEYGIR_S3_ENDPOINT": address,
            "PEYGIR_S3_KEY": KEY,
            "PEYGIR_S3_SECRET": SECRET,
            "PEYGIR_S3_PREFIX": "city",
        }
        yield environment


@pytest.fixture
def machines(bucket: dict[str, str], town: Town, tmp_path: Path) -> Iterator[list[tuple[Path, HomeMirror]]]:
    """Two homes and their mirrors."""
    pair, buckets = [], []
    for name in ("one", "two"):
        home = make_home(tmp_path / name)
        buckets.append(SharedBucket(bucket))
        pair.append((home, HomeMirror(home, buckets[-1])))
    yield pair
    for one in buckets:
        one.close()


def test_a_change_on_one_machine_reaches_the_other(machines: list[tuple[Path, HomeMirror]]) -> None:
    (home_a, first), (home_b, second) = machines
    (home_a / "maps").mkdir()
    (home_a / "maps" / "a.pmtiles").write_bytes(b"tiles")
    (home_a / "roots.jsonl").write_text('{"night": "1"}\n')
    (home_a / "secret_key").write_text("mine")
    assert first.turn() == 2
    assert second.turn() == 2
    assert (home_b / "maps" / "a.pmtiles").read_bytes() == b"tiles"
    assert not (home_b / "secret_key").exists()
    assert (first.turn(), second.turn()) == (0, 0), "nothing has changed"
    (home_b / "maps" / "a.pmtiles").unlink()
    with (home_b / "roots.jsonl").open("a") as roots:
        roots.write('{"night": "2"}\n')
    with (home_a / "roots.jsonl").open("a") as roots:
        roots.write('{"night": "3"}\n')
    second.turn()
    first.turn()
    second.turn()
    assert not (home_a / "maps" / "a.pmtiles").exists()
    texts = [(home / "roots.jsonl").read_text() for home in (home_a, home_b)]
    assert texts[0] == texts[1]
    assert all(f'"{night}"' in texts[0] for night in (1, 2, 3))


def test_a_backup_of_one_machine_is_known_on_the_other_and_holds_what_that_one_wrote(
    machines: list[tuple[Path, HomeMirror]], bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home_a, first), (home_b, second) = machines
    for name, value in bucket.items():
        monkeypatch.setenv(name, value)
    (home_b / "roots.jsonl").write_text('{"night": "1"}\n')
    second.turn()
    keeping.share_once(home_a)
    assert not (home_a / "roots.jsonl").exists(), "one machine alone shares nothing"
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/peygir")
    keeping.share_once(home_a)
    assert (home_a / "roots.jsonl").read_text() == '{"night": "1"}\n'
    (home_a / "last-backup.json").write_text('{"made_at": "2026-11-29T01:40:07+00:00"}')
    (home_b / "last-backup.json").touch()  # as root leaves it for an account that may make no file there
    keeping.share_once(home_a)
    second.turn()
    assert (home_b / "last-backup.json").read_text() == (home_a / "last-backup.json").read_text()
    assert first.turn() == 0


def add_events(count: int) -> None:
    """Events whose bodies nobody reads: the record takes their numbers and hashes alone."""
    before = Event.objects.filter(file="test").count()
    for number in range(before, before + count):
        digest = leaf_hash(b"%d" % number)
        Event(
            file="test", file_id=number, number=1, kind="test", at=clock.now(), by="system", body="{}", hash=digest
        ).save(force_insert=True)


def test_the_record_goes_on_on_another_machine(
    machines: list[tuple[Path, HomeMirror]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home_a, first), (home_b, second) = machines
    keys = new_keys("137.example/record")
    monkeypatch.setenv(
        SETTING, json.dumps({"origin": keys.origin, "seed": keys.seed.hex(), "blinding": keys.blinding.hex()})
    )
    assert record_keys(home_a, "other") == record_keys(home_b, "other") == keys
    now = clock.now()
    add_events(300)
    extend_record(home_a, keys, now)
    first.turn()
    second.turn()
    assert record_folder(home_b).checkpoint() == record_folder(home_a).checkpoint() != ""
    # The clock of the first machine writes on, and the machine dies before it could share that.
    add_events(100)
    extend_record(home_a, keys, now)
    add_events(200)
    done = extend_record(home_b, keys, now)
    second.turn()
    first.turn()
    assert record_folder(home_a).checkpoint() == record_folder(home_b).checkpoint()
    assert f"\n{done.checkpoint.size}\n" in record_folder(home_a).checkpoint()
    assert read_note(record_folder(home_a).checkpoint()).signed_by([keys.public])
    assert [record_faults(record_folder(home), keys) for home in (home_a, home_b)] == [[], []]
    with pytest.raises(RecordKeyIsSet):
        change_key(home_a, now)
    assert not (home_a / "record_key").exists()


def test_the_thread_shares_until_it_is_stopped_and_of_two_one_works(
    machines: list[tuple[Path, HomeMirror]], bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (home_a, _first), (home_b, second) = machines
    assert not keeping.start(home_a, threading.Event()), "a machine with an embedded database has nothing to share"
    for name, value in {**bucket, "DATABASE_URL": "postgresql:///x"}.items():
        monkeypatch.setenv(name, value)
    stopped = threading.Event()
    threads = keeping.start(home_a, stopped) + keeping.start(home_a, stopped)
    (home_a / "cities").mkdir()
    (home_a / "cities" / "phrases.csv").write_text("a")
    stopped.set()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    second.turn()
    assert (home_b / "cities" / "phrases.csv").read_text() == "a"


def test_different_keys_are_seen(tmp_path: Path, settings: Any) -> None:
    now: datetime = clock.now()
    own = key_print(tmp_path)
    assert len(own) == 20, "as long as a heartbeat's name may be"
    assert is_one_key({"worker": now, own: now}, own, now=now)
    settings.SECRET_KEY = "another"
    other = key_print(tmp_path)
    assert other != own
    assert not is_one_key({own: now, other: now}, own, now=now)
    (tmp_path / "record_key").write_text("{}")
    assert key_print(tmp_path) != other
    assert os.environ.get(SETTING) is None
