"""Load a city from a folder, or load it again: all of it, or, with every fault listed, nothing."""

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, pgettext_lazy

if TYPE_CHECKING:
    from peygir.city.actions import CityHasFaults
    from peygir.city.loading import LoadReport
    from peygir.core.translation import Text

REFUSED = 2
MANY = 40  # changes shown without --all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the folder, and the day from which it holds."""
    parser.add_argument("folder", type=Path, help="the folder with topics.csv, units.csv, districts.geojson …")
    parser.add_argument("--code", help="the city's code (by default the one in city.toml, or the folder's name)")
    parser.add_argument("--on", type=_day, help="the day from which it is in force, 2026-03-21 or 1405/01/01 (today)")
    parser.add_argument("--all", action="store_true", help="print every change")


def run(args: argparse.Namespace) -> int:
    """Load, and print the changes or the faults."""
    from django.conf import settings

    from peygir.assets.actions import place_assets
    from peygir.atlas.actions import assign_neighbourhoods
    from peygir.city.actions import CityHasFaults, load_city
    from peygir.core import clock
    from peygir.desks.answers.actions import load_default_hours
    from peygir.desks.understanding.learning.material import MaterialIsBroken, bring, load_material
    from peygir.ops.model_bootstrap import learning_to_read
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    on = args.on or clock.now().astimezone().date()
    phrases = args.folder.resolve() / "reading"
    try:
        if phrases.is_dir():
            load_material(phrases)
        report = load_city(args.folder.resolve(), code=args.code, by="system", on=on)
        load_default_hours()
        if report.code == settings.CITY:
            assign_neighbourhoods(report.city_id, on=on)
            place_assets(report.city_id)
    except CityHasFaults as refusal:
        _print_faults(refusal)
        return REFUSED
    except MaterialIsBroken as broken:
        why = _("The phrases to learn from are not right: {broken}", broken=broken)
        print(in_every(why, "\n"), file=sys.stderr)
        return REFUSED
    if phrases.is_dir():
        bring(phrases, report.code, settings.HOME)
        with learning_to_read(report.code, settings.HOME):
            pass
    _print_report(report, everything=args.all)
    if report.code != settings.CITY:
        print(in_every(other_city(report.code, settings.CITY), "\n"), file=sys.stderr)
    return 0


def other_city(loaded: str, served: str) -> "Text":
    """Say that the loaded city is not the one that this installation serves; both by their codes."""
    return _(
        "This installation serves the city “{served}”, not “{loaded}”. Load the folder with --code {served}, or set"
        " PEYGIR_CITY={loaded}.",
        served=served,
        loaded=loaded,
    )


def _day(text: str) -> date:
    """Read a Gregorian or a Jalali day."""
    from peygir.core.jalali import parse_jalali
    from peygir.core.refusals import Refusal

    try:
        return parse_jalali(text) if "/" in text else date.fromisoformat(text)
    except (ValueError, Refusal) as failure:
        raise argparse.ArgumentTypeError(f"«{text}»: 2026-03-21 | 1405/01/01") from failure


def _print_faults(refusal: "CityHasFaults") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in (
        in_every(pgettext_lazy("terminal", "file")),
        in_every(pgettext_lazy("terminal", "row")),
        in_every(pgettext_lazy("terminal", "fault")),
    ):
        table.add_column(heading, overflow="fold")
    for fault in refusal.faults:
        table.add_row(fault.file, str(fault.row or ""), in_every(fault.reason, "\n"))
    console = Console(stderr=True)
    console.print(table)
    console.print(in_every(refusal.text, "\n"), markup=False)


def _print_report(report: "LoadReport", *, everything: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title=f"{report.code} · load {report.number}", title_justify="left")
    table.add_column(in_every(pgettext_lazy("terminal", "table")))
    table.add_column(in_every(pgettext_lazy("terminal", "rows")), justify="right")
    for name, count in report.counts.items():
        table.add_row(name, f"{count:,}")
    console.print(table)
    shown = report.changes if everything else report.changes[:MANY]
    for change in shown:
        console.print(change.words("en"), markup=False)
    if len(shown) < len(report.changes):
        console.print(f"… and {len(report.changes) - len(shown)} more (--all)")
    if not report.changes and not report.is_new:
        console.print(in_every(pgettext_lazy("terminal", "Nothing changed.")))
