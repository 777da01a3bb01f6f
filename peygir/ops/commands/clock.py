"""Process what falls due (promises, silences), every few seconds, until stopped."""

import argparse
from datetime import datetime, timedelta
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the interval."""
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks (2)")


def run(args: argparse.Namespace) -> int:
    """Tick until stopped."""
    from peygir.ops import logs, paths, ticking
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.schema_age import require_tables
    from peygir.ops.sharing import keeping
    from peygir.ops.stop_signals import stop_on_signals

    stopped = stop_on_signals()
    die_with_parent()
    logs.configure("clock")
    require_tables()
    sharing = keeping.start(paths.make_home(paths.home()), stopped)
    try:
        return ticking.run(tick, stopped=stopped, every=args.every)
    finally:
        stopped.set()
        for thread in sharing:
            thread.join(timeout=20)


def tick(now: datetime) -> int:
    """Process what is due now; once a night also write the root, extend the record, and tidy up. Returns how much."""
    from django.conf import settings

    from peygir.journey.clock import tick
    from peygir.journey.night import tidy
    from peygir.ops import merkle_log, paths

    home = Path(paths.home())
    if merkle_log.is_due(home, now, settings.TIME_ZONE):
        merkle_log.write_root(home, now, settings.TIME_ZONE)
        merkle_log.extend_public_record(home, now)
        tidy(now, before=now - timedelta(days=2))
    return tick(now)
