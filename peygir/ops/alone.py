"""One kind of process on this machine alone; the others run elsewhere, against the same database."""

import os
import sys
from collections.abc import Callable

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every


class TablesAreBehind(Conflict):
    """A process that serves does not migrate: of several machines one does, by `migrate`."""

    message = _("The database's tables are not of this version. Run “peygir migrate” once, with the owner's role.")


class NothingToShare(Invalid):
    """There is no bucket, or the database is this machine's own."""

    message = _("Homes are shared where DATABASE_URL and PEYGIR_S3_BUCKET are set.")


def serve_alone(kind: str, *, host: str, port: int, workers: int = 1, announce: Callable[[], None]) -> int:
    """Run the children of one kind ("web", "live") until stopped; `announce` is called once it answers.

    Raises TablesAreBehind, RecordKeyIsGone.
    """
    from threading import Thread

    from peygir.ops import belongings, database, logs, paths, processes
    from peygir.ops.cli import django_ready

    with django_ready():
        from django.conf import settings
        from django.db import connections

        from peygir.history.record.keys import origin_of, record_keys
        from peygir.ops.tables import are_up_to_date

        if not are_up_to_date():
            raise TablesAreBehind()
        home = paths.make_home(paths.home())
        record_keys(home, origin_of(settings.PUBLIC_URL))
        connections.close_all()
        service = belongings.service_of(home, port=port)
        logs.configure("supervisor")
        found = processes.children_of(host=host, port=port, workers=workers, live_port=port if kind == "live" else 0)
        children = [child for child in found if child.name in (kind, "share")]
        supervisor = processes.Supervisor(children, keep_database_up=database.keep_up, service=service)

        def say_when_served() -> None:
            is_served = processes.wait_until_served(host, port)
            supervisor.let_all_start()
            if is_served:
                announce()

        Thread(target=say_when_served, daemon=True).start()
        supervisor.run()
    return 0


def told(what: str, host: str, port: int) -> Callable[[], None]:
    """Return what prints where a process answers."""
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    os.environ.setdefault("PEYGIR_PUBLIC_URL", address)
    return lambda: print(in_every(_("Peygir serves")), what, f"at {address}", file=sys.stdout, flush=True)
