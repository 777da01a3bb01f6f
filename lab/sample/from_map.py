"""A sample city on real streets: draft areas and the street map of an OpenStreetMap extract, for `./run demo --osm`."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from lab.sample.plan import DAYS
from peygir.atlas.actions import load_map
from peygir.atlas.draft_levels import DraftLevels
from peygir.atlas.drafting import make_draft
from peygir.atlas.map_folder import making
from peygir.atlas.map_reading import Stages, read_map
from peygir.city.actions import CityHasFaults, load_city_rows
from peygir.city.reading import SHIPPED, read_city
from peygir.core import clock
from peygir.desks.understanding.learning.material import bring

BEFORE: Final = 30
"""Days that the city has been in force when its sample year begins."""
_DRAFT: Final = "draft"


def bring_phrases(code: str, home: Path) -> None:
    """Let the new city learn to read from the shipped phrases."""
    bring(SHIPPED / "shiraz" / "reading", code, home)


def mapped_city(file: Path, stages: Callable[[], AbstractContextManager[Stages]]) -> Callable[[], int]:
    """A function that loads the city of the extract, marked as a sample, with its street map, and returns its id.

    It raises the refusals of `read_map` and `make_draft`, and CityHasFaults.
    """

    def load() -> int:
        now = clock.now()
        with making(settings.HOME) as folder, stages() as progress:
            read = read_map(file, folder, progress=progress)
            progress.stage("draft", 0)
            make_draft(read, folder / _DRAFT, levels=DraftLevels(), code=settings.CITY)
            rows, faults = read_city(folder / _DRAFT)
            if faults or rows.settings is None:
                raise CityHasFaults(faults)
            first = now.date() - timedelta(days=DAYS + BEFORE)
            sample = replace(rows, settings=replace(rows.settings, is_sample=True, valid_from=first))
            city_id = load_city_rows(sample, by="system", on=now.date()).city_id
            progress.stage("places", 0)
            load_map(read, home=settings.HOME, by="system", city_id=city_id, on=now.date())
        return city_id

    return load
