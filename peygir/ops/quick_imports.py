"""Disables the garbage collector while modules are imported: its collections take a fifth of a process's start."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collections() -> Iterator[None]:
    """Disable the garbage collector, and enable it afterwards if it was: modules stay loaded, so it finds nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
