"""An event that the signals to stop set, for processes that go on until then."""

import signal
import threading


def stop_on_signals() -> threading.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stopped = threading.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        signal.signal(what, lambda *_: stopped.set())
    return stopped
