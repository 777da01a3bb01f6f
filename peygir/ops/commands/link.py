"""Keep the link to the other machine of a pair, and watch over it, until stopped; `serve` and `standby` start it."""

import argparse

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the port of the web beside it."""
    parser.add_argument("--web-port", type=int, default=0, help="the port at which this machine serves the city")


def run(args: argparse.Namespace) -> int:
    """Keep it until stopped."""
    from peygir.ops import logs, paths
    from peygir.ops.accounts import database_account
    from peygir.ops.cluster import cluster_of
    from peygir.ops.parent_death import die_with_parent
    from peygir.ops.standby.keeping import keep_link
    from peygir.ops.stop_signals import stop_on_signals

    die_with_parent()
    logs.configure("link")
    stopped = stop_on_signals()
    keep_link(cluster_of(paths.home(), database_account()), paths.home(), web_port=args.web_port, stopped=stopped)
    return 0
