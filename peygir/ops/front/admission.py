"""Admission of long bodies, checked before their first byte is read, and their limits."""

import io
from collections.abc import Callable
from http.cookies import CookieError
from typing import Any, Final

from django.core.handlers.wsgi import WSGIRequest
from django.urls import Resolver404, resolve

from peygir.core.bodies import FORM, MB, BodyIsTooBig, BodyLimit
from peygir.core.refusals import Refusal
from peygir.history.outages import outage_of
from peygir.ops.front.environ import Environ
from peygir.ops.front.threads import ThreadJob

REFUSED: Final = "peygir.refused"
"""In the environ: the refusal of a body that was not read, for the page to show."""


def admitting(environ: Environ, declared: int | None) -> Callable[[ThreadJob[int | Refusal]], None]:
    """Return a job that gives the permitted number of bytes, or the refusal.

    A view declares `body_limit`, and `before_body(request)`, which checks and counts the sender, or raises a refusal.
    """

    def work(job: ThreadJob[int | Refusal]) -> None:
        from django.db import close_old_connections

        close_old_connections()
        try:
            job.tell(_limit(environ, declared))
        except Refusal as refusal:
            job.tell(refusal)
        except Exception as failure:
            outage = outage_of(failure)
            if outage is None:
                raise
            job.tell(outage)

    return work


def keeps_cut_bodies(environ: Environ) -> bool:
    """Whether the view takes what arrived of a body whose client disconnected (`keeps_cut_bodies` of the view)."""
    return bool(getattr(_view(environ["PATH_INFO"]), "keeps_cut_bodies", False))


def keeps_in_memory(environ: Environ) -> bool:
    """Whether the body of this request may not touch a disk (`peygir.web.kit.memory_only`)."""
    return bool(getattr(_view(environ["PATH_INFO"]), "keeps_bodies_in_memory", False))


def _limit(environ: Environ, declared: int | None) -> int:
    view = _view(environ["PATH_INFO"])
    declares: BodyLimit = getattr(view, "body_limit", FORM)
    limit = declares.of(str(environ.get("CONTENT_TYPE", "")))
    if declared is not None and declared > limit:
        raise BodyIsTooBig(megabytes=limit // MB)
    before_body = getattr(view, "before_body", None)
    if before_body is not None:
        try:
            # The environ that the view gets later: it carries the mark that this request has been counted.
            environ["wsgi.input"] = io.BytesIO()
            before_body(WSGIRequest(environ))
        except (CookieError, UnicodeError):
            return FORM.of("")
    return limit


def _view(path_info: str) -> Any:
    path = path_info.encode("latin-1").decode("utf-8", "replace")
    try:
        return resolve(path).func
    except (Resolver404, ValueError):
        return None
