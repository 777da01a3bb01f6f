"""The web server: granian with workers whose event loop reads and sends, and whose few threads run Django.

Run as `python -m peygir.ops.web`; its workers call `make_application`, each in its own process. ADR 16 says why.
"""

import argparse
import gc
import os
import signal
import sys
from importlib import import_module
from multiprocessing import get_start_method
from typing import Any

from peygir.ops import counting, logs
from peygir.ops.parent_death import die_with_parent
from peygir.ops.postgresql import limits
from peygir.ops.quick_imports import without_collections

WORKERS = 2
# In each worker: one request computes while others wait for the database or a slow client, so one long export stops
# nobody. Each thread keeps a connection of its own to the database.
THREADS = 4
# Of them, for what phones send in the background: a page then shares the interpreter with one such request at most.
PATIENT_THREADS = 1
CONNECTIONS = 4096  # of each worker at once; more wait to be accepted
HEADERS_WITHIN = 15_000  # milliseconds
HEADER_BYTES = 64 * 1024  # of a request line with its headers
KILL_AFTER = 20  # seconds a worker may take to finish the requests it has
OWN_PID = "PEYGIR_SERVER_PID"


def main() -> None:
    """Serve until SIGINT or SIGTERM; requests that have begun are finished."""
    parser = server_arguments("web")
    parser.add_argument("--workers", type=int, default=WORKERS)
    arguments = parser.parse_args()
    os.environ[limits.PROCESS] = "web"
    load_for_forks()
    stop_on_older_tables()
    serve(
        "web",
        arguments,
        interface="asginl",
        workers=arguments.workers,
        backpressure=CONNECTIONS,
        workers_kill_timeout=KILL_AFTER,
    )


def load_for_forks() -> None:
    """Import what the workers need once, before they are forked; where they are spawned, each imports for itself."""
    if get_start_method() == "fork":
        import django
        from django.conf import settings

        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
        with without_collections():
            django.setup()
            import_module(settings.ROOT_URLCONF)


def make_application() -> Any:
    """Return the ASGI application of one worker, which ends when its server does."""
    end_with_the_server()
    from django.core.wsgi import get_wsgi_application

    django_application = get_wsgi_application()
    from django.conf import settings

    from peygir.core.request_counts import RequestCounts, forget_ended
    from peygir.ops.front.shell import Front
    from peygir.ops.model_bootstrap import warm_up_beside

    keep_what_is_loaded("web")
    warm_up_beside(settings.CITY, settings.HOME)
    application = counting.counted(django_application) if counting.is_wanted() else django_application
    folder = settings.HOME / "doing"
    forget_ended(folder)
    counts = RequestCounts(folder, int(os.environ.get(OWN_PID, "0")))
    return Front(application, threads=THREADS, patient=PATIENT_THREADS, proxies=settings.PROXIES, counts=counts)


def server_arguments(name: str) -> argparse.ArgumentParser:
    """Return the parser of the arguments that all our servers take."""
    parser = argparse.ArgumentParser(prog=f"peygir-{name}")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    return parser


def serve(name: str, arguments: argparse.Namespace, *, interface: str, **more: Any) -> None:
    """Serve `peygir.ops.<name>:make_application`, in workers that are restarted when they fail, until stopped."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    die_with_parent()
    os.environ[limits.PROCESS] = name
    os.environ[OWN_PID] = str(os.getpid())
    logs.configure(name)
    server = Granian(
        f"peygir.ops.{name}:make_application",
        factory=True,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces(interface),
        http=HTTPModes.http1,  # HTTP/2 is left to a proxy; it needs limits of its own
        http1_settings=HTTP1Settings(header_read_timeout=HEADERS_WITHIN, max_buffer_size=HEADER_BYTES),
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        log_level=LogLevels.warning,
        log_dictconfig=granian_logs(),
        **more,
    )
    server.serve()


def stop_on_older_tables() -> None:
    """End with a sentence where the tables are of an earlier version; whoever started it tries again."""
    import django

    from peygir.core.translation import in_every
    from peygir.ops.schema_age import TablesAreOlder, require_tables

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peygir.settings")
    django.setup()
    try:
        require_tables()
    except TablesAreOlder as refusal:
        print(in_every(refusal.text, "\n"), file=sys.stderr)
        sys.exit(2)


def end_with_the_server() -> None:
    """End this worker when its server ends.

    A server that stops ends its workers itself, and waits for their requests. Where it was killed, its workers are
    killed too: one that is told to stop while it answers can wait for itself for ever (granian 2.8 holds the
    interpreter's lock while it waits for threads that need it), with the locks of uploads in its hands.
    """
    # A forked worker inherits the server's own signal handler, which would ignore the parent's death until the worker
    # has set its own.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent(int(os.environ.get(OWN_PID, "0")), by=signal.SIGKILL)


def keep_what_is_loaded(name: str) -> None:
    """Configure logging, and exclude what a worker has loaded by now from garbage collection."""
    logs.configure(name)
    gc.collect()
    gc.freeze()


def granian_logs() -> dict[str, Any]:
    """Return granian's logging configuration in our format, for warnings and errors only."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": "peygir.ops.logs.formatter"}},
        "handlers": {"ours": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "loggers": {"_granian": {"handlers": ["ours"], "level": "WARNING", "propagate": False}},
    }


if __name__ == "__main__":
    main()
