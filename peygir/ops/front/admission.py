"""Whether a long body may come at all, asked before its first byte is read, and how long it may be."""

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
"""In the environ: the refusal that a page says, of a body that was not read."""


def admitting(environ: Environ, declared: int | None) -> Callable[[ThreadJob[int | Refusal]], None]:
    """The work of a thread: tells how many bytes may come, or why none may.

    A view declares `body_limit`, and `before_body(request)`, which looks at who sends and counts it, or refuses.
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


def _limit(environ: Environ, declared: int | None) -> int:
    view = _view(environ["PATH_INFO"])
    declares: BodyLimit = getattr(view, "body_limit", FORM)
    limit = declares.of(str(environ.get("CONTENT_TYPE", "")))
    if declared is not None and declared > limit:
        raise BodyIsTooBig(megabytes=limit // MB)
    before_body = getattr(view, "before_body", None)
    if before_body is not None:
        try:
            # The same environ that the page gets later: what is counted now is marked in it.
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
