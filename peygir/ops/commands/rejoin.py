"""Bring this machine, which was the primary, back as the standby of the one that was promoted."""

import argparse

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whether changes that are only here may go."""
    parser.add_argument(
        "--discard", action="store_true", help="undo changes that this machine made while it was unprotected, too"
    )


def run(args: argparse.Namespace) -> int:
    """Rewind or copy anew, and say which; afterwards `standby` follows."""
    from peygir.ops import database, paths
    from peygir.ops.accounts import database_account
    from peygir.ops.cluster import cluster_of
    from peygir.ops.standby.rejoining import UPLOADS_BEFORE, rejoin

    home = paths.home()
    with database.only_server():
        cluster = cluster_of(home, database_account())
        done = rejoin(cluster, home, discards=args.discard, say=lambda step: print(f"… {step}", flush=True))
    if done.is_rewound:
        sentence = _(
            "The blocks that differed were taken from the primary (pg_rewind). Undone: {count} changes that nobody was "
            "told were kept. Now: ./run standby",
            count=done.undone,
        )
    else:
        sentence = _(
            "pg_rewind could not be used ({reason}), so that the whole database was copied anew; the old one lies in "
            "data.before until the next time. Now: ./run standby",
            reason=done.reason[-200:],
        )
    print(in_every(sentence, "\n"))
    if done.set_aside:
        sentence = _(
            "{count} uploads were on this machine alone, such as photos of the last seconds; they lie in {folder} now. "
            "Copy them into the folder uploads of the primary's home, then delete that folder.",
            count=done.set_aside,
            folder=cluster.place / UPLOADS_BEFORE,
        )
        print(in_every(sentence, "\n"))
    return 0
