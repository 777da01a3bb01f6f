"""The parameters of a request, from query, form, multipart or JSON; an empty parameter counts as absent."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from peygir.core.moments import read_moment
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.strict_json import JsonIsNotReadable, read_json
from peygir.core.translation import gettext_lazy as _

DEEPEST: Final = 3  # an object, its attribute object, and a list of values
_ATTRIBUTE: Final = re.compile(r"attributes?\[([^\[\]]+)\](?:\[\d*\])?")
_WHOLE: Final = re.compile(r"\d{1,9}", re.ASCII)
_DEGREES: Final = re.compile(r"[+-]?\d{1,3}(\.\d{0,20})?(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)


class BodyDoesNotMatchContentType(Invalid):
    """The body does not match its content type."""

    published_as = "BodyIsNotReadable"
    message = _("The body cannot be read; send a form (urlencoded or multipart) or JSON.")


class TimestampIsNotValid(Invalid):
    """A date that cannot be read."""

    published_as = "DateIsNotValid"
    message = _("“{name}” is not a date and time; write it like 2026-05-03T06:00:00Z.")


class NumberIsNotValid(Invalid):
    """A number that cannot be read, or is out of its bounds."""

    message = _("“{name}” is not a number from {low} to {high}.")


@dataclass(frozen=True)
class Given:
    """The parameters of one request; texts are stripped, and none is empty."""

    texts: Mapping[str, list[str]]
    attributes: Mapping[str, list[str]] = field(default_factory=dict)

    def text(self, *names: str) -> str:
        """Return the last value of the first of these names that has one; "" if none has."""
        return next((self.texts[name][-1] for name in names if name in self.texts), "")

    def each(self, name: str) -> tuple[str, ...]:
        """Return the distinct values of a repeatable parameter, in order."""
        return tuple(dict.fromkeys(self.texts.get(name, ())))

    def listed(self, name: str) -> tuple[str, ...]:
        """Return the distinct values of a parameter, repeated or separated by commas."""
        parts = (part.strip() for text in self.texts.get(name, ()) for part in text.split(","))
        return tuple(dict.fromkeys(part for part in parts if part))

    def moment(self, name: str) -> datetime | None:
        """Return a date and time. Raises TimestampIsNotValid."""
        text = self.text(name)
        moment = read_moment(text) if text else None
        if text and moment is None:
            raise TimestampIsNotValid(name=name)
        return moment

    def whole(self, name: str, *, usual: int, most: int) -> int:
        """Return a whole number from 1, capped at `most`. Raises NumberIsNotValid."""
        text = ascii_digits(self.text(name))
        if not text:
            return usual
        if not _WHOLE.fullmatch(text) or int(text) < 1:
            raise NumberIsNotValid(name=name, low=1, high=most)
        return min(int(text), most)

    def degrees(self, most: int, *names: str) -> float | None:
        """Return a latitude or longitude. Raises NumberIsNotValid."""
        text = ascii_digits(self.text(*names)).replace("٫", ".")
        if not text:
            return None
        if not _DEGREES.fullmatch(text) or abs(float(text)) > most:
            raise NumberIsNotValid(name=names[0], low=-most, high=most)
        return float(text)

    def says(self, name: str) -> bool:
        """Whether a boolean parameter is true."""
        return self.text(name).lower() in ("true", "1", "yes", "on")


def read(request: HttpRequest) -> Given:
    """Return all parameters of a request, the body's before the query's. Raises BodyDoesNotMatchContentType."""
    texts, attributes = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for name, values in [*request.GET.lists(), *_body(request)]:
        kept = [text for value in values if (text := value.replace("\x00", "").strip())]
        found = _ATTRIBUTE.fullmatch(name)
        if found and kept:
            attributes[found[1]].extend(kept)
        elif kept:
            texts[name].extend(kept)
    return Given(texts, attributes)


def _body(request: HttpRequest) -> list[tuple[str, list[str]]]:
    if request.method != "POST":
        return []
    if request.content_type == "application/json":
        return _json(request)
    try:
        parameters = [(str(name), [str(value) for value in values]) for name, values in request.POST.lists()]
    except MultiPartParserError as error:
        raise BodyDoesNotMatchContentType() from error
    if (
        not parameters
        and not request.FILES
        and request.content_type not in _EMPTY
        and int(request.META.get("CONTENT_LENGTH") or 0)
    ):
        raise BodyDoesNotMatchContentType()
    return parameters


_EMPTY: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


def _json(request: HttpRequest) -> list[tuple[str, list[str]]]:
    """Read a flat object; `attribute` may be an object of its own."""
    try:
        body = read_json(request.body or b"{}", deepest=DEEPEST)
    except JsonIsNotReadable as error:
        raise BodyDoesNotMatchContentType() from error
    if not isinstance(body, dict):
        raise BodyDoesNotMatchContentType()
    parameters: list[tuple[str, list[str]]] = []
    for name, value in body.items():
        if name in ("attribute", "attributes") and isinstance(value, dict):
            parameters += [(f"attribute[{code}]", _texts(inner)) for code, inner in value.items()]
        else:
            parameters.append((name, _texts(value)))
    return parameters


def _texts(value: object) -> list[str]:
    """Return the values of a parameter: scalars, or a flat list. Raises BodyDoesNotMatchContentType."""
    if isinstance(value, list):
        if any(isinstance(inner, list | dict) for inner in value):
            raise BodyDoesNotMatchContentType()
        return [text for inner in value for text in _texts(inner)]
    if value is None or isinstance(value, dict):
        return []
    return [str(value).lower() if isinstance(value, bool) else str(value)]
