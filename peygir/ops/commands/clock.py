"""Process what falls due (promises, silences), every few seconds, until stopped."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the interval."""
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks (2)")


def run(args: argparse.Namespace) -> int:
    """Tick until stopped."""
    from peygir.ops import logs, paths, ticking
    from peygir.ops.clock_rounds import ClockRounds
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.schema_age import require_tables
    from peygir.ops.sharing import keeping
    from peygir.ops.stop_signals import stop_on_signals

    stopped = stop_on_signals()
    die_with_parent()
    logs.configure("clock")
    require_tables()
    home = paths.make_home(paths.home())
    sharing = keeping.start(home, stopped)
    try:
        return ticking.run(ClockRounds(home), stopped=stopped, every=args.every)
    finally:
        stopped.set()
        for thread in sharing:
            thread.join(timeout=20)
