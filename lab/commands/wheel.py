"""Build the package as a wheel, with the pages' assets and the tables of a first start, and list its parts."""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where it goes."""
    parser.add_argument("folder", nargs="?", default="dist", help="where the wheel is written (dist)")


def run(args: argparse.Namespace) -> int:
    """Write the tables beside the sources, build, and say where the wheel and its bill of materials are."""
    from hatchling.builders.wheel import WheelBuilder

    from lab.bill_of_materials import bill_of_materials
    from peygir.ops import paths

    make_tables()
    (wheel,) = WheelBuilder(str(paths.ROOT)).build(directory=str(Path(args.folder).resolve()), versions=["standard"])
    bill = Path(wheel).with_suffix(".cdx.json")
    bill.write_text(bill_of_materials(paths.ROOT) + "\n", encoding="utf-8")
    print(wheel, bill, sep="\n")
    return 0


def make_tables() -> None:
    """Write the file of the prepared tables, unless the one that is there is of these migrations.

    In a process and a home of its own: the home of this checkout is nobody's business here.
    """
    with tempfile.TemporaryDirectory(prefix="peygir-tables-") as home:
        Path(home).chmod(0o711)
        subprocess.run([sys.executable, "-P", "-m", "lab.prepared_tables", home], check=True)
