"""Run the training sandbox: the same product with a made-up city that nothing leaves, made anew each night.

Its data lies beside that of the city, in a folder of its own with a mark. While the mark is there, no message, mail,
call or webhook leaves, whatever the settings say, and the pages are of another colour. See docs/sandbox.md.
"""

import argparse
import os
import subprocess
import sys
from datetime import time
from pathlib import Path
from typing import Final

from peygir.core.translation import in_every, pgettext_lazy

NEEDS = "nothing"
PORT: Final = 8237
_PATIENCE: Final = 60.0  # seconds for the processes to end
_LOOK_EVERY: Final = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen, how large the city is, and when it is made anew."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on; another if it is taken ({PORT})")
    parser.add_argument("--contacts", type=int, default=400, help="contacts of the made-up year (400)")
    parser.add_argument("--reset-at", type=time.fromisoformat, default=time(3, 30), help="time of the night (03:30)")
    parser.add_argument("--reset", action="store_true", help="make it anew now")
    parser.add_argument("--served", action="store_true", help=argparse.SUPPRESS)


def run(args: argparse.Namespace) -> int:
    """Serve the sandbox until Ctrl-C; each night its processes end, its data is deleted, and they start again."""
    if args.served:
        return _serve(args)
    from peygir.ops import paths, sandbox
    from peygir.ops.database import only_server
    from peygir.ops.samples import require_sample_maker

    require_sample_maker()  # before anything is made
    home = sandbox.sandbox_home(paths.home())
    sandbox.claim(home)
    if args.reset:
        with only_server(home):  # nobody serves it
            pass
        sandbox.empty(home)
    while (code := _serve_until_night(args, home)) is None:
        sandbox.empty(home)
    return code


def _serve_until_night(args: argparse.Namespace, home: Path) -> int | None:
    """Serve in a process of its own; returns its exit code, None when the night ended it."""
    from peygir.core import clock
    from peygir.ops import sandbox

    now = clock.now().astimezone()
    ends = sandbox.next_reset(now, args.reset_at)
    command = [sys.executable, "-P", "-m", "peygir.ops", "sandbox", "--served"]
    command += [f"--host={args.host}", f"--port={args.port}", f"--contacts={args.contacts}"]
    child = subprocess.Popen(command, env=sandbox.environment_of(home, os.environ))
    try:
        while clock.now() < ends:
            try:
                return child.wait(_LOOK_EVERY)
            except subprocess.TimeoutExpired:
                continue
        return None
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait(_PATIENCE)


def _serve(args: argparse.Namespace) -> int:
    """Make the city if it is missing, and serve it. Raises HomeHoldsACity in a home without the mark."""
    from peygir.core.sandbox import is_sandbox
    from peygir.ops import paths, processes
    from peygir.ops.commands.serve import serve
    from peygir.ops.sandbox import HomeHoldsACity

    if not is_sandbox(paths.home()):
        raise HomeHoldsACity(home=paths.home())
    port = processes.free_port(args.host, args.port)
    return serve(args.host, port, 2, prepare=lambda: _prepare(args.contacts), announce=_announce)


def _prepare(contacts: int) -> None:
    from peygir.core import clock
    from peygir.ops import paths
    from peygir.ops.bars import bar
    from peygir.ops.samples import sample_maker
    from peygir.ops.sandbox import note_made

    maker = sample_maker()
    if not maker.is_made():
        with bar("دادهٔ نمونه · sample data", contacts) as done:
            maker.ensure_sample_city(contacts=contacts, done=done)
        note_made(paths.home(), clock.now())


def _announce(address: str) -> None:
    """Print the URL and one login for each role."""
    from rich.console import Console
    from rich.table import Table

    from peygir.ops.samples import sample_maker

    table = Table(title=in_every(pgettext_lazy("terminal", "sample logins")), title_justify="left")
    for heading in (
        pgettext_lazy("terminal", "role"),
        pgettext_lazy("terminal", "user name"),
        pgettext_lazy("terminal", "password"),
    ):
        table.add_column(in_every(heading))
    maker = sample_maker()
    for login in maker.logins():
        table.add_row(*(str(part) for part in login))
    console = Console()
    console.print(f"[bold]پیگیر · آموزش · Peygir training sandbox[/bold]  {address}")
    console.print(table)
    for file in maker.drop_box_keys():
        words = in_every(pgettext_lazy("terminal", "key file of the drop box, opened by the same password"))
        console.print(f"{words}: {file}", soft_wrap=True)
    console.print("هیچ پیامی بیرون نمی‌رود؛ هر شب از نو ساخته می‌شود · Nothing leaves; made anew each night")
