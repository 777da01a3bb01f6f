"""Prove on a sample city that erasure is complete: erase citizens, then look for their words in everything kept."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

NEEDS = "nothing"
READY_WITHIN = 480.0
LOG = "processes.log"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the size of the city, and of the proof."""
    parser.add_argument("--contacts", type=int, default=1200, help="sample contacts to make (1200)")
    parser.add_argument("--citizens", type=int, default=40, help="citizens of the sample who ask for erasure (40)")


def run(args: argparse.Namespace) -> int:
    """Serve a demo in a temporary home, report to it, stop it, erase, and search; 1 if a word is left."""
    home = Path(tempfile.mkdtemp(prefix="peygir-erasure-"))
    home.chmod(0o711)  # the unprivileged account of the database passes through it
    os.environ["PEYGIR_HOME"] = str(home)
    try:
        return _prove(home, contacts=args.contacts, citizens=args.citizens)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _prove(home: Path, *, contacts: int, citizens: int) -> int:
    from peygir.ops import paths, processes
    from peygir.ops.cli import django_ready

    port = processes.free_port("127.0.0.1", 8637)
    address = f"http://127.0.0.1:{port}"
    os.environ["PEYGIR_PUBLIC_URL"] = address
    demo = [sys.executable, "-m", "peygir.ops", "demo", f"--port={port}", f"--contacts={contacts}"]
    with (home / LOG).open("wb") as log, ExitStack() as stack:
        started = subprocess.Popen(demo, cwd=paths.ROOT, process_group=0, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not processes.wait_until_served("127.0.0.1", port, within=READY_WITHIN):
                print("The demo did not start.", file=sys.stderr)
                return 1
            stack.enter_context(django_ready())
            from lab.erasure.proving import prove
            from lab.erasure.visiting import send_reports

            reported = send_reports(address)
        finally:
            started.send_signal(signal.SIGINT)
            started.wait(60)
        return prove(home, reported, citizens=citizens)
