"""Parses the command line, gives the command its database and Django, and prints refusals as sentences.

A command is a module of `peygir.ops.commands`: its docstring is its help, `add_arguments(parser)` adds its arguments
and `run(args) -> int` runs it. A constant `NEEDS` says what must be ready before: "django" (the database is up and
Django set up, the default) or "nothing" (the command sees to it itself). With `PASSES_ON = True` the arguments after
the command are not parsed here but passed to it as `args.rest`. In a checkout, modules of `lab.commands` are commands
too.
"""

import argparse
import importlib
import os
import pkgutil
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from types import FrameType, ModuleType
from typing import NoReturn

from peygir.core.refusals import Refusal
from peygir.core.release import release
from peygir.core.translation import in_every, pgettext_lazy
from peygir.ops import commands, paths
from peygir.ops.postgresql import limits
from peygir.ops.quick_imports import without_collections

ORDER = ("demo", "serve", "doctor", "work", "clock", "test", "check", "import-city", "import-osm", "backup", "restore")
REFUSED = 2
INTERRUPTED = 130


def main(command_arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is its own, 2 for a refusal, 130 after Ctrl-C."""
    command_arguments = list(sys.argv[1:] if command_arguments is None else command_arguments)
    with without_collections():
        modules = dict(command_modules(only="".join(command_arguments[:1]))) or dict(command_modules())
    passes_on = bool(command_arguments) and getattr(modules.get(command_arguments[0]), "PASSES_ON", False)
    arguments = make_parser(modules).parse_args(command_arguments[:1] if passes_on else command_arguments)
    arguments.rest = command_arguments[1:] if passes_on else []
    try:
        return run_command(arguments.module, arguments)
    except Refusal as refusal:
        print(in_every(refusal.text, "\n"), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def run_command(module: ModuleType, arguments: argparse.Namespace) -> int:
    """Prepare what a command needs, and run it; SIGTERM ends it with an exception, so that clean-up runs."""
    signal.signal(signal.SIGTERM, _leave)
    os.environ["PEYGIR_HOME"] = str(paths.home())
    os.environ[limits.PROCESS] = module.__name__.rpartition(".")[2]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
    needs = getattr(module, "NEEDS", "django")
    with ExitStack() as stack:
        if needs == "django":
            with without_collections():
                stack.enter_context(django_ready())
        return int(module.run(arguments))


@contextmanager
def django_ready() -> Iterator[str]:
    """Start the database and set up Django on it with the unprivileged role; yields the URL of that role.

    The URLs are in PEYGIR_DATABASE_URL and, for the owner's role, in PEYGIR_OWNER_DATABASE_URL.
    """
    from peygir.ops import belongings
    from peygir.ops.database import app_url, running_database
    from peygir.ops.roles import OWNER_URL

    with running_database() as owner:
        url = os.environ["PEYGIR_DATABASE_URL"] = app_url(owner)
        os.environ[OWNER_URL] = owner
        import django

        django.setup()
        from django.db import connections

        try:
            yield url
        finally:
            connections.close_all()
            belongings.hand_over_again(paths.home())


def _leave(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def make_parser(modules: Mapping[str, ModuleType]) -> argparse.ArgumentParser:
    """Return the parser with one sub-command for each module of commands."""
    parser = argparse.ArgumentParser(
        prog="./run",
        description=in_every(pgettext_lazy("terminal", "Peygir: a citizen's request, from first word to city budget.")),
        epilog="Start with ./run demo. The data lies in `var`, or in the folder that PEYGIR_HOME names.",
    )
    parser.add_argument("--version", action="version", version=f"Peygir {release()}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in sorted(modules.items(), key=lambda pair: _rank(pair[0])):
        sentence = (module.__doc__ or "").strip().splitlines()[0]
        subparser = subparsers.add_parser(name, help=sentence, description=module.__doc__)
        module.add_arguments(subparser)
        subparser.set_defaults(module=module)
    return parser


def command_modules(*, only: str = "") -> Iterator[tuple[str, ModuleType]]:
    """Yield (name on the command line, module) of every command, or of `only` one, whatever the others need.

    To import all of them takes half a second of processor time.
    """
    for package in command_packages():
        for found in pkgutil.iter_modules(package.__path__):
            if (name := found.name.replace("_", "-")) == only or not only:
                yield name, importlib.import_module(f"{package.__name__}.{found.name}")


def command_packages() -> list[ModuleType]:
    """Return the package's commands and, in a checkout, those of the laboratory, which no wheel contains."""
    if paths.is_checkout() and (paths.ROOT / "lab" / "commands").is_dir():
        return [commands, importlib.import_module("lab.commands")]
    return [commands]


def _rank(name: str) -> tuple[int, str]:
    return (ORDER.index(name) if name in ORDER else len(ORDER), name)
