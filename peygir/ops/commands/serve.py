"""Serve this city: web, worker and clock, until Ctrl-C."""

import argparse
import os
from collections.abc import Callable

NEEDS = "nothing"
PORT = 8137


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on ({PORT})")
    parser.add_argument("--workers", type=int, default=2, help="web processes (2)")


def run(args: argparse.Namespace) -> int:
    """Migrate, then serve."""
    return serve(args.host, args.port, args.workers, prepare=lambda: None, announce=_announce)


def serve(host: str, port: int, workers: int, *, prepare: Callable[[], None], announce: Callable[[str], None]) -> int:
    """Hold the home, bring the database and its tables up, `prepare`, then run all processes until stopped.

    `announce` is called with the address as soon as the web answers.
    """
    from threading import Thread

    from peygir.ops import database, logs, processes
    from peygir.ops.cli import django_ready
    from peygir.ops.tables import migrate_if_needed

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    os.environ.setdefault("PEYGIR_PUBLIC_URL", address)
    with database.only_server(), django_ready():
        from django.db import connections

        migrate_if_needed()
        prepare()
        connections.close_all()
        logs.configure("supervisor")
        children = processes.children_of(host=host, port=port, workers=workers)
        supervisor = processes.Supervisor(children, keep_database_up=database.keep_up)

        def say_when_served() -> None:
            if processes.wait_until_served(host, port):
                announce(address)

        Thread(target=say_when_served, daemon=True).start()
        supervisor.run()
    return 0


def _announce(address: str) -> None:
    print(f"پیگیر روشن است · Peygir serves at {address}", flush=True)
