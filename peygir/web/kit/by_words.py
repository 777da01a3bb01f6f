"""The routes of many pages, arranged by the words of their addresses."""

from collections.abc import Sequence
from typing import Final

from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RoutePattern

Route = URLPattern | URLResolver
FEW: Final = 4
"""So many routes are compared one after the other."""


def by_words(routes: Sequence[Route]) -> list[Route]:
    """Return the same routes, those with the same first word below one route of that word, and so on.

    Django compares an address with one route after the other. With some seven hundred that took a twentieth of the
    processor time of a page; so it meets the routes of its own words alone. Names, arguments and whole routes stay.
    Where an argument could take the place of a word, the routes stay in their order.
    """
    return _arranged([(str(one.pattern), one) for one in _flat(routes)])


def _flat(routes: Sequence[Route]) -> list[Route]:
    """Return the routes with those of files that are included without a prefix in their place."""
    found: list[Route] = []
    for one in routes:
        is_open = isinstance(one, URLResolver) and not str(one.pattern) and one.namespace is None
        found += _flat(one.url_patterns) if isinstance(one, URLResolver) and is_open else [one]
    return found


def _arranged(routes: list[tuple[str, Route]]) -> list[Route]:
    """Arrange routes, each given with what is left of its text below the words before it."""
    groups: dict[str, list[tuple[str, Route]]] = {}
    for rest, one in routes:
        word, slash, after = rest.partition("/")
        groups.setdefault(word + slash, []).append((after if slash else rest, one))
    if len(routes) <= FEW or any("<" in word for word in groups):
        return [_below(rest, one) for rest, one in routes]
    found: list[Route] = []
    for word, group in groups.items():
        if word.endswith("/") and len(group) > 1:
            found.append(path(word, include(_arranged(group))))
        else:
            found += [_below(word if after == word else word + after, one) for after, one in group]
    return found


def _below(rest: str, one: Route) -> Route:
    """Return a route with the rest of its text."""
    if isinstance(one, URLResolver):
        return URLResolver(RoutePattern(rest), one.urlconf_name, one.default_kwargs, one.app_name, one.namespace)
    return URLPattern(RoutePattern(rest, name=one.name, is_endpoint=True), one.callback, one.default_args, one.name)
