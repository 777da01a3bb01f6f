"""Run the jobs that events create, and send the outbox, until stopped."""

import argparse
import gc
import os
import signal
import threading

YIELDING = 19
"""Added to the worker's niceness: during many reports the web has priority and the worker catches up afterwards."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add when to end."""
    parser.add_argument("--once", action="store_true", help="end when no job is left")


def run(args: argparse.Namespace) -> int:
    """Work; exit code 1 when the database connection was lost, so that a supervisor restarts it."""
    from django.conf import settings
    from django.db import InterfaceError, OperationalError

    from peygir.ops import listening, logs, paths, rounds, taking_over
    from peygir.ops.model_bootstrap import begin_to_learn, warm_up
    from peygir.ops.outside_jobs import OutsideJobs
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.schema_age import require_tables
    from peygir.ops.sharing import keeping

    die_with_parent()
    os.nice(YIELDING)
    logs.configure("worker")
    require_tables()
    stopped, gone = threading.Event(), threading.Event()

    def lost() -> None:
        gone.set()
        stopped.set()

    if args.once:
        while rounds.event_round():
            pass
    warm_up(settings.CITY, settings.HOME)
    # What is loaded by now stays until the end; exclude it from garbage collection.
    gc.collect()
    gc.freeze()
    learner = None if args.once else begin_to_learn(settings.CITY, paths.home())
    threads = rounds.start(stopped, lost, paths.make_home(paths.home()) / "doing", with_outside=not args.once)
    if not args.once:
        threads += (
            listening.start(stopped, lost) + taking_over.start(stopped, lost) + keeping.start(paths.home(), stopped)
        )
    # Not earlier: until now a signal ends the process at once, and the learner must not inherit these.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        if args.once:
            outside = OutsideJobs()
            while not stopped.is_set() and outside():
                pass
        else:
            stopped.wait()
    except (InterfaceError, OperationalError) as failure:
        logs.logger(__name__).warning("database_went_away", words=str(failure).strip())
        return 1
    finally:
        stopped.set()
        if learner is not None:
            learner.terminate()
        for thread in threads:
            thread.join(timeout=20)
    return 1 if gone.is_set() else 0
