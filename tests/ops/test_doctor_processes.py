"""The doctor: faults of the running processes and their ports are named by their code."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from peygir.ops.doctor import processes
from peygir.ops.doctor.installation import Installation
from peygir.ops.paths import ROOT
from peygir.ops.processes import open_door
from tests.patients import codes

WEB = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

port, status, allowed = int(sys.argv[2].partition("=")[2]), int(sys.argv[4]), sys.argv[5].split(",")


class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(status if self.headers["Host"] in allowed else 400)
        self.end_headers()

    def log_message(self, *about):
        pass


with HTTPServer(("127.0.0.1", port), Pages) as server:
    print("ready", flush=True)
    server.serve_forever()
"""
SLEEPER = "import time; print('ready', flush=True); time.sleep(600)"


@contextmanager
def process(installation: Installation, script: str, *arguments: str, **settings: str) -> Iterator[int]:
    """A process whose command line and settings are those of one of Peygir's, for the home of an installation."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PEYGIR_", "DATABASE_"))}
    environment = {**kept, "PEYGIR_HOME": str(installation.home), **settings}
    command = [sys.executable, "-c", script, *arguments]
    started = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdout is not None
        assert started.stdout.readline() == "ready\n"
        yield started.pid
    finally:
        started.kill()
        started.communicate()


def free_port() -> int:
    with open_door("127.0.0.1", 0, tries=1) as door:
        return int(door.getsockname()[1])


@contextmanager
def web(installation: Installation, *, host: str = "127.0.0.1", status: int = 200, **settings: str) -> Iterator[int]:
    port, names = free_port(), "localhost"
    words = ("peygir.ops.web", f"--port={port}", f"--host={host}", str(status), names)
    with process(installation, WEB, *words, **settings):
        yield port


def test_a_city_that_is_not_served_and_processes_that_are_missing_are_named(checkout: Installation) -> None:
    assert "not-serving" in codes(checkout, "processes")
    with process(checkout, SLEEPER, "peygir.ops", "serve", f"--port={free_port()}"):
        findings = list(processes.look(checkout))
        missing = {dict(one.values)["name"] for one in findings if one.kind.code == "process-missing"}
        assert missing == {"web", "worker", "clock", "live"}
        assert "not-serving" not in {one.kind.code for one in findings}


def test_a_port_that_another_program_has_is_named_wherever_the_city_would_listen(
    checkout: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_name: object = Path("/proc/self/comm").read_text().strip()

    def taken() -> dict[object, object]:
        findings = [one for one in processes.look(checkout) if one.kind.code == "port-taken"]
        return {dict(one.values)["port"]: dict(one.values)["name"] for one in findings}

    with socket.create_server(("127.0.0.2", 0)) as door, socket.create_server(("127.0.0.1", 0)) as second:
        port, live = (str(one.getsockname()[1]) for one in (door, second))
        checkout.environment = {"PEYGIR_LIVE_PORT": live}
        monkeypatch.setattr(processes, "USUAL_PORT", int(port))
        assert taken() == {port: own_name, live: own_name}, "nothing runs, and both are another's"
        monkeypatch.setattr(processes, "USUAL_PORT", free_port())
        with process(checkout, SLEEPER, "peygir.ops", "serve", f"--port={port}"):
            assert taken() == {port: own_name, live: own_name}, "the supervisor's web cannot listen"
        with process(checkout, SLEEPER, "peygir.ops", "work"):
            assert taken() == {}, "a worker alone listens nowhere"
        with web(checkout):
            assert taken() == {}
    assert taken() == {}


def test_a_port_that_is_the_city_s_own_is_not_taken(checkout: Installation) -> None:
    port = free_port()
    with process(checkout, WEB, "peygir.ops serve", f"--port={port}", "", "200", "localhost"):
        assert "port-taken" not in codes(checkout, "processes")


@pytest.mark.parametrize(
    ("code", "given", "settings"),
    [
        ("web-does-not-answer", {"status": 503}, {}),
        ("web-refuses-public-name", {}, {"PEYGIR_PUBLIC_URL": "https://137.example"}),
        (
            "proxy-not-believed",
            {},
            {"PEYGIR_PUBLIC_URL": "https://localhost", "PEYGIR_PROXIES": "10.0.0.9"},
        ),
        ("port-open-past-proxy", {"host": "0.0.0.0"}, {"PEYGIR_PUBLIC_URL": "https://localhost"}),  # noqa: S104
        ("web-runs-as-root", {}, {}),
    ],
)
def test_a_web_that_is_set_up_wrongly_is_named(
    checkout: Installation, code: str, given: dict[str, object], settings: dict[str, str]
) -> None:
    if code == "web-runs-as-root" and os.geteuid() != 0:
        pytest.skip("only root runs it so")
    with web(checkout, **given, **settings):  # type: ignore[arg-type]
        assert code in codes(checkout, "processes")
    with web(checkout, PEYGIR_PUBLIC_URL="https://localhost", PEYGIR_PROXIES="127.0.0.1"):
        assert codes(checkout, "processes") - {"process-missing", "web-runs-as-root"} == set()


def test_more_web_processes_than_cores_are_named(checkout: Installation) -> None:
    usual = os.sched_getaffinity(0)
    web_of = ("peygir.ops.web", f"--port={free_port()}")
    try:
        os.sched_setaffinity(0, {min(usual)})
        for workers, is_named in ((2, False), (3, True)):
            with process(checkout, SLEEPER, *web_of, f"--workers={workers}"):
                assert ("cores-too-few" in codes(checkout, "machine")) is is_named
    finally:
        os.sched_setaffinity(0, usual)


def test_a_silent_stream_and_processes_older_than_the_program_are_named(checkout: Installation) -> None:
    live = ("peygir.ops.live", f"--port={free_port()}", "", "503", "localhost")
    with process(checkout, WEB, *live):
        assert "live-does-not-answer" in codes(checkout, "processes")
        assert "processes-older-than-code" not in codes(checkout, "processes")
        later = time.time() + 600  # noqa: TID251 - of a file
        os.utime(checkout.root / "peygir" / "__init__.py", (later, later))
        assert "processes-older-than-code" in codes(checkout, "processes")


def test_settings_that_are_not_those_of_the_running_processes_are_named(checkout: Installation) -> None:
    checkout.root = ROOT
    with web(checkout, PEYGIR_HOSTS="137.example"):
        running = import_module("peygir.ops.doctor.running")
        checkout.served_by = running.served_settings(running.running_processes(checkout.home))
        checkout.environment = {"PEYGIR_HOME": str(checkout.home), "PEYGIR_HOSTS": "other.example"}
        assert "other-settings-than-served" in codes(checkout, "settings")
