"""Backups that former versions made: of a format that is not read any more, and of one that comes back whole."""

import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

import pytest

from peygir.ops.backups.archive import MadeByAFormerVersion
from peygir.ops.backups.restoring import check_backup
from tests.homes import own_home


def test_a_backup_of_a_former_version_is_not_called_damaged(tmp_path: Path) -> None:
    file = tmp_path / "old.peygir"
    with tarfile.open(file, "w", format=tarfile.PAX_FORMAT) as tar:
        for name, content in (("manifest.json", b'{"format": 1, "members": []}'), ("database.dump", b"PGDMP")):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    with pytest.raises(MadeByAFormerVersion, match="with that version"):
        check_backup(file)


# Made by the commit 42ff9da2, before the catalogue of events and the present names of packages: a small town with 161
# cases, 56 kinds of events, and six jobs that nobody has done yet.
FORMER: Final = Path(__file__).parent.parent / "former" / "2026-11-27.peygir.xz"
LOOK: Final = """
import json
from peygir.ops.cli import django_ready

with django_ready():
    import peygir.history.kinds
    from peygir.cases.models import Case
    from peygir.history.catalogue import read
    from peygir.history.models import Event
    from peygir.journey.dispatch import work_round

    wrong = set()
    events = list(Event.objects.defer(None))
    for event in events:
        try:
            read(event.kind, event.data)
        except (LookupError, TypeError) as failure:
            wrong.add(str(failure))
        if event.data != event.values:
            wrong.add(f"{event}: its column is not what its body says")
    found = {"wrong": sorted(wrong), "cases": Case.objects.count(), "kinds": len({event.kind for event in events})}
    print(json.dumps({**found, "jobs": work_round(100)}))
"""


def test_a_backup_of_the_version_before_comes_back_and_its_histories_hold(tmp_path: Path) -> None:
    backup = tmp_path / "former.peygir"
    backup.write_bytes(lzma.decompress(FORMER.read_bytes()))
    with own_home() as home:
        environment = {**os.environ, "PEYGIR_HOME": str(home), "PEYGIR_READER": "off"}
        for name in ("DATABASE_URL", "PEYGIR_DATABASE_URL"):
            environment.pop(name, None)

        def run(*words: str) -> str:
            done = subprocess.run(
                [sys.executable, "-P", *words], env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        run("-m", "peygir.ops", "restore", str(backup))
        verified = json.loads(run("-m", "peygir.ops", "verify", "--json").splitlines()[-1])
        looked = json.loads(run("-c", LOOK).splitlines()[-1])
    assert verified["breaks"] == []
    assert verified["events"] > 1000
    assert looked == {"wrong": [], "cases": 161, "kinds": 56, "jobs": looked["jobs"]}
    assert looked["jobs"] >= 6
