"""The material that a city's reader is trained and tested on: the folder `reading` beside the city's other files.

A city's own material (`./run import-city`) is copied into the home; Shiraz's ships with the package.
"""

import csv
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast, get_args

from peygir.desks.understanding.learning.training import TrainingExample
from peygir.desks.understanding.tone import KINDS, Kind

SHIPPED: Final = Path(__file__).resolve().parents[3] / "city" / "data"
# Increment it when `topic.py`, `training.py` or `spoken` change what is learnt: older readers are then trained anew.
RECIPE: Final = "1"


class MaterialIsBroken(ValueError):
    """A line of the reading material is not valid; the message says why."""


@dataclass(frozen=True, slots=True)
class Material:
    """Phrases with their topics, held-out utterances, kinds of topics, and a digest over all of it."""

    phrases: tuple[TrainingExample, ...]
    heldout: tuple[TrainingExample, ...]
    kinds: dict[str, Kind]
    digest: str


def folder_of(city_code: str, home: Path) -> Path | None:
    """The folder of a city's reading material; None where it has none."""
    for root in (home / "cities", SHIPPED):
        if (folder := root / city_code / "reading").is_dir():
            return folder
    return None


def load_material(folder: Path) -> Material:
    """Read a folder of material. Raises MaterialIsBroken."""
    digest = hashlib.sha256(RECIPE.encode())
    phrases: list[TrainingExample] = []
    for path in sorted((folder / "phrases").glob("*.tsv")):
        digest.update(path.read_bytes())
        phrases += read_pairs(path)
    kinds: dict[str, Kind] = {}
    if (listed := folder / "kinds.csv").exists():
        with listed.open(encoding="utf-8-sig", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), start=2):
                if row.get("kind") not in KINDS:
                    raise MaterialIsBroken(f"{listed.name}:{number}: “{row.get('kind')}” is none of {', '.join(KINDS)}")
                kinds[row["topic"]] = cast(Kind, row["kind"])
    heldout = folder / "heldout.tsv"
    known = tuple(read_pairs(heldout)) if heldout.exists() else ()
    return Material(tuple(phrases), known, kinds, digest.hexdigest()[:16])


def bring(folder: Path, city_code: str, home: Path) -> None:
    """Copy a city's reading material into the home, replacing what was there; completely or not at all."""
    place = home / "cities" / city_code / "reading"
    fresh = place.with_name("reading-new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(folder, fresh)
    shutil.rmtree(place, ignore_errors=True)
    fresh.rename(place)


def read_pairs(path: Path, *, codes: Sequence[str] = ()) -> list[TrainingExample]:
    """The (text, code) rows of a tab-separated file; empty lines are left out.

    Raises MaterialIsBroken for a line without both, or with a code that is not among `codes` (if any are given).
    """
    training_examples = []
    for number, text_line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        if not text_line.strip():
            continue
        text, tab, code = text_line.rpartition("\t")
        if not tab or not text.strip() or not code.strip():
            raise MaterialIsBroken(f"{path.name}:{number}: a line is a text, a tab and a topic's code")
        if codes and code.strip() not in codes:
            raise MaterialIsBroken(f"{path.name}:{number}: there is no topic “{code.strip()}”")
        training_examples.append(TrainingExample(text.strip(), code.strip()))
    return training_examples


assert get_args(Kind) == KINDS
