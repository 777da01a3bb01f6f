"""Recovering across a promotion, the public record of a recovered city, and two processes that ship at once."""

import json
import shutil
import threading
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.recovery import drill
from peygir.ops.recovery.files_back import recover_files
from peygir.ops.recovery.setting_up import recover_city
from peygir.ops.recovery.shipping import Shipping
from peygir.ops.recovery.vault import VaultIsMissing
from tests.recovering import EVENTS, TABLES, close_segment, rows_of, second_place, shipping_in, write


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second place in the environment, and the private key that opens it."""
    return second_place(tmp_path, monkeypatch)


def test_each_moment_of_both_timelines_can_be_reached(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city is recovered, lives on with the same second place, and is recovered again, elsewhere."""
    keys = backup_keys.private_keys(key)
    with database.running_cluster(tmp_path / "first") as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(tmp_path / "first", cluster)
        write(cluster, TABLES, EVENTS.format(first=1, last=100))
        shipping.base([], clock.now())
        write(cluster, EVENTS.format(first=101, last=110))
        clock.pause(0.3)
        early = clock.now()
        clock.pause(0.3)
        write(cluster, EVENTS.format(first=111, last=120))
        close_segment(cluster, shipping.place.archive)
        shipping.segments()
        vault = shipping.vault
    with monkeypatch.context() as patch:
        patch.delenv(archiving.SETTING)
        recover_city(tmp_path / "second", vault, moment=early, keys=keys)
    with database.running_cluster(tmp_path / "second") as cluster:
        assert rows_of(cluster) == 110
        shipping = shipping_in(tmp_path / "second", cluster)
        write(cluster, EVENTS.format(first=201, last=300))
        clock.pause(0.3)
        late = clock.now()
        clock.pause(0.3)
        write(cluster, "DELETE FROM public.history_event")
        close_segment(cluster, shipping.place.archive)
        shipping.segments()
    monkeypatch.delenv(archiving.SETTING)
    for name, moment, expected in (("third", late, 210), ("fourth", early, 110)):
        done = recover_city(tmp_path / name, vault, moment=moment, keys=keys)
        assert done.base.endswith("-full")
        with database.running_cluster(tmp_path / name) as cluster:
            assert rows_of(cluster) == expected


def test_the_public_record_is_not_taken_back(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads that were signed after the moment come too, so that the record refuses to grow into a second history."""
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        (home / "record").mkdir()
        (home / "record" / "checkpoint").write_text("head of yesterday")
        (home / "uploads" / "early.jpg").write_text("early")
        write(cluster, TABLES)
        shipping.base([], clock.now())
        shipping.files.ship()
        clock.pause(0.3)
        moment = clock.now()
        clock.pause(0.3)
        (home / "record" / "checkpoint").write_text("head of today")
        (home / "uploads" / "late.jpg").write_text("late")
        write(cluster, EVENTS.format(first=1, last=1))
        shipping.files.ship()
        close_segment(cluster, shipping.place.archive)
        shipping.segments()
        vault = shipping.vault
    monkeypatch.delenv(archiving.SETTING)
    new = tmp_path / "another place" / "home"
    recover_city(new, vault, moment=moment, keys=backup_keys.private_keys(key))
    assert (new / "record" / "checkpoint").read_text() == "head of today"
    assert [path.name for path in (new / "uploads").iterdir()] == ["early.jpg"]


def test_two_processes_may_ship_at_once(key: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        both = [shipping_in(home, cluster) for _ in range(2)]
        write(cluster, TABLES)
        both[0].base([], clock.now())
        contents = {f"uploads/{number}.txt": f"{number}" * 5000 for number in range(40)}
        for path, text in contents.items():
            (home / path).write_text(text)
        failures = list[BaseException]()

        def ship(shipping: Shipping) -> None:
            try:
                for _ in range(3):
                    shipping.files.ship()
                    shipping.segments()
                    shipping.base_if_due(clock.now())
            except BaseException as failure:
                failures.append(failure)

        threads = [threading.Thread(target=ship, args=[one]) for one in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        assert len(both[0].known()) == 1, "one base backup, not one of each process"
        back = tmp_path / "back"
        back.mkdir()
        recover_files(back, both[0].vault, moment=None, keys=backup_keys.private_keys(key))
        assert {path: (back / path).read_text() for path in contents} == contents, "each under its own name"


def test_a_drill_while_a_base_backup_runs(key: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        write(cluster, TABLES, EVENTS.format(first=1, last=2000))
        shipping.base([], clock.now())
        done = list[drill.Drilled]()
        thread = threading.Thread(target=lambda: done.append(drill.hold(shipping)))
        thread.start()
        while thread.is_alive():
            shipping.base(shipping.known(), clock.now())
        assert [one.events for one in done] == [2000]


def test_a_second_place_that_lost_its_mark_is_refused(key: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        shipping_in(home, cluster)
        shipping_in(home, cluster)
        shutil.rmtree(tmp_path / "vault")
        (tmp_path / "vault").mkdir()
        with pytest.raises(VaultIsMissing):
            shipping_in(home, cluster)
    assert json.loads((cluster.place / "recovery" / "note.json").read_text())["marked"] == str(tmp_path / "vault")
