"""The live stream's server: granian with one ASGI worker, on a port of its own.

Run as `python -m peygir.ops.live`; see docs/adr/0010 for why it stands apart from the web.
"""

import argparse
import gc
import os
import signal
from typing import Any

from peygir.ops import logs
from peygir.ops.lifelines import die_with_parent
from peygir.ops.web import granian_logs

OWN_PID = "PEYGIR_LIVE_PID"
LINES = 4096  # watchers at once; more wait at the door
KILL_AFTER = 2  # seconds; lines never end by themselves, and go on at the next start where they were


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    parser = argparse.ArgumentParser(prog="peygir-live")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    die_with_parent()
    os.environ[OWN_PID] = str(os.getpid())
    logs.configure("live")
    server = Granian(
        "peygir.ops.live:make_application",
        factory=True,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.ASGI,
        workers=1,
        backpressure=LINES,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=KILL_AFTER,
        log_level=LogLevels.warning,
        log_dictconfig=granian_logs(),
    )
    server.serve()


def make_application() -> Any:
    """The ASGI application of the one worker, which ends when its server does."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    die_with_parent(int(os.environ.get(OWN_PID, "0")))
    import django

    django.setup()
    from django.conf import settings
    from django.utils.module_loading import import_string

    application = import_string(settings.ASGI_APPLICATION)
    logs.configure("live")
    gc.collect()
    gc.freeze()
    return application


if __name__ == "__main__":
    main()
