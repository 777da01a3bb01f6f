"""Be the second machine: take all that the primary has and follow it, until stopped (--invite, --dismiss: there).

./run standby --invite 10.20.0.1:8139 10.20.0.2:8139 invitation.json     on the primary, then carry the file over
./run standby --from invitation.json                                     on the second machine; later: ./run standby
"""

import argparse
import os
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every

NEEDS = "nothing"


class OnlyForTheEmbedded(Invalid):
    """The database is a server of the city's own."""

    message = _(
        "The database at DATABASE_URL is a server of its own: Patroni or its own streaming replication makes its "
        "standby. ./run recover --check says what of that can be seen from here."
    )


class NotAPrimary(Invalid):
    """The option is for the primary alone."""

    message = _("This machine is no primary of a pair, so that there is no standby to go on without.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how the pair is made."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--invite", nargs=3, metavar=("OWN", "OTHER", "FILE"), help="on the primary: the two addresses, and a new file"
    )
    what.add_argument("--from", dest="source", type=Path, metavar="FILE", help="on the second machine: that file")
    what.add_argument("--anew", action="store_true", help="copy the primary again, in place of what is here")
    what.add_argument("--dismiss", action="store_true", help="on the primary: go on without the second machine")


def run(args: argparse.Namespace) -> int:
    """Invite, dismiss, or follow."""
    if os.environ.get("DATABASE_URL"):
        raise OnlyForTheEmbedded()
    if args.invite:
        own, other, file = args.invite
        return _invite(own, other, Path(file))
    if args.dismiss:
        return _dismiss()
    return _follow(args.source, is_anew=args.anew)


def _invite(own: str, other: str, file: Path) -> int:
    from peygir.ops.backups.writing import FileIsThere
    from peygir.ops.database import running_cluster
    from peygir.ops.standby import building, pair

    made = pair.new_pair(own, other)
    try:
        pair.write_invitation(made, file)
    except FileExistsError:
        raise FileIsThere(path=file) from None
    with running_cluster() as cluster:
        building.invite(cluster, made)
    print(
        in_every(
            _(
                "Carry {file} to the second machine by hand and delete it here: whoever has it can read the whole "
                "city. Start ./run serve anew, then on the second machine: ./run standby --from {file}",
                file=file,
            ),
            "\n",
        )
    )
    return 0


def _dismiss() -> int:
    from peygir.ops import paths
    from peygir.ops.accounts import database_account
    from peygir.ops.cluster import cluster_of
    from peygir.ops.standby.guarding import set_waiting
    from peygir.ops.standing import standing_of, write_standing

    cluster = cluster_of(paths.home(), database_account())
    if not standing_of(cluster.place).is_primary:
        raise NotAPrimary()
    write_standing(cluster.place, is_dismissed=True)
    set_waiting(cluster, False)
    print(
        in_every(
            _("The city goes on without its standby and is unprotected, until the standby follows once more."),
            "\n",
        )
    )
    return 0


def _follow(source: Path | None, *, is_anew: bool) -> int:
    from peygir.ops import database, paths
    from peygir.ops.accounts import database_account
    from peygir.ops.cluster import cluster_of
    from peygir.ops.standby import building, pair
    from peygir.ops.standby.following import follow
    from peygir.ops.standing import standing_of

    home = paths.home()
    if source is not None:
        building.accept(home.resolve(), pair.read_invitation(source))
    cluster = cluster_of(paths.make_home(home), database_account())
    pair.pair_of(cluster.place)
    with database.only_server():
        if not standing_of(cluster.place).is_standby:
            raise building.ThereIsACity(home=home)
        if is_anew and building.is_built(cluster):
            building.forget_database(cluster)
        if not building.is_built(cluster):
            building.build(cluster, home, say=lambda step: print(f"… {step}", flush=True))
        follow(home, cluster)
    return 0
