"""Removes personal data and secrets from log lines, and limits their length."""

import re
from traceback import TracebackException
from types import TracebackType
from typing import Any, Final

LONGEST_TEXT: Final = 1_000  # characters of one value of a line
LONGEST_TRACE: Final = 6_000  # characters of a traceback, its first and last parts
_FRAMES: Final = 30  # of each exception in a chain, the innermost
_CHAIN: Final = 4  # exceptions that caused one another
_LONGEST_MESSAGE: Final = 400  # of one exception
LEFT: Final = "…"

ExcInfo = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]

_DIGIT: Final = "[0-9۰-۹٠-٩]"
_RULES: Final = tuple(
    (re.compile(pattern, re.DOTALL), put)
    for pattern, put in (
        # What PostgreSQL reports of a row may contain what people wrote.
        (r"(Failing row contains )\(.*?\)(\.?(?=\n|$)|$)", rf"\1({LEFT})\2"),
        (r"(Key \([^)]{0,200}\)=)\(.*?\)(?= |\n|$)", rf"\1({LEFT})"),
        # Signed links, secrets of providers' hooks, and tracking codes in paths.
        (r"(/(?:v|f)/)[^/\s\"'?]+", rf"\1{LEFT}"),
        (r"(/hooks/[^/\s]{1,40}/[^/\s]{1,80}/)[^/\s\"'?]+", rf"\1{LEFT}"),
        (r"(?<=/)[0-9]{10}(?![0-9])", LEFT),
        (r"(?<=/)(?=[^/\s]{0,200}[0-9])[A-Za-z0-9_:=~-]{24,}(?=[/?\s\"']|$)", LEFT),
        # Values of a query, and the user name and password of a URL.
        (r"([?&][^=&\s]{1,80}=)[^&\s\"'<>]+", rf"\1{LEFT}"),
        (r"(?<=://)[^/@\s]{1,200}@", f"{LEFT}@"),
        (r"(?i)(\b(?:bearer|token|password|secret|api_?key)\b\"?'?\s*[:= ]\s*)[^\s,;)}\]&]+", rf"\1{LEFT}"),
        # Personal identifiers: phones in any digits, and email addresses.
        (rf"(?<!{_DIGIT})(?:\+|00|۰۰)?{_DIGIT}{{10,15}}(?!{_DIGIT})", LEFT),
        (r"[^\s@,;:<>()\"']{1,64}@[^\s@,;:<>()\"'/]{1,190}\.[^\s@,;:<>()\"'/.]{2,24}", LEFT),
        # Characters that break a line or change its direction.
        (r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", LEFT),
    )
)


def covered(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return the text without personal data and secrets, cut to `longest` characters."""
    # Text beyond the limit is not searched; what the cut would split is masked first.
    text = text[: 2 * longest + 2_000]
    for pattern, put in _RULES:
        text = pattern.sub(put, text)
    return text if len(text) <= longest else f"{text[:longest]}{LEFT}"


def trace_of(info: ExcInfo | BaseException | None) -> str:
    """Return a traceback without local values, masked and shortened in the middle; "" for none."""
    error = info if isinstance(info, BaseException) else info[1] if info else None
    parts: list[str] = []
    while error is not None and len(parts) < _CHAIN:
        frames = TracebackException(type(error), error, error.__traceback__, limit=-_FRAMES, compact=True)
        parts.append("".join(frames.stack.format()) + f"{_name(error)}: {_message(error)}\n")
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    text = "".join(reversed(parts))
    if len(text) <= LONGEST_TRACE:
        return text
    half = LONGEST_TRACE // 2
    return f"{text[:half]}\n{LEFT}\n{text[-half:]}"


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _message(error: BaseException) -> str:
    try:
        return covered(str(error), longest=_LONGEST_MESSAGE)
    except Exception as broken:  # an exception whose own text cannot be produced
        return f"({type(broken).__name__} while it was written)"


def covered_values(event: dict[str, Any]) -> dict[str, Any]:
    """Return the log event with all texts masked; other values than numbers become text."""
    return {name: _value(value) for name, value in event.items()}


def _value(value: Any) -> Any:
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**18 else LEFT
    return covered(value if isinstance(value, str) else repr(value)[: 4 * LONGEST_TEXT])
