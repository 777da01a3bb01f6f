"""Access control of the live stream: our host, our pages' origin, and a staff session that may see the case."""

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from peygir.cases import queries as cases
from peygir.centre.contacts.rules import may_work
from peygir.city import queries as city
from peygir.people.permissions import Permission
from peygir.people.session_rules import is_session_key
from peygir.people.sessions import Viewer, viewers_of
from peygir.web.kit.live.feed import Watcher


def is_our_host(host: str) -> bool:
    """Whether the request's host is one that this installation serves."""
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def is_our_origin(origin: str, host: str) -> bool:
    """Whether the origin is the public URL, or this host at the port of the pages."""
    try:
        origin_parts, ours = urlsplit(origin), urlsplit(settings.PUBLIC_URL)
        ports = origin_parts.port, ours.port
    except ValueError:
        return False
    if (origin_parts.scheme, origin_parts.netloc) == (ours.scheme, ours.netloc):
        return True
    is_this_host = split_domain_port(origin_parts.netloc)[0] == split_domain_port(host)[0]
    return is_this_host and origin_parts.scheme == ours.scheme and ports[0] == ports[1]


def cors_headers(origin: str) -> list[tuple[bytes, bytes]]:
    """Return the CORS headers that let a page of this origin read the response; none without an origin."""
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def session_key(cookies: str) -> str:
    """Return the session key in the `Cookie` header; "" without a well-formed one."""
    try:
        cookie = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return ""
    return cookie.value if cookie is not None and is_session_key(cookie.value) else ""


def watcher_of(key: str, query: Mapping[str, list[str]]) -> Watcher | None:
    """Return the watcher of a session at a case, the wallboard or the operator's screen; None if not permitted."""
    viewer: Viewer | None = viewers_of([key]).get(key)
    if viewer is None:
        return None
    code = query.get("case", [""])[0]
    case = cases.case_of(code) if code else None
    is_seen = case is not None and cases.may_open(viewer.actor, case)
    city_facts = city.current_city(settings.CITY)
    seen = case.code if case is not None and is_seen else ""
    is_wall, is_console = (may_work(viewer.actor) and query.get(one) == ["1"] for one in ("wall", "console"))
    is_board = query.get("board") == ["1"] and viewer.actor.may(Permission.PLAN_ORDERS)
    return Watcher(key, viewer, city_facts.id, seen, is_wall, is_board, is_console)
