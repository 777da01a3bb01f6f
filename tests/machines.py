"""Several machines on one: each with its own home, all with the tests' database, one bucket and one SMS provider."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.ops.cluster import PORT
from peygir.ops.processes import open_door
from peygir.storage.jobs.models import Job
from tests.buckets import KEY, SECRET, s3_server, storage_of
from tests.homes import own_home
from tests.town import CODE

PATIENCE = 240.0


def database_url() -> str:
    """The tests' database as DATABASE_URL names one."""
    given = connection.settings_dict
    user = f"{given['USER']}:{given['PASSWORD']}" if given["PASSWORD"] else str(given["USER"])
    host = quote(str(given["HOST"]), safe="")
    return f"postgresql://{user}@/{given['NAME']}?host={host}&port={given['PORT'] or PORT}"


class Machine:
    """One machine: the commands that run on it, each started as an administrator would.

    `tree` is the folder of another version's program; it runs in this environment, with this version's packages.
    """

    def __init__(self, home: Path, shared: Mapping[str, str], *, outbox: Path, tree: Path | None = None) -> None:
        self.home = home
        self._tree = tree
        home.mkdir(mode=0o711)
        # The file that stands in for the SMS provider, which is one for all machines.
        (home / "outbox").symlink_to(outbox, target_is_directory=True)
        left_out = {"PEYGIR_DATABASE_URL", "PEYGIR_PUBLIC_URL", "PEYGIR_OWNER_DATABASE_URL"}
        kept = {name: value for name, value in os.environ.items() if name not in left_out}
        self._environment = {
            **kept,
            "PEYGIR_HOME": str(home),
            "DATABASE_URL": database_url(),
            **({"PYTHONPATH": str(tree)} if tree is not None else {}),
            "PEYGIR_CITY": CODE,
            "PEYGIR_READER": "off",
            "PEYGIR_SMS": "file",
            "PEYGIR_PUBLIC_URL": "http://localhost",
            **shared,
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self.port = 0

    def start(self, kind: str) -> None:
        """Start `web`, `live`, `work` or `clock`; does not wait until it answers."""
        command = [sys.executable, "-P", "-m", "peygir.ops", kind]
        if kind in ("web", "live"):
            with open_door("127.0.0.1", 0, tries=1) as door:
                self.port = int(door.getsockname()[1])
            command += [f"--port={self.port}", *(["--workers=1"] if kind == "web" else [])]
        if self._tree is not None and kind == "web":  # as every version's supervisor starts it
            command[3:5] = ["peygir.ops.web", "--host=127.0.0.1"]
        log = (self.home / f"{kind}.log").open("ab")
        with log:
            self._running[kind] = subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=log, cwd=self._tree
            )

    def wait(self, path: str, *, status: int = 200) -> None:
        """Wait until its last web or live stream answers with a status."""
        until = time.monotonic() + PATIENCE
        while (found := self.status(path)) != status:
            assert time.monotonic() < until, f"{path} answers {found}: {self.logs()}"
            time.sleep(0.2)

    def status(self, path: str) -> int:
        """The status of a page; 0 for no answer."""
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Host": "localhost"})
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            return 0

    def kill(self, kind: str) -> None:
        """kill -9, and nobody says goodbye."""
        process = self._running.pop(kind)
        process.kill()
        process.wait()

    def has_ended(self, kind: str) -> bool:
        """Whether one of its processes ended by itself."""
        return self._running[kind].poll() is not None

    def stop(self) -> None:
        """End what still runs, as a service manager does."""
        for process in self._running.values():
            process.send_signal(signal.SIGTERM)
        for process in self._running.values():
            try:
                process.wait(120)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def logs(self) -> str:
        """The end of what its processes have said."""
        return "\n".join(f"{path.name}: {path.read_text()[-1500:]}" for path in sorted(self.home.glob("*.log")))


@contextmanager
def two_machines(*, former: Path | None = None) -> Iterator[tuple[Machine, Machine]]:
    """Two of them with one bucket, on which nothing runs yet; the first runs the program in `former`, if given."""
    with own_home() as folder, s3_server() as (address, _server):
        options = storage_of(address)["default"]["OPTIONS"]
        shared = {
            "PEYGIR_SECRET_KEY": "the-same-on-all-machines",
            "PEYGIR_RECORD_KEY": json.dumps({"origin": "localhost/record", "seed": "11" * 32, "blinding": "22" * 32}),
            "PEYGIR_S3_BUCKET": str(options["bucket_name"]),
            "PEYGIR_S3_ENDPOINT": address,
            "PEYGIR_S3_KEY": KEY,
            "PEYGIR_S3_SECRET": SECRET,
        }
        (outbox := folder / "provider").mkdir()
        first = Machine(folder / "a", shared, outbox=outbox, tree=former)
        second = Machine(folder / "b", shared, outbox=outbox)
        try:
            yield first, second
        finally:
            for machine in (first, second):
                machine.stop()


def sent_by_provider(folder: Path) -> Counter[str]:
    """How often each message went out, from the outbox of the machines."""
    path = folder / "sms.jsonl"
    return Counter(f"{row['to']} {row['text']}" for row in map(json.loads, path.read_text().splitlines()))


def waiting() -> int:
    """How many jobs and messages are still to be worked off."""
    connection.close()  # each look at what other sessions have committed
    return (
        Job.objects.exclude(state="failed").count()
        + Message.objects.filter(state="pending", next_try_at__lte=clock.now()).count()
    )
