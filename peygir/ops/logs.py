"""One structured line per thing that happened: for people on a terminal, as JSON everywhere else."""

import logging
import sys

import structlog

FACTS = frozenset({"action", "city", "file", "number", "outgoing", "rule", "version", "words"})
"""What a line of ours may say beside its event (`extra=`); none of it is a person's, none a name of `logging`'s own."""
QUIETER = ("procrastinate", "django.request", "django.server", "httpx", "PIL")
_process: dict[str, str] = {}


def _name_process(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    # Not a context variable: the web's threads are started by the server and would not see it.
    return {**_process, **event}


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
    """Send this process's logs, ours and the libraries', to standard error; `process` stands in each line."""
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


def formatter() -> logging.Formatter:
    """Writes any record as one of our lines."""
    last: list[structlog.typing.Processor]
    if sys.stderr.isatty():
        last = [structlog.dev.ConsoleRenderer()]
    else:
        last = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound
