"""Which city and which folder the sample of an OpenStreetMap extract has; needs neither Django nor a database."""

from pathlib import Path
from typing import Final

from peygir.atlas.draft_files import code_of
from peygir.atlas.extract import MapExtract

FOLDER: Final = "osm"
_LONGEST: Final = 20  # letters of the folder's name: a path of PostgreSQL's socket has to fit below it


def city_of(file: Path) -> str:
    """The code of the city of an extract, made of the file's name: `monaco-latest.osm.pbf` is `monaco-latest`."""
    return code_of(file.name.partition(".")[0])


def home_of(base: Path, code: str, extract: MapExtract) -> Path:
    """The folder of the sample city of one extract, below the installation's own home; another content, another one."""
    return base / FOLDER / f"{code[:_LONGEST]}-{extract.digest[:8]}"
