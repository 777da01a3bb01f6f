"""The second reader of a city: made from its phrases where the city wants it, kept, and put beside the live first one.

The setting PEYGIR_READER says `ngrams` (the default) or `both`. It is kept as `second.skops` beside the other readers;
as long as it is not made, was made from other phrases, or the extra is not installed, the n-grams read alone.
"""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from peygir.understanding.learning.embedding import Embed, Engine, engine, engine_name
from peygir.understanding.learning.material import folder_of, load_material
from peygir.understanding.learning.reader import CityReader
from peygir.understanding.learning.second import BothReaders, SecondReader, train_second
from peygir.understanding.learning.shelf import ReaderIsBroken, opened, shelf_of, write
from peygir.understanding.topic import TopicReader

NGRAMS: Final = "ngrams"
BOTH: Final = "both"
SECOND: Final = "second"
NAME: Final = "second.skops"


def paired(first: CityReader, city_code: str, home: Path) -> CityReader:
    """The first reader with the second beside it, where there is one that knows the same topics."""
    path = shelf_of(home, city_code) / NAME
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return first
    second = _kept(path, changed, engine_name())
    if second is None or not isinstance(first.topics, TopicReader) or second.codes != first.topics.codes:
        return first
    return replace(first, version=f"{first.version}+2", topics=BothReaders(first.topics, second, second.codes))


def make_second(city_code: str, home: Path, *, using: Engine | None = None) -> SecondReader | None:
    """The second reader of a city, made where there is none from its present phrases; that takes minutes.

    None for a city without phrases, or where there is no engine. Raises MaterialIsBroken, TooFewPhrases.
    """
    motor = using or engine()
    folder = folder_of(city_code, home)
    if folder is None or motor is None:
        return None
    material, path = load_material(folder), shelf_of(home, city_code) / NAME
    if (known := _opened(path, motor.embed, of=f"{motor.name} {material.digest}")) is not None:
        return known
    made = train_second(material.phrases, motor.embed)
    kept = {
        "of": f"{motor.name} {material.digest}", "weights": made.weights, "bias": made.bias,
        "codes": list(made.codes), "scale": made.scale, "share": made.share,
    }  # fmt: skip
    write(path, kept)
    return made


def is_second_made(city_code: str, home: Path) -> bool:
    """Whether `make_second` has nothing to do."""
    name, folder = engine_name(), folder_of(city_code, home)
    if not name or folder is None:
        return True
    return _of(shelf_of(home, city_code) / NAME) == f"{name} {load_material(folder).digest}"


@lru_cache(maxsize=4)
def _kept(path: Path, changed: int, name: str) -> SecondReader | None:
    # When the file changed is part of the key: another process may make it anew.
    motor = engine() if name and _of(path).startswith(f"{name} ") else None
    return _opened(path, motor.embed, of=_of(path)) if motor else None


def _of(path: Path) -> str:
    """From which engine and phrases a kept second reader was made; empty where there is none that can be read."""
    try:
        return str(opened(path)["of"])
    except (FileNotFoundError, ReaderIsBroken, KeyError):
        return ""


def _opened(path: Path, embed: Embed, *, of: str) -> SecondReader | None:
    try:
        kept: dict[str, Any] = opened(path)
    except (FileNotFoundError, ReaderIsBroken):
        return None
    if kept.get("of") != of:
        return None
    codes = tuple(kept["codes"])
    return SecondReader(embed, kept["weights"], kept["bias"], codes, float(kept["scale"]), float(kept["share"]))
