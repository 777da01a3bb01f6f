"""Share this machine's home with the other machines through the bucket, until stopped (or --once)."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add when to end."""
    parser.add_argument("--once", action="store_true", help="do what is to be done now, and end")


def run(args: argparse.Namespace) -> int:
    """Share until stopped; refused where there is no bucket or no database server."""
    from peygir.ops import logs, paths
    from peygir.ops.alone import NothingToShare
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.sharing.keeping import is_wanted, keep_in_step
    from peygir.ops.stop_signals import stop_on_signals

    home = paths.make_home(paths.home())
    if not is_wanted(home):
        raise NothingToShare()
    stopped = stop_on_signals()
    die_with_parent()
    logs.configure("share")
    if args.once:
        stopped.set()
    keep_in_step(home, stopped)
    return 0
