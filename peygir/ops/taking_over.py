"""Runs the imports of old records that were requested on the page: a thread of the worker, and a process for each.

Run as `python -m peygir.ops.taking_over ORDER`. A process of its own, since the clock of the whole process is set back
to each record's time. It may be killed at any moment: the next one continues.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Final

from django.db import connection

from peygir.ops.logs import logger
from peygir.ops.parent_death import PARENT, die_with_parent

LOCK: Final = (0x70656770, 1)  # one worker looks after them, on whichever machine
IDLE: Final = 1.0
MOST_ENDS: Final = 3
"""How often a process may end without importing a row; then a person has to look at it."""
PATIENCE: Final = 20.0  # seconds for a process to stop

log = logger(__name__)


def main() -> int:
    """Import one order; 1 when it is not finished."""
    import django

    die_with_parent()
    django.setup()
    from peygir.journey.import_orders import take_ordered
    from peygir.ops import logs

    logs.configure("taking over")
    return 0 if take_ordered(int(sys.argv[1])) else 1


def start(stopped: threading.Event, lost: Callable[[], None]) -> list[threading.Thread]:
    """Start the thread that runs requested imports until `stopped`; `lost` is called when the database connection is
    lost.
    """
    thread = threading.Thread(target=_keep_looking, args=(stopped, lost), name="taking over", daemon=True)
    thread.start()
    return [thread]


def look_once(stopped: threading.Event, *, run: Callable[[int, threading.Event], int] | None = None) -> bool:
    """Run the next requested import until its end or `stopped`; whether there was one. `run` runs it in a process."""
    from peygir.desks.partners.actions import break_off
    from peygir.desks.partners.queries import next_order

    order = next_order()
    if order is None:
        return False
    ends = 0
    while order is not None and not stopped.is_set():
        row, code = order.last_row, (run or _run)(order.id, stopped)
        if (after := next_order()) is None or after.id != order.id:
            break  # the process has recorded its own end
        ends = 0 if after.last_row > row else ends + 1
        log.warning("taking_over_ended", order=order.id, code=code, row=after.last_row)
        if ends >= MOST_ENDS:
            break_off(order.id)
            break
        order = after
        stopped.wait(IDLE)
    return True


def _run(order_id: int, stopped: threading.Event) -> int:
    """Run the process to its end; it is stopped when this thread is."""
    environment = {**os.environ, PARENT: str(os.getpid())}
    words = [sys.executable, "-P", "-m", "peygir.ops.taking_over", str(order_id)]
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, env=environment)
    while process.poll() is None:
        if stopped.wait(0.2):
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    return int(process.returncode)


def _keep_looking(stopped: threading.Event, lost: Callable[[], None]) -> None:
    try:
        while not stopped.is_set():
            if not (_is_ours() and look_once(stopped)):
                stopped.wait(IDLE)
    except Exception as failure:  # nobody above a thread would see its exception
        log.warning("round_ended", round="taking over", words=repr(failure))
        lost()
    finally:
        connection.close()


def _is_ours() -> bool:
    """Whether this session holds the lock, or has just got it; it ends with the session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
        row = cursor.fetchone()
    return bool(row and row[0])


if __name__ == "__main__":
    sys.exit(main())
