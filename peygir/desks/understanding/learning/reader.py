"""A city's reader: the live one as loaded in this process, and the making of the first one."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.desks.understanding.learning.material import Material, folder_of, load_material
from peygir.desks.understanding.learning.model_store import (
    ReaderIsBroken,
    live_version,
    model_store_of,
    put,
    set_live,
    take,
)
from peygir.desks.understanding.learning.training import train
from peygir.desks.understanding.tone import Kind
from peygir.desks.understanding.topic import TopicClassifier


@dataclass(frozen=True, slots=True)
class CityReader:
    """A loaded reader: its version, and the kinds of message of the city's topics."""

    version: str
    topics: TopicClassifier
    kinds: dict[str, Kind]


_SEED: Final = "seed-"
_known: dict[tuple[Path, str], CityReader] = {}
_broken: dict[tuple[Path, str], str] = {}
_looking = threading.Lock()
_loading = threading.Event()
_log = logging.getLogger(__name__)


def reader_of(city_code: str, home: Path) -> CityReader | None:
    """A city's reader, cached until another version goes live; None while the city has none.

    Each call reads one small file to see which version is live.
    """
    version = live_version(model_store_of(home, city_code))
    known = _known.get((home, city_code))
    if known is not None and known.version == version:
        return known
    if _broken.get((home, city_code)) == version:
        return None
    folder = folder_of(city_code, home)
    if not version or folder is None:
        return None
    with _looking:
        city_reader = _taken(model_store_of(home, city_code), version, load_material(folder))
    if city_reader is not None:
        _known[(home, city_code)] = city_reader
    else:
        # Logged once, and not retried for every report; `make_reader` repairs it at the next start.
        _broken[(home, city_code)] = version
        _log.warning("reader_is_broken", extra={"city": city_code, "version": version})
    return city_reader


@contextmanager
def loading() -> Iterator[None]:
    """While the block runs, `is_loading` is true: this process is loading the reader."""
    _loading.set()
    try:
        yield
    finally:
        _loading.clear()


def is_loading() -> bool:
    """Whether this process is loading its reader now; callers that cannot wait for seconds do without it."""
    return _loading.is_set()


def make_reader(city_code: str, home: Path) -> CityReader | None:
    """A city's reader, trained from its phrases if there is none or they have changed.

    Takes some ten seconds; None for a city without phrases. Raises MaterialIsBroken, TooFewPhrases.
    """
    folder = folder_of(city_code, home)
    if folder is None:
        return None
    store, material = model_store_of(home, city_code), load_material(folder)
    version = live_version(store)
    is_stale = version.startswith(_SEED) and version != _SEED + material.digest
    found = _taken(store, version, material) if version and not is_stale else None
    return found or _made(store, material)


def is_made(city_code: str, home: Path) -> bool:
    """Whether `make_reader` has nothing to do: the city has a reader from its present phrases, or no phrases."""
    folder = folder_of(city_code, home)
    version = live_version(model_store_of(home, city_code))
    if folder is None:
        return True
    if not (model_store_of(home, city_code) / f"{version}.skops").exists():
        return False
    return not version.startswith(_SEED) or version == _SEED + load_material(folder).digest


def _taken(store: Path, version: str, material: Material) -> CityReader | None:
    """A stored reader; None for an unreadable file."""
    try:
        return CityReader(version, take(store, version), material.kinds)
    except (FileNotFoundError, ReaderIsBroken):
        return None


def _made(store: Path, material: Material) -> CityReader:
    version = _SEED + material.digest
    topic_reader = train(material.phrases)
    put(store, version, topic_reader)
    set_live(store, version)
    return CityReader(version, topic_reader, material.kinds)
