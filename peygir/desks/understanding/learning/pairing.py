"""A city's second reader: trained from its phrases if enabled, stored, and combined with the live first reader.

The setting PEYGIR_READER is `ngrams` (the default) or `both`. The second reader is stored as `second.skops` beside the
others; if it is missing, was made from other phrases, or the extra is not installed, only the n-grams read.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from peygir.desks.understanding.learning.embedding import Engine, installed_engine
from peygir.desks.understanding.learning.material import folder_of, load_material
from peygir.desks.understanding.learning.model_store import ReaderIsBroken, model_store_of, opened, write
from peygir.desks.understanding.learning.reader import CityReader
from peygir.desks.understanding.learning.second import BothReaders, SecondReader, train_second
from peygir.desks.understanding.topic import TopicReader

BOTH: Final = "both"
NAME: Final = "second.skops"
EngineSource = Callable[[], Engine | None]
_PARTS: Final = ("weights", "bias", "scale", "share")


def paired(first: CityReader, city_code: str, home: Path, *, engine_of: EngineSource = installed_engine) -> CityReader:
    """The first reader combined with the second, if there is one with the same topics."""
    path = model_store_of(home, city_code) / NAME
    # The file's modification time is part of the key: another process may make it anew.
    changed = path.stat().st_mtime_ns if path.exists() else 0
    second = _in_use(path, changed, engine_of())
    if second is None or not isinstance(first.topics, TopicReader) or second.codes != first.topics.codes:
        return first
    return replace(first, version=f"{first.version}+2", topics=BothReaders(first.topics, second, second.codes))


def make_second(city_code: str, home: Path, *, engine_of: EngineSource = installed_engine) -> SecondReader | None:
    """A city's second reader, trained if there is none from its present phrases; that takes minutes.

    None for a city without phrases, or without an engine. Raises MaterialIsBroken, TooFewPhrases.
    """
    engine, folder = engine_of(), folder_of(city_code, home)
    if folder is None or engine is None:
        return None
    material, path = load_material(folder), model_store_of(home, city_code) / NAME
    of = f"{engine.name} {material.digest}"
    kept = _kept(path)
    if kept.get("of") == of:
        return _reader(kept, engine)
    made = train_second(material.phrases, engine.embed)
    write(path, {"of": of, "codes": list(made.codes), **{name: getattr(made, name) for name in _PARTS}})
    return made


def is_second_made(city_code: str, home: Path, *, engine_of: EngineSource = installed_engine) -> bool:
    """Whether `make_second` has nothing to do."""
    engine, folder = engine_of(), folder_of(city_code, home)
    if engine is None or folder is None:
        return True
    digest = load_material(folder).digest
    return bool(_kept(model_store_of(home, city_code) / NAME).get("of") == f"{engine.name} {digest}")


@lru_cache(maxsize=4)
def _in_use(path: Path, changed: int, engine: Engine | None) -> SecondReader | None:
    kept = _kept(path) if changed and engine else {}
    return _reader(kept, engine) if engine and str(kept.get("of", "")).startswith(f"{engine.name} ") else None


def _kept(path: Path) -> dict[str, Any]:
    """The stored reader, with `of`: its engine and phrases; empty where there is no readable file."""
    try:
        return opened(path)
    except (FileNotFoundError, ReaderIsBroken):
        return {}


def _reader(kept: dict[str, Any], engine: Engine) -> SecondReader:
    return SecondReader(engine.embed, codes=tuple(kept["codes"]), **{name: kept[name] for name in _PARTS})
