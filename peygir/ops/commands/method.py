"""Apply one of the product's methods to a file, and print the result as one JSON object.

`./run method` alone lists the methods, `./run method NAME --help` explains one. A bad row is refused with its number
and the reason, exit code 2, and nothing is printed. Columns, formulas and sources: docs/methods.md.
"""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from peygir.ops.method_rows import ResultIsNoNumber

NEEDS = "nothing"
PASSES_ON = True
DECIMALS = 6


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The methods have options of their own, which `run` reads."""


def run(args: argparse.Namespace) -> int:
    """Print the answer of a method; raises the Refusal of a file that cannot be used."""
    parser = make_parser()
    options = parser.parse_args(args.rest)
    if options.method is None:
        parser.print_help()
        return 0
    answer = {"method": options.name, **options.method.answer(options.file, options)}
    try:
        text = json.dumps(rounded(answer), ensure_ascii=False, allow_nan=False)
    except ValueError as not_finite:
        raise ResultIsNoNumber() from not_finite
    print(text)
    return 0


def rounded(value: object) -> object:
    """Return a value of JSON with its fractions rounded to DECIMALS."""
    if isinstance(value, dict):
        return {key: rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(part) for part in value]
    return round(value, DECIMALS) if isinstance(value, float) else value


def make_parser() -> argparse.ArgumentParser:
    """Return the parser with one sub-command for each method."""
    parser = argparse.ArgumentParser(prog="./run method", description=__doc__)
    parser.set_defaults(method=None)
    subparsers = parser.add_subparsers(title="methods", metavar="NAME")
    for name, module in methods():
        sentence = (module.__doc__ or "").strip().splitlines()[0]
        subparser = subparsers.add_parser(
            name,
            help=sentence,
            description=module.__doc__,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        subparser.add_argument("file", metavar="FILE", type=Path, help="the file that is read")
        module.add_options(subparser)
        subparser.set_defaults(method=module, name=name)
    return parser


def methods() -> Iterator[tuple[str, ModuleType]]:
    """Yield (name on the command line, module) of every method."""
    package = importlib.import_module("peygir.ops.methods")
    for found in pkgutil.iter_modules(package.__path__):
        yield found.name.replace("_", "-"), importlib.import_module(f"{package.__name__}.{found.name}")
