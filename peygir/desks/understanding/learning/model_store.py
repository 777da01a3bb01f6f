"""Stores trained readers as skops files, which execute no code when loaded; one of them is live.

`<home>/readers/<city>/<version>.skops` is a reader; the file `live` beside it names the version in use. Both are
written under another name first and then renamed, so that other processes see either the old or the new one, complete.
"""

import os
import tempfile
from pathlib import Path
from typing import Any, Final

from peygir.desks.understanding.topic import TopicReader, make_vectorizer

LIVE: Final = "live"


class ReaderIsBroken(ValueError):
    """The file is no reader, or contains types that are not allowed."""


def model_store_of(home: Path, city_code: str) -> Path:
    """The folder of a city's readers."""
    return home / "readers" / city_code


def live_version(store: Path) -> str:
    """The version in use; empty before the first."""
    try:
        return (store / LIVE).read_text().strip()
    except FileNotFoundError:
        return ""


def put(store: Path, version: str, topic_reader: TopicReader) -> None:
    """Store a reader under a version."""
    kept = {
        # All terms as one string: as thousands of small values they would take seconds to load.
        "terms": "\n".join(topic_reader.vectorizer.get_feature_names_out()),
        "idf": topic_reader.vectorizer.idf_,
        "weights": topic_reader.weights,
        "bias": topic_reader.bias,
        "codes": list(topic_reader.codes),
        "scale": topic_reader.scale,
    }
    write(store / f"{version}.skops", kept)


def set_live(store: Path, version: str) -> None:
    """Use this version from now on; every process sees it within seconds."""
    _write(store / LIVE, version.encode())


def forget_old(store: Path, *, keep: int = 5) -> None:
    """Delete all but the newest readers and the live one; each takes some 16 MB."""
    made = sorted(store.glob("[0-9]*.skops"), reverse=True)  # a reader's name begins with its time
    for path in made[keep:]:
        if path.stem != live_version(store):
            path.unlink(missing_ok=True)


def take(store: Path, version: str) -> TopicReader:
    """Load the reader of a version. Raises FileNotFoundError, ReaderIsBroken."""
    path = store / f"{version}.skops"
    kept = opened(path)
    try:
        vectorizer = make_vectorizer(terms=kept["terms"].split("\n"), idf=kept["idf"])
        return TopicReader(vectorizer, kept["weights"], kept["bias"], tuple(kept["codes"]), float(kept["scale"]))
    except (LookupError, TypeError, ValueError, AttributeError) as broken:
        raise ReaderIsBroken(f"{path.name}: {broken}") from broken


def write(path: Path, kept: dict[str, Any]) -> None:
    """Store arrays, numbers and strings by name."""
    from skops import io

    _write(path, io.dumps(kept, compresslevel=1))


def opened(path: Path) -> dict[str, Any]:
    """Load what `write` stored. Raises FileNotFoundError, ReaderIsBroken."""
    from skops import io

    content = path.read_bytes()
    try:
        # Only types that skops trusts by default (arrays, numbers, sklearn's own) are loaded.
        content_by_name: dict[str, Any] = io.loads(content, trusted=[])
    except Exception as broken:  # skops raises different errors for each defect of a file
        raise ReaderIsBroken(f"{path.name}: {broken}") from broken
    if not isinstance(content_by_name, dict):
        raise ReaderIsBroken(f"{path.name}: holds no reader")
    return content_by_name


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
