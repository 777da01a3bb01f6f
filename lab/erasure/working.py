"""The jobs of a night: all of them in this process, or in one that is killed again and again."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime

from peygir.core import clock
from peygir.journey.clock import send_messages
from peygir.journey.dispatch import work_outside, work_round
from peygir.ops import paths
from peygir.ops.outside_jobs import rescue


def work_off() -> None:
    """Run all jobs that wait, and send what is to be sent."""
    while work_round() or work_outside() or send_messages(clock.now()):
        pass


def work_off_killed(moment: datetime, *, kills: int, seed: int, check: Callable[[], None]) -> int:
    """Have a process work at a moment, kill it (SIGKILL) up to `kills` times, and `check` the data each time.

    Returns how often it was killed; the rest is for `work_off`.
    """
    dice = random.Random(seed)  # noqa: S311 - when to kill, not a secret
    for killed in range(kills):
        command = [sys.executable, "-m", "lab.erasure.night", moment.isoformat()]
        with subprocess.Popen(command, cwd=paths.ROOT, env=os.environ, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()  # it begins to work
            clock.pause(dice.uniform(0.1, 2.5))
            has_ended = child.poll() is not None
            child.kill()
        rescue()
        check()
        if has_ended:
            return killed
    return kills
