"""What is said of the second place is true: by the drill, by the check of the safe's key, and of old base backups."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.ops import database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.recovery import checking, drill
from peygir.ops.recovery.places import note_in
from tests.recovering import TABLES, second_place, ship_rows, shipping_in, write


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second place in the environment, and the private key that opens it."""
    return second_place(tmp_path, monkeypatch)


def test_a_drill_looks_at_files_too_and_no_failure_of_it_is_forgotten(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        write(cluster, TABLES)
        shipping.base([], clock.now())
        photo = home / "uploads" / "a.jpg"
        photo.write_text("a photo")
        old = clock.now().timestamp() - 3600
        os.utime(photo, (old, old))
        with pytest.raises(drill.DrillFailed, match=r"a\.jpg"):
            drill._compare_files(shipping)
        shipping.files.ship()
        drill.hold(shipping)
        assert note_in(cluster.place).drill_fault == ""
        findings = {one.name: one for one in checking._second_place(home)}
        assert findings["base"].is_good
        assert "the same disk" in str(findings["place"].sentence), "vault and database are in one folder here"
        stored = next((tmp_path / "vault" / "files" / "uploads").glob("a.jpg*"))
        stored.write_bytes(stored.read_bytes()[:-3])
        with pytest.raises(drill.DrillFailed, match=r"a\.jpg"):
            drill.hold(shipping)
        assert "a.jpg" in note_in(cluster.place).drill_fault
        place = shipping.place
        place.write_note(drill_fault="")
        with monkeypatch.context() as patch:
            patch.setattr(drill, "_look", lambda cluster: [][0])
            with pytest.raises(IndexError):
                drill.hold(shipping)
        assert note_in(cluster.place).drill_fault, "it would look like the good one before"
        now = clock.now()
        with monkeypatch.context() as patch:
            patch.setattr(clock, "now", lambda: now + timedelta(days=4))
            with pytest.raises(drill.DrillFailed, match="newest base backup"):
                drill.hold(shipping)
            (base,) = [one for one in checking._second_place(home) if one.name == "base"]
            assert base.is_good is False


def test_a_new_key_of_the_safe_alone_is_not_called_right(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is encrypted to it within a minute; base backups and files of before need the key of before."""
    home, new_key = tmp_path / "home", tmp_path / "new.txt"
    private, public = backup_keys.new_key()
    new_key.write_text(private)
    old, new = backup_keys.private_keys(key), backup_keys.private_keys(new_key)
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        (home / "uploads" / "a.jpg").write_text("a photo")
        before = shipping_in(home, cluster)
        write(cluster, TABLES)
        before.base([], clock.now())
        before.files.ship()
        assert checking.key_finding(before.vault, old).is_good
        monkeypatch.setenv(backup_keys.SETTING, public)
        after = shipping_in(home, cluster)
        ship_rows(cluster, after, 1, 10)
        finding = checking.key_finding(after.vault, new)
        assert (finding.is_good, "files/" in str(finding.sentence)) == (False, True)
        assert checking.key_finding(after.vault, [*old, *new]).is_good
        for path in (tmp_path / "vault" / "files").rglob("*.age"):
            path.unlink()
        finding = checking.key_finding(after.vault, new)
        assert (finding.is_good, "base/" in str(finding.sentence)) == (False, True)
        after.base([], clock.now())
        assert checking.key_finding(after.vault, new).is_good, "a full base backup makes the new one enough"
