"""Backups that former versions made: of a format that is not read any more, and of one that comes back whole."""

import io
import json
import lzma
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final, NamedTuple

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


ROOT: Final = Path(__file__).parent.parent.parent
FOLDER: Final = Path(__file__).parent.parent / "former"


class FormerBackup(NamedTuple):
    """A backup that a former version made, and what it holds: at least so many events and waiting jobs."""

    name: str
    cases: int
    kinds: int
    events: int
    jobs: int
    wrong: tuple[str, ...] = ()


WITHOUT_STEP: Final = "case_climbed: CaseEscalated.__init__() missing 1 required keyword-only argument: 'step'"
"""What the bench of that commit wrote, and no action of the product."""
FORMER: Final = (
    # By the commit 42ff9da2, before the catalogue of events and the present names of packages: a small town.
    FormerBackup("2026-11-27", cases=161, kinds=56, events=1000, jobs=6),
    # By the commit 0c431c1fc, when each package had one migration: Shiraz with 300 cases that `lab.bench` made.
    FormerBackup("2026-11-28", cases=300, kinds=12, events=2800, jobs=0, wrong=(WITHOUT_STEP,)),
)
LOOK: Final = """
import json
from peygir.ops.cli import django_ready

with django_ready():
    import peygir.history.kinds
    from peygir.cases.models import Case, SearchEntry
    from peygir.history.catalogue import read
    from peygir.history.models import Event
    from peygir.journey.dispatch import ACTIONS, work_round
    from peygir.journey.night import LEARN_ANEW
    from peygir.storage.jobs.models import Job
    from tests.table_shapes import shape

    wrong = set()
    events = list(Event.objects.defer(None))
    for event in events:
        try:
            read(event.kind, event.data)
        except (LookupError, TypeError) as failure:
            wrong.add(str(failure))
        if event.data != event.values:
            wrong.add(f"{event}: its column is not what its body says")
    wrong |= set(Job.objects.values_list("action", flat=True)) - {*ACTIONS, LEARN_ANEW}
    found = {"wrong": sorted(wrong), "cases": Case.objects.count(), "kinds": len({event.kind for event in events})}
    found["searched"] = SearchEntry.objects.filter(partition__in=(0, 1, 2)).count()
    print(json.dumps({**found, "jobs": work_round(100), "shape": shape()}))
"""

SHAPE: Final = """
import json
from peygir.ops.cli import django_ready

with django_ready():
    from tests.table_shapes import shape

    print(json.dumps(shape()))
"""


def run(home: Path, *arguments: str) -> str:
    """What a Python process prints that has this home."""
    environment = {**os.environ, "PEYGIR_HOME": str(home), "PEYGIR_READER": "off", "PYTHONPATH": str(ROOT)}
    for name in ("DATABASE_URL", "PEYGIR_DATABASE_URL"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-P", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def walked_shape(walked_home: Path) -> object:
    """The shape of the tables that the migrations make one by one."""
    return json.loads(run(walked_home, "-c", SHAPE).splitlines()[-1])


@pytest.mark.parametrize("former", FORMER, ids=lambda former: former.name)
def test_a_backup_of_a_former_version_comes_back_and_its_histories_hold(
    tmp_path: Path, former: FormerBackup, walked_shape: object
) -> None:
    """`restore` lays the tables down as they were, and `verify` migrates them in place before it looks."""
    backup = tmp_path / "former.peygir"
    backup.write_bytes(lzma.decompress((FOLDER / f"{former.name}.peygir.xz").read_bytes()))
    with own_home() as home:
        run(home, "-m", "peygir.ops", "restore", str(backup))
        verified = json.loads(run(home, "-m", "peygir.ops", "verify", "--json").splitlines()[-1])
        looked = json.loads(run(home, "-c", LOOK).splitlines()[-1])
    looked_again, shape = {"searched": looked.pop("searched")}, looked.pop("shape")
    assert verified["breaks"] == []
    assert verified["events"] > former.events
    assert looked == {"wrong": list(former.wrong), "cases": former.cases, "kinds": former.kinds, "jobs": looked["jobs"]}
    assert looked["jobs"] >= former.jobs
    assert 0.9 * former.cases < looked_again["searched"] <= former.cases, "some wait for a job"
    assert shape == walked_shape
