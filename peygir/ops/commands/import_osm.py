"""Load the street map of the city from an OpenStreetMap extract; the former map stays until the new one is complete.

The file is an extract as .osm.pbf, .osm.gz or .osm, and nothing is fetched. It gives the base map's tiles and every
named place. With --draft it also gives districts and neighbourhoods as a folder for import-city.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core.translation import Text, in_every, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.ops import paths

if TYPE_CHECKING:
    from rich.progress import Progress as Bars

    from peygir.atlas.facts import MapFacts
    from peygir.atlas.map_reading import MapRead

STAGES: Final[dict[str, Text]] = {
    "check": pgettext_lazy("terminal", "checking the file"),
    "read": pgettext_lazy("terminal", "reading the map"),
    "tiles": pgettext_lazy("terminal", "making the tiles"),
    "draft": pgettext_lazy("terminal", "drawing the areas"),
    "places": pgettext_lazy("terminal", "writing the places"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the extract, the city's outline, and what a draft of a new city needs."""
    parser.add_argument("file", type=Path, help="the extract: .osm.pbf, .osm.gz or .osm")
    parser.add_argument("--outline", default="", help="a GeoJSON file, or the name of a boundary in the extract")
    parser.add_argument("--draft", type=Path, metavar="FOLDER", help="write districts and neighbourhoods there, too")
    parser.add_argument("--levels", default="", help="OpenStreetMap's levels: district=8,neighbourhood=10 (what fits)")
    parser.add_argument("--name", default="", help="the name of the map, and of the city in the draft")
    parser.add_argument("--country", default="", help="two letters for the draft (what the map's addresses say)")
    parser.add_argument("--code", default="", help="the city's code in the draft (made of its Latin name)")


def run(args: argparse.Namespace) -> int:
    """Read, draft, load, and say what there is now."""
    from django.conf import settings

    from peygir.atlas.actions import load_map
    from peygir.atlas.draft_files import refuse_bad_code, refuse_full_folder
    from peygir.atlas.draft_levels import read_levels
    from peygir.atlas.drafting import make_draft
    from peygir.atlas.extract import require_tools
    from peygir.atlas.map_folder import making
    from peygir.atlas.map_reading import read_map
    from peygir.core import clock
    from peygir.ops.tables import migrate_if_needed

    require_tools(how_to_install())
    levels = read_levels(args.levels)
    if args.draft is not None:
        refuse_full_folder(args.draft)
        refuse_bad_code(args.code)
    migrate_if_needed()
    home = paths.make_home(settings.HOME)
    with making(home) as folder, stage_bars() as stages:
        read = read_map(args.file, folder, outline=args.outline, name=args.name, progress=stages)
        drafted = None
        if args.draft is not None:
            stages.stage("draft", 0)
            drafted = make_draft(
                read, args.draft.resolve(), levels=levels, name=args.name, country=args.country, code=args.code
            )
        stages.stage("places", 0)
        city_id = None if drafted is not None else _loaded_city(settings.CITY)
        on = clock.now().astimezone().date()
        loaded = load_map(read, home=home, by="system", city_id=city_id, on=on)
    _print_report(loaded, read)
    if drafted is not None:
        city, districts, neighbourhoods = drafted
        print(
            in_every(
                _(
                    "The draft of {city} is written (districts: {districts}, neighbourhoods: {neighbourhoods}). "
                    "Look at it, then load it: ./run import-city {folder} (and set PEYGIR_CITY={code}).",
                    city=city.names.name,
                    districts=districts,
                    neighbourhoods=neighbourhoods,
                    folder=args.draft,
                    code=city.code,
                ),
                "\n",
            )
        )
    return 0


def how_to_install() -> str:
    """Return the command that installs what reads maps."""
    if paths.is_checkout():
        return ".venv/bin/python -m pip install --require-hashes -r requirements/osm.txt"
    return "pip install 'peygir[osm]'"


def _loaded_city(code: str) -> int | None:
    from peygir.city import queries

    return next((city.id for city in queries.cities() if city.code == code), None)


class _StageBars:
    """One bar after the other."""

    def __init__(self, bars: "Bars") -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None, visible=False)

    def stage(self, name: str, total: int) -> None:
        """End the present bar and begin another; without a total it only shows that work goes on."""
        self._end()
        self._task = self._bars.add_task(in_every(STAGES[name]), total=total or None)

    def at(self, done: int) -> None:
        """Move the present bar."""
        self._bars.update(self._task, completed=done)

    def _end(self) -> None:
        task = next(task for task in self._bars.tasks if task.id == self._task)
        total = task.total or 1
        self._bars.update(self._task, total=total, completed=total)


@contextmanager
def stage_bars() -> Iterator[_StageBars]:
    """Show one bar after the other on the terminal while a map is read."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), refresh_per_second=2) as bars:
        stages = _StageBars(bars)
        yield stages
        stages._end()


def _print_report(loaded: "MapFacts", read: "MapRead") -> None:
    from rich.console import Console
    from rich.table import Table

    from peygir.atlas.kinds import PlaceKind

    table = Table(title=f"{loaded.name} · {loaded.size / 1e6:,.1f} MB", title_justify="left")
    table.add_column(in_every(pgettext_lazy("terminal", "kind of place")))
    table.add_column(in_every(pgettext_lazy("terminal", "places")), justify="right")
    for kind, label in PlaceKind.labels().items():
        if count := loaded.counts.get(kind, 0):
            table.add_row(in_every(label), f"{count:,}")
    console = Console()
    console.print(table)
    if left_out := read.findings.left_out:
        sentence = _("Left out or cut, because points of them are missing: {count}.", count=left_out)
        console.print(in_every(sentence, "\n"), markup=False)
    sentence = _("Each drawing of this map must show: {attribution} (ODbL 1.0).", attribution=loaded.attribution)
    console.print(in_every(sentence, "\n"), markup=False)
