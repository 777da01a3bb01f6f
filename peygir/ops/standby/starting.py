"""What `serve` does on a machine of a pair before anything else: sees that it may be the primary."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from peygir.ops.accounts import database_account
from peygir.ops.cluster import cluster_of
from peygir.ops.database import running_cluster
from peygir.ops.paths import home, make_home
from peygir.ops.standby.epochs import refuse_older_database
from peygir.ops.standby.peer import refuse_unless_primary
from peygir.ops.standing import refuse_unless_it_may_run, standing_of


@contextmanager
def pair_checked() -> Iterator[bool]:
    """Yield whether this machine is the primary of a pair, once that is sure; false for one that is alone.

    Raises ThisIsTheStandby, ThisMachineIsFenced, OtherMachineDoesNotAnswer, BothArePrimaries, DatabaseIsOlder.
    """
    if os.environ.get("DATABASE_URL"):
        yield False
        return
    cluster = cluster_of(make_home(home()), database_account())
    refuse_unless_it_may_run(cluster.place, as_standby=False)
    if not standing_of(cluster.place).is_primary:
        yield False
        return
    refuse_unless_primary(cluster.place)
    with running_cluster() as running:
        refuse_older_database(running)
        yield True
