"""The number of promotions in the database itself: a setting of the database, which is replicated and not in a dump."""

from typing import Final

import psycopg
from psycopg import sql

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.ops import postgres
from peygir.ops.cluster import Cluster
from peygir.ops.database import NAME
from peygir.ops.standing import EPOCH, standing_of, write_standing

_READ: Final = """
SELECT split_part(line, '=', 2) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase,
       unnest(s.setconfig) AS line
WHERE d.datname = %s AND s.setrole = 0 AND split_part(line, '=', 1) = %s
"""


class DatabaseIsOlder(Conflict):
    """The home has seen a promotion that the database has not."""

    message = _(
        "This database is of epoch {database}, and this machine has seen epoch {home}: it is an older copy of the "
        "city. Run ./run rejoin, or put back the database that belongs here."
    )


def epoch_of(connection: "psycopg.Connection[tuple[object, ...]]") -> int:
    """Return the epoch that a cluster's database holds; 0 before the first."""
    row = connection.execute(_READ, [NAME, EPOCH]).fetchone()
    return int(str(row[0])) if row is not None and str(row[0]).isdigit() else 0


def write_epoch(connection: "psycopg.Connection[tuple[object, ...]]", epoch: int) -> None:
    """Write the epoch into a primary's database, without waiting for a standby."""
    connection.execute("SET synchronous_commit = local")
    statement = sql.SQL("ALTER DATABASE {} SET {} = {}")
    connection.execute(statement.format(sql.Identifier(NAME), sql.SQL(EPOCH), sql.Literal(str(epoch))))


def refuse_older_database(cluster: Cluster) -> None:
    """Before a machine of a pair serves: compare the database's epoch with the home's.

    A database with a higher epoch was promoted here by a command that was killed: the home follows it. Raises
    DatabaseIsOlder.
    """
    own = standing_of(cluster.place)
    if not own.is_primary:
        return
    with postgres.connect(cluster) as connection:
        epoch = epoch_of(connection)
    if epoch < own.epoch:
        raise DatabaseIsOlder(database=epoch, home=own.epoch)
    if epoch > own.epoch:
        write_standing(cluster.place, epoch=epoch)
