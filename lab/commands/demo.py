"""Show Shiraz, or with --osm the city of an OpenStreetMap extract, with sample data in a browser, until Ctrl-C.

The city of an extract has draft districts and neighbourhoods, its own streets, and a sample year made for them; its
data is kept in a folder of its own, beside that of Shiraz. The words of its citizens stay Persian.
"""

import argparse
import os
import socket
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from peygir.core.translation import in_every, pgettext_lazy

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8137, help="port to listen on; another if it is taken (8137)")
    parser.add_argument("--osm", type=Path, metavar="FILE", help="an extract: .osm.pbf, .osm.gz or .osm")
    parser.add_argument("--contacts", type=int, default=800, help="sample contacts to make (800)")


def run(args: argparse.Namespace) -> int:
    """Make the sample city if it is missing, then serve it and print the logins."""
    from peygir.ops import processes
    from peygir.ops.commands.serve import serve

    # Visitors try the sample logins without an authenticator at hand; a real city requires the second step.
    os.environ.setdefault("PEYGIR_SECOND_STEP", "none")
    if args.osm is not None:
        _move_to_city_of(args.osm)
    port = processes.free_port(args.host, args.port)
    door = _make_up_a_pbx()
    try:
        with ExitStack() as learning:
            if args.osm is None:  # while the tables are made; the reader of a map needs its streets first
                _begin_to_learn(learning)
            return serve(
                args.host, port, 2, prepare=lambda: _prepare(args.contacts, args.osm, learning), announce=_announce
            )
    finally:
        if door is not None:
            door.close()


def _move_to_city_of(file: Path) -> None:
    """Let all that follows use the city of an extract and a home of its own. Raises the refusals of `extract`."""
    from lab.sample.map_home import city_of, home_of
    from peygir.atlas.extract import open_extract, require_tools
    from peygir.ops import paths
    from peygir.ops.commands.import_osm import how_to_install

    require_tools(how_to_install())
    code = city_of(file)
    home = home_of(paths.home(), code, open_extract(file))
    home.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    os.environ["PEYGIR_CITY"], os.environ["PEYGIR_HOME"] = code, str(home)


def _make_up_a_pbx() -> socket.socket | None:
    """Without a configured PBX, return the listening socket of a simulated one, which a child process inherits."""
    from lab.exchange.server import SECRET, USER
    from peygir.gateways.ami import address
    from peygir.ops.paths import home, make_home
    from peygir.ops.processes import open_door

    if address.is_wanted():
        return None
    door = open_door("127.0.0.1", address.PORT)
    port = door.getsockname()[1]
    os.environ[address.MADE_UP], os.environ[address.DOOR] = str(port), str(door.fileno())
    os.environ[address.URL] = f"ami://{USER}:{SECRET}@127.0.0.1:{port}"
    folder = make_home(home())
    for name, file in (("PEYGIR_PBX_CDR", "made-up-records.csv"), ("PEYGIR_PBX_QUEUE_LOG", "queue_log")):
        os.environ[name] = str(folder / file)
        os.close(os.open(folder / file, os.O_CREAT | os.O_WRONLY, 0o600))  # it contains callers' numbers
        (folder / file).chmod(0o600)
    return door


def _begin_to_learn(learning: ExitStack) -> None:
    """Train the city's reader in another process until `learning` is closed."""
    from peygir.ops import paths
    from peygir.ops.model_bootstrap import learning_to_read

    home = paths.make_home(paths.home())
    learning.enter_context(learning_to_read(os.environ.get("PEYGIR_CITY", "shiraz"), home))


def _prepare(contacts: int, osm: Path | None, learning: ExitStack) -> None:
    """Make the sample city, unless it is there, and close `learning`, which waits for the reader."""
    from lab.sample.making import begin_sample_city, ensure_sample_city, is_made
    from peygir.ops.bars import bar

    if osm is not None:
        load = _loader(osm)
        _begin_to_learn(learning)
    with learning:
        if not is_made():
            if osm is not None:
                begin_sample_city(load)
            with bar("دادهٔ نمونه · sample data", contacts) as done:
                ensure_sample_city(contacts=contacts, done=done)


def _loader(osm: Path) -> Callable[[], int]:
    """What loads the city of an extract; its phrases are there first, for its reader learns meanwhile."""
    from django.conf import settings

    from lab.sample.from_map import bring_phrases, mapped_city
    from peygir.ops.commands.import_osm import stage_bars

    bring_phrases(settings.CITY, settings.HOME)
    return mapped_city(osm, stage_bars)


def _announce(address: str) -> None:
    """Print the URL and one login for each role, as a table."""
    from django.conf import settings
    from rich.console import Console
    from rich.table import Table

    from lab.sample.making import drop_box_keys, logins

    table = Table(title=in_every(pgettext_lazy("terminal", "sample logins")), title_justify="left")
    for heading in (
        in_every(pgettext_lazy("terminal", "role")),
        in_every(pgettext_lazy("terminal", "user name")),
        in_every(pgettext_lazy("terminal", "password")),
    ):
        table.add_column(heading)
    for login in logins():
        table.add_row(*(str(part) for part in login))
    console = Console()
    console.print()
    console.print(f"[bold]پیگیر · Peygir[/bold]  {address}")
    console.print(table)
    for file in drop_box_keys():
        words = in_every(pgettext_lazy("terminal", "key file of the drop box, opened by the same password"))
        console.print(f"{words}: {file}", soft_wrap=True)
    if not settings.SECOND_STEP_ROLES:
        console.print(in_every(pgettext_lazy("terminal", "The second sign-in step is optional in the demo")))
    console.print("داده‌ها نمونه‌اند · The data is a sample.  Ctrl-C: پایان · stop")
