"""Sees to it, before the house opens, that its city can be read: the first reader is made while other things go on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peygir.understanding.learning.pairing import BOTH, is_second_made
from peygir.understanding.learning.reader import is_made


@contextmanager
def learning_to_read(city_code: str, home: Path) -> Iterator[None]:
    """While the block runs, another process makes the city's reader if there is none; it is there at the end.

    A reader that could not be made is no reason to stay closed: topics are then chosen by people, and the log says why.
    """
    wants_both = os.environ.get("PEYGIR_READER") == BOTH
    if is_made(city_code, home) and (not wants_both or is_second_made(city_code, home)):
        yield
        return
    words = [sys.executable, "-P", "-m", "peygir.ops", "read", "--city", city_code]
    learner = subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**os.environ, "PEYGIR_HOME": str(home)}
    )
    try:
        yield
        from rich.console import Console

        with Console(stderr=True).status("خواندن را یاد می‌گیرد · learning to read what citizens write"):
            learner.wait()
    except BaseException:
        learner.terminate()
        raise
