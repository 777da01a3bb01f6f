"""The wheel serves without the repository, and its prepared tables are those that the migrations make."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import psycopg
import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement

from peygir.ops import prepared_tables
from peygir.ops.accounts import database_account
from peygir.ops.binaries import wheel_programs
from peygir.ops.cluster import SUPERUSER, Cluster, cluster_of
from peygir.ops.database import NAME, running_cluster
from peygir.ops.processes import open_door
from tests.homes import own_home

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 400.0


def dumped(home: Path, name: str) -> str:
    """Everything that is in a database, in the words of pg_dump."""
    url = cluster_of(home, database_account()).url(name, role=SUPERUSER)
    program = wheel_programs() / "pg_dump"
    options = ["--no-owner", "--no-privileges", "--inserts", "--restrict-key=x", f"--dbname={url}"]
    return subprocess.run([program, *options], check=True, capture_output=True, text=True).stdout


def test_the_prepared_tables_are_those_of_the_migrations(walked_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "tables.sql.gz"
    with running_cluster(walked_home) as cluster:
        with psycopg.connect(cluster.url(NAME, role=SUPERUSER), autocommit=True) as made:
            prepared_tables.write(cluster.url(NAME, role=SUPERUSER), made.info.server_version, file)
            made.execute("CREATE DATABASE fresh TEMPLATE template0 OWNER peygir")
            made.execute("CREATE DATABASE copied TEMPLATE template0 OWNER peygir")
        _copy(cluster, NAME, "copied")
        script = (
            "import django, sys; django.setup()\n"
            "from pathlib import Path\n"
            "from django.db import connection\n"
            "from peygir.ops import prepared_tables, tables\n"
            "with connection.cursor() as cursor:\n"
            "    cursor.execute('CREATE EXTENSION pg_trgm; CREATE EXTENSION btree_gin')\n"
            "file = Path(sys.argv[1])\n"
            "print(prepared_tables.load_if_it_fits(file), prepared_tables.load_if_it_fits(file))\n"
            "print(tables.are_up_to_date())\n"
            "with connection.cursor() as cursor:\n"
            "    cursor.execute('SHOW search_path')\n"
            "    print(cursor.fetchone()[0])\n"
        )
        environment = {**os.environ, "PEYGIR_DATABASE_URL": cluster.url("fresh", role=SUPERUSER)}
        environment["DJANGO_SETTINGS_MODULE"] = "peygir.settings"
        done = subprocess.run(
            [sys.executable, "-P", "-c", script, str(file)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.stdout.split("\n")[:3] == ["True False", "True", '"$user", public'], done.stderr
        # A database that was restored prints its conditions otherwise than one that was migrated.
        assert dumped(walked_home, "fresh") == dumped(walked_home, "copied")


def _copy(cluster: Cluster, name: str, to: str) -> None:
    """Restore everything that pg_dump knows of one database into another, which is empty."""
    source, target = (f"--dbname={cluster.url(one, role=SUPERUSER)}" for one in (name, to))
    plain = subprocess.run([wheel_programs() / "pg_dump", source], check=True, capture_output=True).stdout
    options = ["--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", target]
    subprocess.run([wheel_programs() / "psql", *options], input=plain, check=True, capture_output=True)


def test_tables_of_other_migrations_are_not_taken(tmp_path: Path, db: None) -> None:
    import gzip

    file = tmp_path / "tables.sql.gz"
    assert not prepared_tables.load_if_it_fits(file)
    for head in ("-- peygir 0123456789abcdef 180006\n", f"-- peygir {prepared_tables.migrations_digest()} 999999\n"):
        file.write_bytes(gzip.compress((head + "CREATE TABLE planted ();").encode()))
        assert not prepared_tables.load_if_it_fits(file)


@pytest.mark.slow
def test_the_wheel_serves_in_an_empty_environment(tmp_path: Path) -> None:
    (built,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path / "dist"), versions=["standard"])
    wheel = Path(built)
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert not any(name.startswith(("lab/", "tests/")) for name in names)
    assert "peygir/web/static/built/manifest.json" in names
    assert ("peygir/ops/prepared/tables.sql.gz" in names) is prepared_tables.FILE.exists()
    python = environment_with(wheel, tmp_path / "env")
    for module, is_there in {"django": True, "yaml": False, "pytest": False, "boto3": False, "babel": False}.items():
        done = subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False, cwd=tmp_path)
        assert (done.returncode == 0) is is_there, f"{module}: {done.stderr!r}"
    peygir = python.with_name("peygir")
    with own_home() as home, open_door("127.0.0.1", 0, tries=1) as door:
        port = int(door.getsockname()[1])
        door.close()
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PEYGIR_", "DATABASE_", "DJANGO_"))
        }
        outside = {**kept, "PEYGIR_HOME": str(home), "PEYGIR_READER": "off"}
        log = (tmp_path / "serve.log").open("wb")
        serving = subprocess.Popen(
            [peygir, "serve", f"--port={port}"], env=outside, cwd=tmp_path, stdout=log, stderr=log
        )
        try:
            wait_for(port, "/health/serving", 503, serving)  # it answers, and no city is loaded yet
            data = subprocess.run(
                [python, "-c", "import peygir.city as c; print(c.__path__[0])"],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            assert data.startswith(str(tmp_path)), "the package is the wheel's, not the checkout's"
            loaded = subprocess.run(
                [peygir, "import-city", f"{data}/data/shiraz"],
                env=outside,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            assert loaded.returncode == 0, loaded.stderr
            wait_for(port, "/health/serving", 200, serving)
            page = wait_for(port, "/", 200, serving)
            assert "/static/built/" in page
        finally:
            serving.send_signal(signal.SIGINT)
            log.close()
        assert serving.wait(PATIENCE) == 0, (tmp_path / "serve.log").read_text()


def environment_with(wheel: Path, place: Path) -> Path:
    """A fresh environment with the wheel, and of this one what the wheel's lock names and no more; without an index."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    python = place / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel]
    subprocess.run([str(word) for word in pip], check=True)
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"]
    packages = Path(subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip())
    for name in locked_here():
        for entry in entries_of(name):
            if not (packages / entry.name).exists():
                (packages / entry.name).symlink_to(entry)
    return python


def locked_here() -> set[str]:
    """The packages of requirements/base.txt that belong on this machine."""
    text = (ROOT / "requirements" / "base.txt").read_text(encoding="utf-8")
    lines = re.findall(r"^([a-z0-9][^\\\n]*)", text, re.MULTILINE)
    requirements = [Requirement(text_line) for text_line in lines]
    return {one.name for one in requirements if one.marker is None or one.marker.evaluate()}


def entries_of(name: str) -> set[Path]:
    """The files and folders of an installed package that lie directly in site-packages."""
    package = distribution(name)
    tops = {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}
    return {Path(str(package.locate_file(top))) for top in tops}


def wait_for(port: int, path: str, status: int, process: "subprocess.Popen[bytes]") -> str:
    """The page, once it comes with this status."""
    until = time.monotonic() + PATIENCE
    while True:
        assert time.monotonic() < until, f"{path} does not answer {status}"
        assert process.poll() is None, "serve has ended"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
                if answer.status == status:
                    return str(answer.read().decode())
        except urllib.error.HTTPError as answer:
            with answer:
                if answer.code == status:
                    return ""
        except OSError:
            pass
        time.sleep(0.3)
