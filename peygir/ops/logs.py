"""Structured logs, one line for each event: readable on a terminal, JSON everywhere else.

No line, ours or a library's, has personal data or secrets, and none is long: see `covering`.
"""

import logging
import sys
import threading
from types import TracebackType
from typing import Any, cast

import structlog

from peygir.ops.covering import covered_values, trace_of

FACTS = frozenset(
    {
        "action",
        "city",
        "file",
        "network",
        "number",
        "outgoing",
        "path",
        "rule",
        "staff",
        "status",
        "version",
        "words",
    }
)
"""The fields of our log lines beside the event (`extra=`); none is a name of `logging`'s own. None is personal data of
citizens: `staff` is the number of an account, `network` a caller's address without its last part.
"""
QUIETER = ("django.request", "django.server", "fontTools", "fpdf", "httpx", "PIL")
# Rejected requests, which Django logs as errors with a traceback: a wrong Host, a body too long.
STRANGERS = "django.security."
_process: dict[str, str] = {}
_OURS = frozenset({"timestamp", "level", "logger", "process"})


def _name_process(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    # Not a context variable: the web's threads are started by the server and would not see it.
    return {**_process, **event}


def _bound(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The last processor of every line: masks and shortens it."""
    info = event.pop("exc_info", None)
    event.pop("stack", None)
    if str(event.get("logger", "")).startswith(STRANGERS):
        event["level"], info = "info", None
    bound_values = covered_values({name: value for name, value in event.items() if name not in _OURS})
    bound_values |= {name: event[name] for name in _OURS & event.keys()}
    if info is True:
        info = sys.exc_info()
    if trace := trace_of(cast("Any", info) or None):
        bound_values["exception"] = trace
    return bound_values


SHARED: list[structlog.typing.Processor] = [
    _name_process,
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(allow=FACTS),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def configure(process: str, *, level: int = logging.INFO) -> None:
    """Send this process's logs, ours and the libraries', to standard error; `process` is a field of each line."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIETER:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    _process["process"] = process
    logging.captureWarnings(True)
    sys.excepthook = _log_end
    threading.excepthook = _log_end_of_thread


def _log_end(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("peygir").critical("process_failed", exc_info=(kind, error, trace))


def _log_end_of_thread(end: threading.ExceptHookArgs) -> None:
    if end.exc_value is not None and not isinstance(end.exc_value, SystemExit):
        logging.getLogger("peygir").critical("thread_failed", exc_info=end.exc_value)


def formatter() -> logging.Formatter:
    """Return a formatter that writes any record as one of our lines."""
    last: structlog.typing.Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if sys.stderr.isatty():
        last = structlog.dev.ConsoleRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _bound, last],
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of a module."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
