"""The second place: what is shipped to it, and a city brought back from it as it was at a moment."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.backups.age import FileIsDamaged, WrongKey
from peygir.ops.cluster import Cluster
from peygir.ops.recovery import bases, drill, mirror, names, pruning
from peygir.ops.recovery.moments import MomentIsNotClear, moment_of
from peygir.ops.recovery.places import Place, note_in
from peygir.ops.recovery.recovering import MomentIsLater, NoBaseBefore, chosen
from peygir.ops.recovery.setting_up import ArchivingIsOff, HomeIsNotEmpty, recover_city, shipping_of
from peygir.ops.recovery.shipping import Shipping, is_base_due, waiting
from peygir.ops.recovery.vault import FolderVault, NoVault, VaultIsMissing, vault_at

TABLES = """
CREATE TABLE public.history_event (id bigint PRIMARY KEY, at timestamptz, hash bytea);
CREATE TABLE public.cases_case (id bigint PRIMARY KEY);
CREATE TABLE public.cases_report (id bigint PRIMARY KEY);
CREATE TABLE public.answers_message (id bigint PRIMARY KEY);
"""
EVENTS = """
INSERT INTO public.history_event
SELECT i, now() - interval '2 minutes', sha256(i::text::bytea) FROM generate_series({first}, {last}) AS i
"""


@dataclass
class Rescued:
    """A city with a second place, and what is known of it: a moment between two changes, and its rows then."""

    shipping: Shipping
    cluster: Cluster
    key: Path
    moment: datetime
    rows: int

    @property
    def keys(self) -> list[X25519PrivateKey]:
        return backup_keys.private_keys(self.key)


def write(cluster: Cluster, *statements: str) -> None:
    with postgres.connect(cluster, database.NAME, role="peygir_owner") as connection:
        for statement in statements:
            connection.execute(statement.encode())


def rows_of(cluster: Cluster) -> int:
    with postgres.connect(cluster, database.NAME) as connection:
        row = connection.execute("SELECT count(*) FROM public.history_event").fetchone()
    assert row is not None
    assert isinstance(row[0], int)
    return row[0]


def close_segment(cluster: Cluster, archive: Path) -> None:
    """Close the log's segment, and wait until it is in the archive's folder."""
    with postgres.connect(cluster) as connection:
        row = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        assert row is not None
        for _ in range(600):
            if (archive / str(row[0])).exists():
                return
            clock.pause(0.05)
    raise AssertionError(f"{row[0]} was not archived")


@pytest.fixture(scope="module")
def rescued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rescued]:
    """Full and incremental base backups, a row more, and then all rows deleted; everything is shipped."""
    folder = tmp_path_factory.mktemp("rescued")
    home, vault, key = folder / "home", folder / "vault", folder / "key.txt"
    vault.mkdir()
    private, public = backup_keys.new_key()
    key.write_text(private)
    patch = pytest.MonkeyPatch()
    patch.setenv(archiving.SETTING, str(vault))
    patch.setenv(backup_keys.SETTING, public)
    patch.delenv("DATABASE_URL", raising=False)
    with patch.context(), database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        (home / "uploads" / "a.txt").write_text("as it was")
        shipping = shipping_of(Place(home, cluster), os.environ, keep=timedelta(days=35))
        write(cluster, TABLES, EVENTS.format(first=1, last=4000))
        shipping.base([], clock.now())
        write(cluster, EVENTS.format(first=4001, last=4100))
        shipping.base(shipping.known(), clock.now())
        shipping.files.ship()
        write(cluster, EVENTS.format(first=4101, last=4101))
        clock.pause(0.3)
        moment = clock.now()
        clock.pause(0.3)
        write(cluster, "DELETE FROM public.history_event")
        close_segment(cluster, shipping.place.archive)
        shipping.segments()
        yield Rescued(shipping, cluster, key, moment, 4101)
    patch.undo()


def recovered(home: Path) -> AbstractContextManager[Cluster]:
    """The running database of a home that was recovered, which archives nowhere."""
    return database.running_cluster(home)


def test_every_row_of_before_is_back_and_none_of_after(
    rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(archiving.SETTING)
    home = tmp_path / "new"
    done = recover_city(home, rescued.shipping.vault, moment=rescued.moment, keys=rescued.keys)
    assert done.base.endswith("-more")
    assert done.reached is not None
    assert done.reached <= rescued.moment
    with recovered(home) as cluster:
        assert rows_of(cluster) == rescued.rows
        with postgres.connect(cluster) as connection:
            assert connection.execute("SHOW restore_command").fetchone() == ("",)
    assert (home / "uploads" / "a.txt").read_text() == "as it was"
    assert rows_of(rescued.cluster) == 0  # the living city is as it was
    with pytest.raises(HomeIsNotEmpty):
        recover_city(home, rescued.shipping.vault, moment=rescued.moment, keys=rescued.keys)


def test_a_moment_outside_the_log_is_refused(rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING)
    vault = rescued.shipping.vault
    with pytest.raises(NoBaseBefore):
        recover_city(tmp_path / "early", vault, moment=rescued.moment - timedelta(days=1), keys=rescued.keys)
    with pytest.raises(MomentIsLater):
        recover_city(tmp_path / "late", vault, moment=rescued.moment + timedelta(days=1), keys=rescued.keys)


def test_a_foreign_key_opens_nothing(rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING)
    other = [X25519PrivateKey.generate()]
    with pytest.raises(WrongKey):
        recover_city(tmp_path / "new", rescued.shipping.vault, moment=None, keys=other)


def test_a_damaged_base_backup_is_refused(rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING)
    source = tmp_path / "vault"
    kept = {one.name for prefix in ("base/", "wal/", "files/") for one in rescued.shipping.vault.kept(prefix)}
    for name in kept:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        with (source / name).open("wb") as target:
            rescued.shipping.vault.fetch(name, target)
    newest = source / rescued.shipping.known()[-1].object
    content = bytearray(newest.read_bytes())
    content[len(content) // 2] ^= 1
    newest.write_bytes(content)
    with pytest.raises(FileIsDamaged):
        recover_city(tmp_path / "new", FolderVault(source), moment=None, keys=rescued.keys)


def test_the_drill_compares_and_leaves_nothing(rescued: Rescued) -> None:
    write(rescued.cluster, EVENTS.format(first=5000, last=5200))
    drilled = drill.hold(rescued.shipping)
    assert drilled.events == 201
    note = note_in(rescued.cluster.place)
    assert (note.drill_rows, note.drill_fault) == (201, "")
    assert not (rescued.shipping.place.folder / "drill").exists()


def test_the_drill_tells_what_is_not_the_same(rescued: Rescued) -> None:
    write(rescued.cluster, EVENTS.format(first=6000, last=6100))
    before = drill._look(rescued.cluster)
    drill._compare(rescued.cluster, before, before)
    write(rescued.cluster, "UPDATE public.history_event SET hash = 'other' WHERE id = 6050")
    with pytest.raises(drill.DrillFailed, match="history"):
        drill._compare(rescued.cluster, before, before)
    write(
        rescued.cluster,
        "UPDATE public.history_event SET hash = sha256(id::text::bytea)",
        "INSERT INTO public.cases_report VALUES (1)",
    )
    with pytest.raises(drill.DrillFailed, match="cases_report"):
        drill._compare(rescued.cluster, before, before)


def test_nothing_in_the_vault_is_readable(rescued: Rescued, tmp_path: Path) -> None:
    for kept in rescued.shipping.vault.kept("files/"):
        with (tmp_path / "copy").open("w+b") as copy:
            rescued.shipping.vault.fetch(kept.name, copy)
            copy.seek(0)
            assert copy.read().startswith(b"age-encryption.org/v1\n")
    assert not list(waiting(rescued.shipping.place.archive))


def test_without_the_setting_nothing_is_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING, raising=False)
    with database.running_cluster(tmp_path / "home") as cluster:
        place = Place(tmp_path / "home", cluster)
        with pytest.raises(NoVault):
            shipping_of(place, {}, keep=timedelta(days=1))
        vault = tmp_path / "vault"
        vault.mkdir()
        _, public = backup_keys.new_key()
        environment = {archiving.SETTING: str(vault), backup_keys.SETTING: public}
        with pytest.raises(ArchivingIsOff):
            shipping_of(place, environment, keep=timedelta(days=1))
    with pytest.raises(VaultIsMissing):
        vault_at(str(tmp_path / "gone"), {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1405-09-06 10:15", "2026-11-27T06:45:00+00:00"),
        ("۱۴۰۵/۰۹/۰۶ ۱۰:۱۵", "2026-11-27T06:45:00+00:00"),
        ("2026-11-27 10:15:30", "2026-11-27T06:45:30+00:00"),
        ("2026-11-27T10:15Z", "2026-11-27T10:15:00+00:00"),
        ("2026-11-27T10:15+02:00", "2026-11-27T08:15:00+00:00"),
        ("1405-09-06", "2026-11-26T20:30:00+00:00"),
    ],
)
def test_moments_are_read_in_both_calendars(text: str, expected: str) -> None:
    assert moment_of(text, "Asia/Tehran").isoformat() == expected


@pytest.mark.parametrize("text", ["", "yesterday", "1405-13-01 10:00", "2026-02-30", "1405-09-06 25:00", "10:15"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(MomentIsNotClear):
        moment_of(text, "Asia/Tehran")


def test_segments_follow_each_other_across_logs() -> None:
    assert names.segment_of("0/3000028", 1) == "000000010000000000000003"
    assert names.segment_after("0000000100000000000000FF") == "000000010000000100000000"
    assert names.log_file(names.log_object("00000002.history")) == "00000002.history"
    assert names.log_file("wal/00000001/00000000/000000010000000000000003.making") is None


def a_base(label: str, previous: str = "", ended: str = "2026-11-01T00:00:00+00:00", first: str = "02") -> bases.Base:
    segment = f"0000000100000000000000{first}"
    return bases.Base(label, previous, ended, ended, segment, segment, 1, 1, "", "1")


def test_a_chain_with_a_gap_is_passed_over() -> None:
    full = a_base("1-full")
    orphan = a_base("3-more", previous="2-more", ended="2026-11-03T00:00:00+00:00")
    assert chosen([full, orphan], None) == [full]
    with pytest.raises(NoBaseBefore):
        chosen([orphan], None)


def test_base_backups_are_due_at_night() -> None:
    last = [a_base("1-full", ended="2026-11-27T22:40:00+00:00")]
    assert is_base_due([], datetime(2026, 11, 28, 12, tzinfo=UTC), "Asia/Tehran")
    assert not is_base_due(last, datetime(2026, 11, 28, 12, tzinfo=UTC), "Asia/Tehran")
    assert is_base_due(last, datetime(2026, 11, 28, 22, 40, tzinfo=UTC), "Asia/Tehran")


def test_only_what_no_kept_moment_needs_is_deleted(rescued: Rescued, tmp_path: Path) -> None:
    vault = FolderVault(tmp_path / "vault")
    content = tmp_path / "content"
    content.write_bytes(b"x")
    old = a_base("20261001T000000Z-full", ended="2026-10-01T00:00:00+00:00", first="02")
    kept = a_base("20261015T000000Z-full", ended="2026-10-15T00:00:00+00:00", first="05")
    new = a_base("20261120T000000Z-full", ended="2026-11-20T00:00:00+00:00", first="09")
    for base in (old, kept, new):
        vault.put(base.object, content)
        vault.put(base.about, content)
    for number in ("02", "04", "05", "09"):
        vault.put(names.log_object(f"0000000100000000000000{number}"), content)
    versions = [
        mirror.Version("secret_key", datetime(2026, 10, 1, tzinfo=UTC)),
        mirror.Version("secret_key", datetime(2026, 10, 10, tzinfo=UTC)),
        mirror.Version("secret_key", datetime(2026, 11, 10, tzinfo=UTC)),
        mirror.Version("uploads/gone", datetime(2026, 9, 1, tzinfo=UTC)),
    ]
    for version in versions:
        vault.put(version.object, content)
    pruning.prune(vault, [old, kept, new], place=rescued.shipping.place, before=datetime(2026, 10, 25, tzinfo=UTC))
    names_left = [one.name for prefix in ("base/", "wal/", "files/") for one in vault.kept(prefix)]
    assert not [name for name in names_left if "20261001" in name]
    assert [name for name in names_left if name.startswith("wal/")] == [
        names.log_object("000000010000000000000005"),
        names.log_object("000000010000000000000009"),
    ]
    # The version in force on the oldest kept moment stays; the file that is gone for long does not.
    assert [version.at.month for version in mirror.versions_in(vault)] == [10, 11]
