"""Run the browser stories on a demo of their own; with `--all` the long ones too, with `--pictures` write screenshots.

All other arguments go to pytest. The screenshots go to `docs/screens`; git keeps those that its `.gitignore` names.
"""

import argparse
import contextlib
import importlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

NEEDS = "nothing"
PASSES_ON = True
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CONTACTS = 2000
READY_WITHIN = 480.0
PICTURES = "--pictures"
ALL = "--all"
NOT_LONG = ("-m", "not long")
PICTURES_VARIABLE = "PEYGIR_STORIES_PICTURES"
"""tests/stories/conftest.py writes no picture unless this is "1"."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add nothing: all arguments but `--all` and `--pictures` go to pytest."""


def run(args: argparse.Namespace) -> int:
    """Start a demo in a temporary home, run the stories, and stop it; exit code 2 without a browser."""
    from lab.exchange.server import SECRET, USER
    from peygir.gateways.ami import address
    from peygir.ops import paths, processes

    browser = os.environ.get("PEYGIR_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("برای اجرای داستان‌ها مرورگر Chromium لازم است: apt install chromium", file=sys.stderr)
        print("The stories need Chromium: apt install chromium (or name it in PEYGIR_CHROMIUM).", file=sys.stderr)
        return 2
    home = Path(tempfile.mkdtemp(prefix="peygir-stories-"))
    home.chmod(0o711)  # the unprivileged account of the database passes through it
    port = processes.free_port("127.0.0.1", 8237)
    door = processes.open_door("127.0.0.1", 8437)
    ami_port = door.getsockname()[1]
    environment = {
        **os.environ,
        "PEYGIR_HOME": str(home),
        "PEYGIR_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PEYGIR_STORIES_URL": f"http://127.0.0.1:{port}",
        "PEYGIR_CHROMIUM": browser,
        PICTURES_VARIABLE: str(int(PICTURES in args.rest)),
        # The stories make calls: they know the socket of the simulated exchange.
        address.MADE_UP: str(ami_port),
        address.DOOR: str(door.fileno()),
        address.URL: f"ami://{USER}:{SECRET}@127.0.0.1:{ami_port}",
    }
    beside = contextlib.ExitStack()
    environment |= _organisation(beside, home, port)
    demo = [sys.executable, "-m", "peygir.ops", "demo", f"--port={port}", f"--contacts={CONTACTS}"]
    walk = [sys.executable, "-m", "pytest", "-c", "tests/stories/pytest.ini", "--confcutdir=tests/stories"]
    started = subprocess.Popen(demo, env=environment, cwd=paths.ROOT, process_group=0, pass_fds=[door.fileno()])
    try:
        if not processes.wait_until_served("127.0.0.1", port, within=READY_WITHIN):
            print("The demo did not start.", file=sys.stderr)
            return 1
        rest = [word for word in args.rest if word not in (ALL, PICTURES)]
        is_named = any((paths.ROOT / word.split("::")[0]).exists() for word in rest)
        which = rest if is_named else ["tests/stories", *(() if ALL in args.rest else NOT_LONG), *rest]
        return subprocess.run([*walk, *which], env=environment, cwd=paths.ROOT).returncode
    finally:
        started.send_signal(signal.SIGINT)
        started.wait(60)
        door.close()
        beside.close()
        shutil.rmtree(home, ignore_errors=True)


def _organisation(beside: contextlib.ExitStack, home: Path, port: int) -> dict[str, str]:
    """Start a directory and a sign-in page beside the demo, as far as they are installed; returns its settings."""
    from peygir.ops import paths

    sys.path.insert(0, str(paths.ROOT))
    organisation = importlib.import_module("tests.stories.organisation")
    folder = home / "organisation"
    folder.mkdir(mode=0o755)
    settings: dict[str, str] = beside.enter_context(organisation.organisation(folder, f"http://127.0.0.1:{port}"))
    return settings
