"""Health of the system: a page for people, JSON for machines, metrics for administrators and supervisors."""

from collections.abc import Sequence
from dataclasses import dataclass
from secrets import compare_digest
from threading import Lock
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.core.translation import languages
from peygir.journey import vitals
from peygir.journey.vitals import Vitals
from peygir.people.roles import Role
from peygir.web.kit import built
from peygir.web.kit.access import public, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import digits
from peygir.web.public.health_words import ADVICE, FIGURES, words_of
from peygir.web.public.stream_health import stream_answers

KEEPERS: Final = (Role.ADMIN, Role.SUPERVISOR)
"""Roles that see the metrics: strangers need not know how much the city has to do."""


@dataclass(frozen=True, slots=True)
class Look:
    """One health check: what was checked, what failed, and the metrics (None: no database)."""

    checks: tuple[str, ...]
    faults: frozenset[str]
    figures: Vitals | None


class _Kept:
    """The latest check of this process; while one thread checks, the others use the one before."""

    def __init__(self) -> None:
        self._lock, self._look, self._at = Lock(), None, 0.0  # type: tuple[Lock, Look | None, float]

    def look(self) -> Look:
        """Return a check no older than settings.HEALTH_SECONDS, or an older one while a new one runs.

        Otherwise a slow database would block every web thread that serves the health page.
        """
        before = self._look
        if not self._lock.acquire(blocking=before is None):
            assert before is not None  # otherwise the lock would have waited
            return before
        try:
            if self._look is None or clock.monotonic() - self._at > settings.HEALTH_SECONDS:
                self._look, self._at = _look(), clock.monotonic()
            return self._look
        finally:
            self._lock.release()


KEPT: Final = _Kept()


@public()
@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 if all is well, else 503; everybody sees what failed, KEEPERS also the metrics."""
    look = KEPT.look()
    status = 503 if look.faults else 200
    figures = look.figures if _may_see_figures(request) else None
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(_as_data(look, figures), status=status, json_dumps_params={"ensure_ascii": False})
    rows = [(name, name not in look.faults, words_of(name, name not in look.faults)) for name in look.checks]
    shown = {"checks": rows, "is_well": not look.faults, "figures": _shown(figures)}
    if "database" in look.faults:  # the page's frame would query it too
        return HttpResponse(render_to_string("503.html", _both("database")), status=status)
    return render(request, "public/health.html", shown, status=status)


@public()
@require_GET
@never_cache
def serving(request: HttpRequest) -> HttpResponse:
    """For a proxy or load balancer: 200 while pages can be served, whatever else has failed."""
    is_serving = not KEPT.look().faults & {"database", "assets"}
    return HttpResponse("ok\n" if is_serving else "no\n", "text/plain", status=200 if is_serving else 503)


@public()
@require_GET
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The metrics for Prometheus, with the token; without it only for signed-in KEEPERS."""
    return _figures(request) if _has_token(request) else _figures_at_desk(request)  # type: ignore[return-value]


def _figures(request: HttpRequest) -> HttpResponse:
    look, registry = KEPT.look(), CollectorRegistry()
    state = Gauge("peygir_well", "1: well, 0: needs a look", ["check"], registry=registry)
    for name in look.checks:
        state.labels(name).set(name not in look.faults)
    for name, label in FIGURES.items():
        value = getattr(look.figures, name, None)
        if value is not None:
            Gauge(f"peygir_{name}", label, registry=registry).set(len(value) if isinstance(value, tuple) else value)
    return HttpResponse(generate_latest(registry), CONTENT_TYPE_LATEST)


_figures_at_desk = staff(*KEEPERS)(_figures)


def _look() -> Look:
    names = ["database", *vitals.CHECKS, "assets"]
    faults = [] if built.entry("kit/main") is not None else ["assets"]
    figures = None
    try:
        city_facts = current_city()
        figures = vitals.take(city_facts, home=settings.HOME, now=clock.now())
        # Sample data need no backup.
        faults += vitals.faults(figures, backup_days=0 if city_facts.is_sample else settings.BACKUP_DAYS)
    except (DatabaseError, InterfaceError, Refusal):
        names, faults = ["database", "assets"], [*faults, "database"]
    answers = stream_answers()
    if answers is not None:  # None: this machine runs no live stream
        names.append("live")
        faults += [] if answers else ["live"]
    return Look(tuple(names), frozenset(faults), figures)


def _has_token(request: HttpRequest) -> bool:
    token = str(settings.HEALTH_TOKEN)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(token) and compare_digest(given.encode(), token.encode())


def _may_see_figures(request: HttpRequest) -> bool:
    """Whether the request has the token, or the session of one of KEEPERS."""
    if _has_token(request):
        return True
    try:
        return getattr(request.user, "role", "") in KEEPERS
    except (DatabaseError, InterfaceError):
        return False


def _as_data(look: Look, figures: Vitals | None) -> dict[str, object]:
    reasons = [{"name": name, **_both(name)} for name in look.checks if name in look.faults]
    data: dict[str, object] = {
        "is_well": not look.faults,
        "checks": {name: name not in look.faults for name in look.checks},
        "reasons": reasons,
    }
    if figures is not None:
        data["figures"] = {name: getattr(figures, name) for name in FIGURES}
        data["advice"] = [name for name in ADVICE if not getattr(figures, name)]
    return data


def _both(name: str) -> dict[str, str]:
    """Return the sentence of a fault in both languages."""
    labels = {}
    for language in languages():
        with translation.override(language):
            labels[language] = str(words_of(name, False))
    return labels


def _shown(figures: Vitals | None) -> Sequence[tuple[str, object]]:
    if figures is None:
        return []
    rows: list[tuple[str, object]] = []
    for name, label in FIGURES.items():
        value = getattr(figures, name)
        text = ", ".join(value) if isinstance(value, tuple) else value
        shown = f"{text:,.2f}" if isinstance(text, float) else str(int(text) if isinstance(text, bool) else text)
        rows.append((gettext(label), digits(shown) if text not in (None, "") else "–"))
    return rows
