"""Routes that are arranged by words lead where they led, and an address meets few of them."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path
from django.urls.resolvers import RegexPattern, RoutePattern

from peygir.web.kit.by_words import FEW, Route, by_words
from tests.doors import pages

MANY: Final = ("a/", "a/b/", "a/b/c/", "d/", "d/<int:number>/", "d/e/", "<str:word>", "f", "")


def view(request: HttpRequest, **given: Any) -> HttpResponse:
    return HttpResponse()


def planted(*routes: str) -> list[Route]:
    return [path(route, view, {"more": 1}, name=f"name of {route}") for route in routes]


def flat(routes: Sequence[Route], prefix: str = "") -> Iterator[tuple[str, str | None]]:
    for one in routes:
        if isinstance(one, URLPattern):
            yield prefix + str(one.pattern), one.name
        else:
            yield from flat(one.url_patterns, prefix + str(one.pattern))


def found(routes: Sequence[Route], address: str) -> object:
    match = URLResolver(RegexPattern("^/"), list(routes)).resolve(address)
    return match.url_name, match.route, match.args, match.kwargs, match.func


def compared(routes: Sequence[Route], address: str) -> int:
    """With how many routes an address is compared until one fits."""
    for count, one in enumerate(routes, 1):
        rest = one.pattern.match(address)
        if rest and isinstance(one, URLResolver):
            return count + compared(one.url_patterns, rest[0])
        if rest:
            return count
    raise LookupError(address)


def test_each_address_leads_where_it_led() -> None:
    before = planted(*MANY)
    for routes in (before, before[:-3], [*planted("x/", "y/"), path("", include(before[:-3]))]):
        after = by_words(routes)
        assert sorted(flat(after), key=str) == sorted(flat(routes), key=str)
        for address in ("/a/", "/a/b/", "/a/b/c/", "/d/", "/d/7/", "/d/e/"):
            assert found(after, address) == found(routes, address)


def test_where_an_argument_may_stand_for_a_word_the_order_stays() -> None:
    routes = planted("a/<str:word>/", "a/b/", "a/c/", "a/d/", "a/e/", "f/")
    assert [name for _route, name in flat(by_words(routes))] == [name for _route, name in flat(routes)]
    assert found(by_words(routes), "/a/b/") == found(routes, "/a/b/")


def test_a_prefix_with_a_file_of_its_own_stays() -> None:
    routes: list[Route] = [path("g/", include(planted("a/", "b/"))), *planted("h/", "i/", "j/", "g/c/")]
    assert [found(by_words(routes), one) for one in ("/g/a/", "/g/c/")] == [
        found(routes, one) for one in ("/g/a/", "/g/c/")
    ]


def test_a_page_is_compared_with_few_routes() -> None:
    routes = import_module("peygir.web.urls").urlpatterns
    assert all(isinstance(one.pattern, RoutePattern) for one in routes)
    patterns = [one.pattern for one in pages()]
    assert len(patterns) > 500
    plain = [one for one in patterns if "<" not in one]
    counts = [compared(routes, one) for one in plain]
    assert sum(counts) / len(counts) < 80
    assert FEW < len(routes) < 80
