"""The second machine's service: keeps its database following, fetches the home's files, and ends with a promotion."""

import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from peygir.core import clock
from peygir.core.refusals import Conflict, Refusal
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops import belongings, database, logs, postgres, processes
from peygir.ops.cluster import Cluster
from peygir.ops.logs import logger
from peygir.ops.standby.files import FilePull
from peygir.ops.standby.link import local_end
from peygir.ops.standby.promoting import is_following
from peygir.ops.standing import standing_of

FILES_EVERY: Final = 3.0
WHOLE_EVERY: Final = 3600.0
FIRST_PORT: Final = 1024
"""The standby opens no port of the web."""

log = logger(__name__)


class PromotionWasCut(Conflict):
    """The database was promoted, and the command that did it was killed before it had written that down."""

    message = _("A promotion of this machine was cut off in the middle: run ./run promote again to end it.")


def follow(home: Path, cluster: Cluster) -> None:
    """Follow the primary until stopped, or until this machine is promoted."""
    logs.configure("standby")
    stopped = threading.Event()
    with ExitStack() as server:
        # After a rewind the database answers only when it has the primary's newest log.
        with local_end(cluster):
            running = server.enter_context(database.running_cluster(home, as_standby=True))
        with postgres.connect(running) as connection:
            if not is_following(connection):
                raise PromotionWasCut()
        supervisor = processes.Supervisor(
            [processes.link_child()],
            keep_database_up=lambda: _keep_up(home, cluster, supervisor),
            service=belongings.service_of(home, port=FIRST_PORT),
        )
        pulling = threading.Thread(target=_pull_files, args=(home, cluster, stopped), daemon=True)
        pulling.start()
        print(in_every(_("This machine follows the primary.")), flush=True)
        try:
            supervisor.run()
        finally:
            stopped.set()
            pulling.join(10)
    if standing_of(cluster.place).is_primary:
        print(in_every(_("This machine was promoted: start ./run serve here."), "\n"), file=sys.stderr, flush=True)


def _keep_up(home: Path, cluster: Cluster, supervisor: processes.Supervisor) -> None:
    if standing_of(cluster.place).is_standby:
        database.keep_up(home, as_standby=True)
    else:
        supervisor.stop()


def _pull_files(home: Path, cluster: Cluster, stopped: threading.Event) -> None:
    """Fetch new files every few seconds, and each hour see what must go; as root, hand them to the account."""
    pull, whole_at = FilePull(cluster.place, home), -WHOLE_EVERY
    while not stopped.wait(FILES_EVERY):
        if not standing_of(cluster.place).is_standby:
            return
        is_whole = clock.monotonic() - whole_at >= WHOLE_EVERY
        try:
            if pull.pull(is_whole=is_whole):
                belongings.hand_over_again(home)
        except (OSError, Refusal, ValueError) as failure:
            log.warning("files_not_fetched", words=str(failure)[:300])
            continue
        whole_at = clock.monotonic() if is_whole else whole_at
