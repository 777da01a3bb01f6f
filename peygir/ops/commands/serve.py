"""Serve this city: web, live stream, worker and clock, until Ctrl-C."""

import argparse
import os
import sys
from collections.abc import Callable

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every

NEEDS = "nothing"
PORT = 8137
NO_PROXY_NAMED = """\
⚠ نشانی عمومی https است، پس پراکسی‌ای جلوی پیگیر است؛ اما PEYGIR_PROXIES آن را نمی‌شناساند. همهٔ شهر یک بازدیدکننده
  به شمار می‌آید و پس از چند ده درخواست رد می‌شود. نشانی پراکسی را در آن بگذارید (مثلاً 127.0.0.1).
⚠ The public address is https, so a proxy stands before Peygir, but PEYGIR_PROXIES does not name it: the whole city
  counts as one caller and is refused after some dozens of requests. Put the proxy's address there (such as 127.0.0.1).
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where to listen."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port to listen on ({PORT})")
    parser.add_argument("--workers", type=int, default=2, help="web processes (2)")


def run(args: argparse.Namespace) -> int:
    """Migrate, then serve."""
    return serve(args.host, args.port, args.workers, prepare=lambda: None, announce=_announce)


def serve(host: str, port: int, workers: int, *, prepare: Callable[[], None], announce: Callable[[str], None]) -> int:
    """Hold the home, start the database and migrate it, call `prepare`, then run all processes until stopped.

    `announce` is called with the URL as soon as the web answers.
    """
    from threading import Thread

    from peygir.ops import belongings, database, logs, paths, processes
    from peygir.ops.cli import django_ready
    from peygir.ops.standby.starting import pair_checked
    from peygir.ops.tables import migrate_if_needed

    address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    os.environ.setdefault("PEYGIR_PUBLIC_URL", address)
    live_port = _live_port(host, port)
    with database.only_server(), pair_checked() as is_paired, django_ready():
        from django.db import connections

        from peygir.core import clock
        from peygir.history.actions import beat
        from peygir.history.record.keys import RecordKeyIsGone, origin_of, record_keys
        from peygir.journey import vitals

        migrate_if_needed()
        prepare()
        for name in (vitals.WORKER, vitals.CLOCK):
            beat(name, clock.now())  # they start in a moment, and a missing heartbeat counts from now on
        connections.close_all()
        # In a home of root's the account of the web could not make it.
        try:
            record_keys(paths.home(), origin_of(os.environ["PEYGIR_PUBLIC_URL"]))
        except RecordKeyIsGone as gone:
            print(f"⚠ {in_every(gone.text)}", file=sys.stderr, flush=True)
        service = belongings.service_of(paths.home(), port=port)
        logs.configure("supervisor")
        _warn_of_proxy()
        children = processes.children_of(
            host=host, port=port, workers=workers, live_port=live_port, is_paired=is_paired
        )
        supervisor = processes.Supervisor(children, keep_database_up=database.keep_up, service=service)

        def say_when_served() -> None:
            is_served = processes.wait_until_served(host, port)
            supervisor.let_all_start()
            if is_served:
                announce(address)

        Thread(target=say_when_served, daemon=True).start()
        supervisor.run()
    return 0


def _live_port(host: str, port: int) -> int:
    """Return the port of the live stream: the one given, else the next free one above the web's; 0 for "off"."""
    from peygir.ops.processes import free_port

    environment_value = os.environ.get("PEYGIR_LIVE_PORT", "")
    if environment_value == "off":
        return 0
    port_number = (
        int(environment_value)
        if environment_value.isascii() and environment_value.isdigit()
        else free_port(host, port + 1)
    )
    os.environ["PEYGIR_LIVE_PORT"] = str(port_number)
    # Without a configured proxy, browsers connect to the same host at that port.
    os.environ.setdefault("PEYGIR_LIVE_URL", f":{port_number}")
    return port_number


def _announce(address: str) -> None:
    print(in_every(_("Peygir serves")), f"at {address}", flush=True)


def _warn_of_proxy() -> None:
    """Warn without a proxy: it terminates HTTPS, and only a known proxy gives the client's address."""
    from django.conf import settings

    if settings.SERVED_BY_HTTPS and not settings.PROXIES:
        print(NO_PROXY_NAMED, file=sys.stderr, flush=True)
