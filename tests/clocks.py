"""A case's promise in force, and a case put on wait, for tests."""

from datetime import datetime
from typing import Any

from peygir.desks.promises.models import Promise
from tests import make
from tests.drain import drain


def promise(code: str, kind: str = "finish") -> Promise:
    """A promise in force."""
    return Promise.objects.get(case__code=code, kind=kind, is_over=False)


def wait(code: str, by: Any, reason: str, until: datetime) -> None:
    """Put a case on wait, and let the worker come by."""
    make.command(code, "wait", by, reason=reason, until=until, note="منتظریم")
    drain(twice=True)
