"""Ensures that a city has a classifier for its reports: the first is trained in a separate process."""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peygir.city.offdays import countries
from peygir.core.translation import in_every, pgettext_lazy
from peygir.desks.understanding.learning.pairing import BOTH, is_second_made
from peygir.desks.understanding.learning.reader import is_made, loading, reader_of
from peygir.desks.understanding.stance import shipped_stances

OFF = "off"  # PEYGIR_READER: nothing is trained at a start; an existing model is used


@contextmanager
def learning_to_read(city_code: str, home: Path) -> Iterator[None]:
    """While the block runs, another process trains the city's classifier if there is none; it is ready at the end.

    If training fails the city is still served: topics are then chosen by people, and the log says why.
    """
    learner = begin_to_learn(city_code, home)
    if learner is None:
        yield
        return
    try:
        yield
        from rich.console import Console

        with Console(stderr=True).status(in_every(pgettext_lazy("terminal", "learning to read what citizens write"))):
            learner.wait()
    except BaseException:
        learner.terminate()
        raise


def begin_to_learn(city_code: str, home: Path) -> "subprocess.Popen[bytes] | None":
    """Start the process that trains what is missing, without waiting; None if nothing is missing or wanted.

    Until it is done topics are found by their names or chosen by people; worker and web then load the new model within
    a moment.
    """
    wanted = os.environ.get("PEYGIR_READER", "")
    if wanted == OFF or (is_made(city_code, home) and (wanted != BOTH or is_second_made(city_code, home))):
        return None
    words = [sys.executable, "-P", "-m", "peygir.ops", "read", "--city", city_code]
    environment = {**os.environ, "PEYGIR_HOME": str(home)}
    return subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=environment)


def warm_up(city_code: str, home: Path) -> None:
    """Load the classifier, if any, and the holidays, so that the first report does not wait seconds for them."""
    countries()
    if (reader := reader_of(city_code, home)) is not None:
        reader.topics.guesses("سلام")
        shipped_stances()


def warm_up_beside(city_code: str, home: Path) -> threading.Thread:
    """Run `warm_up` in a thread, so that a web worker takes requests meanwhile; hints work without a classifier."""

    def warm() -> None:
        with loading():
            warm_up(city_code, home)
        gc.collect()
        gc.freeze()

    thread = threading.Thread(target=warm, name="warm-up", daemon=True)
    thread.start()
    return thread
