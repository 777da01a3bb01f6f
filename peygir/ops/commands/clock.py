"""Work off what falls due (promises, silences), every few seconds, until stopped."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How often to look."""
    parser.add_argument("--every", type=float, default=2.0, help="seconds between two looks (2)")


def run(args: argparse.Namespace) -> int:
    """Tick until stopped."""
    from peygir import journey
    from peygir.ops import logs, ticking
    from peygir.ops.lifelines import die_with_parent

    stopped = ticking.stop_on_signals()
    die_with_parent()
    logs.configure("clock")
    return ticking.run(journey.tick, stopped=stopped, every=args.every)
