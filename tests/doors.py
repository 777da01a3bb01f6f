"""Every door of the house, from the URL conf itself: pages with their access rule, API operations with their key."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from peygir.api.endpoint import api


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One address of a page: its name, pattern, and the rule that its view declares (None: none)."""

    name: str
    pattern: str
    rule: Any
    view: Any

    @property
    def is_json(self) -> bool:
        """Whether it is one of the API's own doors."""
        return self.pattern.startswith(("api/", "oparl/"))


@cache
def doors() -> tuple[Endpoint, ...]:
    """Every pattern of the URL conf, the API's included."""
    return tuple(_flat(get_resolver().url_patterns, ""))


def _flat(patterns: list[Any], prefix: str) -> Iterator[Endpoint]:
    for pattern in patterns:
        full_pattern = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns, full_pattern)
        elif isinstance(pattern, URLPattern):
            view = pattern.callback
            yield Endpoint(pattern.name or "", full_pattern, getattr(view, "access_rule", None), view)


@cache
def pages() -> tuple[Endpoint, ...]:
    """The doors for people."""
    return tuple(door for door in doors() if not door.is_json)


def operations() -> list[tuple[str, str]]:
    """Every operation of the API as it describes itself: (method, path from the root)."""
    described = api.get_openapi_schema()["paths"]
    return sorted((method, path) for path, methods in described.items() for method in methods)
