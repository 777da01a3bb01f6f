"""Health of the system: a page for people, JSON for machines, metrics for administrators and supervisors."""

from collections.abc import Iterator, Sequence
from secrets import compare_digest
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
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from peygir.core.release import release
from peygir.core.request_counts import BOUNDS, totals
from peygir.core.translation import languages
from peygir.journey.vitals import Vitals
from peygir.people.permissions import Permission
from peygir.people.role_catalogue import rights_of
from peygir.web.kit.access import public, staff
from peygir.web.kit.health_look import KEPT, Look
from peygir.web.kit.health_words import ADVICE, FIGURES, RESPONSES, SECONDS, words_of
from peygir.web.kit.templatetags.ui import digits

KEEPERS: Final = Permission.LOOK_AFTER
"""The permission that opens the metrics: strangers need not know how much the city has to do."""


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
    rows = [
        (name, name not in look.faults, words_of(name, name not in look.faults, look.figures)) for name in look.checks
    ]
    shown = {"checks": rows, "is_well": not look.faults, "figures": _shown(figures), "version": release()}
    if "database" in look.faults:  # the page's frame would query it too
        return HttpResponse(render_to_string("503.html", _both("database", None)), status=status)
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
    Gauge("peygir_info", "1; the label is the version", ["version"], registry=registry).labels(release()).set(1)
    for name in look.checks:
        state.labels(name).set(name not in look.faults)
    for name, label in FIGURES.items():
        value = getattr(look.figures, name, None)
        if value is not None:
            Gauge(f"peygir_{name}", label, registry=registry).set(len(value) if isinstance(value, tuple) else value)
    registry.register(_Responses())
    return HttpResponse(generate_latest(registry), CONTENT_TYPE_LATEST)


class _Responses(Collector):
    """What the web processes of this machine have counted since they were started."""

    def collect(self) -> Iterator[Metric]:
        counted = totals(settings.HOME / "doing")
        responses = CounterMetricFamily("peygir_http_responses", RESPONSES, labels=["status"])
        for status, count in counted.responses.items():
            responses.add_metric([status], count)
        yield responses
        bounds = [*map(str, BOUNDS), "+Inf"]
        pairs = list(zip(bounds, counted.within, strict=True))
        yield HistogramMetricFamily("peygir_http_seconds", SECONDS, buckets=pairs, sum_value=counted.seconds)


_figures_at_desk = staff(Permission.LOOK_AFTER)(_figures)


def _has_token(request: HttpRequest) -> bool:
    token = str(settings.HEALTH_TOKEN)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(token) and compare_digest(given.encode(), token.encode())


def _may_see_figures(request: HttpRequest) -> bool:
    """Whether the request has the token, or the session of one of KEEPERS."""
    if _has_token(request):
        return True
    try:
        return KEEPERS in rights_of(getattr(request.user, "role", "")).permissions
    except (DatabaseError, InterfaceError):
        return False


def _as_data(look: Look, figures: Vitals | None) -> dict[str, object]:
    reasons = [{"name": name, **_both(name, look.figures)} for name in look.checks if name in look.faults]
    data: dict[str, object] = {
        "is_well": not look.faults,
        "version": release(),
        "checks": {name: name not in look.faults for name in look.checks},
        "reasons": reasons,
    }
    if figures is not None:
        data["figures"] = {name: getattr(figures, name) for name in FIGURES}
        data["advice"] = [name for name in ADVICE if not getattr(figures, name)]
    return data


def _both(name: str, figures: Vitals | None) -> dict[str, str]:
    """Return the sentence of a fault in both languages."""
    labels = {}
    for language in languages():
        with translation.override(language):
            labels[language] = str(words_of(name, False, figures))
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
