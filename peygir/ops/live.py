"""The live stream's server: granian with one ASGI worker, on a port of its own.

Run as `python -m peygir.ops.live`; see docs/adr/0010 for why it stands apart from the web.
"""

from typing import Any

from peygir.ops.web import end_with_the_server, keep_what_is_loaded, serve, server_arguments

LINES = 4096  # watchers at once; more wait to be accepted
KILL_AFTER = 2  # seconds; streams never end by themselves, and clients resume after the restart


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    arguments = server_arguments("live").parse_args()
    serve("live", arguments, interface="asgi", workers=1, backpressure=LINES, workers_kill_timeout=KILL_AFTER)


def make_application() -> Any:
    """Return the ASGI application of the one worker, which ends when its server does."""
    end_with_the_server()
    import django

    django.setup()
    from django.conf import settings
    from django.utils.module_loading import import_string

    application = import_string(settings.ASGI_APPLICATION)
    keep_what_is_loaded("live")
    return application


if __name__ == "__main__":
    main()
