"""Brings the lake up to date, every night by a job and when somebody asks for it, and measures goals out of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings

from peygir.city.queries import cities, city_by_id, current_city
from peygir.core import clock
from peygir.history.root_book import newest_root
from peygir.outlook.insight.lake.building import LakeRun, write_lake
from peygir.outlook.insight.lake.manifest import read_manifest
from peygir.outlook.planning import actions as planning
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

WRITE_LAKE: Final = "write_lake"
"""The name of `update_lake` in jobs, whose file is the city."""


def lake_folder() -> Path:
    """The folder of the lake: `lake` in the city's home."""
    return Path(settings.HOME, "lake")


def plan_lake() -> None:
    """Leave a job that brings the lake up to date."""
    add_jobs(WRITE_LAKE, [one.id for one in cities() if one.code == settings.CITY], queue=OUTSIDE_QUEUE)


def update_lake(city_id: int) -> LakeRun:
    """Bring the lake up to the root that was written last; up to now where it is as new as that already.

    Raises TheLakeIsBeingWritten: then the job is tried again later.
    """
    folder = lake_folder()
    manifest, root = read_manifest(folder), newest_root(Path(settings.HOME))
    is_newer = root is not None and (manifest is None or root.last_event > manifest.last_event)
    return write_lake(folder, city_by_id(city_id), now=clock.now(), root=root if is_newer else None)


def write_lake_now(*, is_whole: bool, progress: Callable[[str, int], None]) -> LakeRun:
    """Bring the lake up to date now, or write it anew. Raises TheLakeIsBeingWritten."""
    city = current_city(settings.CITY)
    return write_lake(lake_folder(), city, now=clock.now(), is_whole=is_whole, progress=progress)


def measure_goals(city_id: int) -> int:
    """Measure the goals of a city that are due, out of the lake. Returns how many were measured."""
    return planning.measure_due_goals(city_id, lake_folder(), clock.now())
