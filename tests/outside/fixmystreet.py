"""A FixMyStreet for a run of tests: its database in our cluster, its Perl process, and the servers that it asks."""

import json
import os
import queue
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from peygir.ops.cluster import APP, SUPERUSER
from tests.outside.systems import fixmystreet_folders, program

DATABASE: Final = "fixmystreet_of_a_test"
PATIENCE: Final = 120.0
ZONE: Final = "Asia/Tehran"
_SETTINGS: Final = """\
FMS_DB_HOST: '{host}'
FMS_DB_PORT: '{port}'
FMS_DB_NAME: '{name}'
FMS_DB_USER: '{user}'
FMS_DB_PASS: '{password}'
BASE_URL: '{url}'
EMAIL_DOMAIN: 'example.org'
CONTACT_EMAIL: 'team@example.org'
CONTACT_NAME: 'FixMyStreet'
DO_NOT_REPLY_EMAIL: 'do-not-reply@example.org'
STAGING_SITE: 0
LANGUAGES:
  - 'en-gb,English,en_GB'
TIME_ZONE: ''
GEO_CACHE: '{folder}/cache/'
PHOTO_STORAGE_BACKEND: 'FileSystem'
PHOTO_STORAGE_OPTIONS:
  UPLOAD_DIR: '{folder}/upload/'
MAPIT_URL: '{url}/mapit/'
MAPIT_TYPES: [ 'ZZZ' ]
MAP_TYPE: 'OSM'
ALLOWED_COBRANDS:
  - peygir
COBRAND_FEATURES:
  category_groups:
    peygir: 1
"""


class FixMyStreetFailed(Exception):
    """A command died, or the process ended; the text is Perl's own and the end of its log."""


class FixMyStreet:
    """The running process; `call` gives it one command of `fixmystreet.pl`."""

    def __init__(self, process: "subprocess.Popen[str]", log: Path) -> None:
        self._process, self._log = process, log
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self._next()

    def call(self, do: str, **given: Any) -> Any:
        """What a command returned. Raises FixMyStreetFailed."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **given}) + "\n")
        self._process.stdin.flush()
        return self._next()

    @property
    def log(self) -> str:
        """Everything that it wrote to its log."""
        return self._log.read_text(errors="replace")

    def _read(self) -> None:
        assert self._process.stdout is not None
        for answer in self._process.stdout:
            self._answers.put(json.loads(answer))
        self._answers.put({"died": "the process ended"})

    def _next(self) -> Any:
        answer = self._answers.get(timeout=PATIENCE)
        if "died" in answer:
            raise FixMyStreetFailed(f"{answer['died']}\n{self.log[-3000:]}")
        return answer["result"]


@contextmanager
def fixmystreet(folder: Path) -> Iterator[FixMyStreet]:
    """A FixMyStreet with an empty database; process and database are gone afterwards."""
    root, libraries = fixmystreet_folders()
    with _database(root) as where, _side_server(folder / "upload") as url:
        settings = folder / "general.yml"
        settings.write_text(_SETTINGS.format(**where, url=url, folder=folder))
        command = [program("perl"), *(f"-I{library}" for library in libraries)]
        environment = {
            **os.environ,
            # FixMyStreet looks for it below its own folder `conf`, where we write nothing.
            "FMS_OVERRIDE_CONFIG": os.path.relpath(settings, root / "conf"),
            "TZ": ZONE,
        }
        log = folder / "log"
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [*command, str(Path(__file__).with_suffix(".pl"))],
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        try:
            yield _started(process, log)
        finally:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.close()
            process.wait(20)
            process.stdout.close()


def _started(process: "subprocess.Popen[str]", log: Path) -> FixMyStreet:
    """The process once it answers; the test is skipped where it lacks a Perl module."""
    try:
        return FixMyStreet(process, log)
    except FixMyStreetFailed as failure:
        if missing := re.search(r"Can't locate (\S+\.pm)", str(failure)):
            pytest.skip(f"the Perl module {missing[1]} is missing (docs/messages.md lists the packages)")
        raise


@contextmanager
def _database(root: Path) -> Iterator[dict[str, str]]:
    """FixMyStreet's own schema in a database beside ours; gives the parts of its address."""
    known = ("host", "port", "user", "password")
    params: dict[str, Any] = {key: value for key, value in connection.get_connection_params().items() if key in known}
    if params.get("user") == APP:
        params["user"] = SUPERUSER
    with psycopg.connect(**{**params, "dbname": "postgres"}, autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        server.execute(f"CREATE DATABASE {DATABASE} TEMPLATE template0")
        try:
            with psycopg.connect(**{**params, "dbname": DATABASE}) as own:
                for name in ("schema.sql", "fixture.sql", "generate_secret.sql"):
                    own.execute((root / "db" / name).read_bytes())
            yield {
                "host": str(params.get("host", "")),
                "port": str(params.get("port", 5432)),
                "name": DATABASE,
                "user": str(params.get("user", "")),
                "password": str(params.get("password", "")),
            }
        finally:
            server.execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@contextmanager
def _side_server(uploads: Path) -> Iterator[str]:
    """What FixMyStreet asks (which areas hold a point: the one of our body) and what it offers (its photos).

    A photo's address ends in the first characters of its file's name, as FixMyStreet makes it.
    """
    uploads.mkdir()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path.startswith("/mapit/point/"):
                self._answer(b'{"1": {"id": 1, "name": "City", "type": "ZZZ"}}', "application/json")
            elif pictures := [file for file in uploads.iterdir() if parts.query and file.name.startswith(parts.query)]:
                self._answer(pictures[0].read_bytes(), "image/jpeg")
            else:
                self.send_error(404)

        def _answer(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
