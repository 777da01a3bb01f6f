"""Requests of the report form while it is filled in: areas, proposed topics, emergencies, a CSRF token."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.city.approximate_map import approximate_features
from peygir.city.facts import TopicFacts
from peygir.core.persian import fa_digits, normalise
from peygir.core.translation import citizen_languages
from peygir.desks.intake.rules import told_emergency
from peygir.desks.understanding.proposing import proposal_for
from peygir.desks.understanding.rules import match_name
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.street_map import street_map
from peygir.web.public.kept_on_phone import staff_name

WORTH_SHOWING: Final = 0.04


@public()
@require_GET
@cache_control(max_age=600, public=True)
def areas(request: HttpRequest) -> HttpResponse:
    """Return the city's polygons as one GeoJSON collection: districts and neighbourhoods, distinguished by `kind`.

    Without a street map the approximate lines and names that the city ships stand beside them.
    """
    polygons = city.polygons(current_city().id, on=today())
    features = []
    for kind, name in (("district", "districts"), ("neighbourhood", "neighbourhoods")):
        for order, feature in enumerate(polygons[name]["features"]):
            area_properties = feature["properties"]
            name_fa = fa_digits(area_properties["name_fa"])
            properties = {
                "kind": kind,
                "order": order,
                "code": area_properties["code"],
                "name_fa": name_fa,
                "name_en": area_properties["name_en"] or name_fa,
                **_further_names(kind, area_properties["code"], name_fa),
            }
            features.append({"type": "Feature", "geometry": feature["geometry"], "properties": properties})
    if street_map() is None:
        features += [
            feature | {"properties": feature["properties"] | _further_names("", "", feature["properties"]["name_fa"])}
            for feature in approximate_features(current_city().code)
        ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


def _further_names(kind: str, code: str, name_fa: str) -> dict[str, str]:
    """The names of an area in the citizens' further languages, as properties; the Persian one if the city has none."""
    texts = dict(city.texts_of(current_city().id, kind, code))
    return {f"name_{one}": texts.get(one, name_fa) for one in citizen_languages() if one not in ("fa", "en")}


@public("hint", limit=2000, window_seconds=600)
@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    """Return proposed topics for the text typed so far, and the number to call if it describes an emergency."""
    here, text = current_city(), request.POST.get("text", "")[:4000]
    call = told_emergency(normalise(text), city.emergencies(here.id)) if text else ""
    return render(request, "public/report_hint.html", {"topics": _likely(here.id, text), "call": call})


@public()
@never_cache
@require_GET
def token(request: HttpRequest) -> JsonResponse:
    """Return what a phone needs to send what it has stored: a fresh CSRF token, who is signed in on it ("" for nobody
    of the staff), and where photos go in parts.

    Only our own pages can read it (no CORS, and its cookie is SameSite).
    """
    return JsonResponse({"token": get_token(request), "person": staff_name(request), "uploads": reverse("uploads")})


def _likely(city_id: int, text: str) -> list[TopicFacts]:
    """Return up to three topics that the text may mean, the likeliest first; none if all are unlikely."""
    if not text.strip():
        return []
    if (proposal := proposal_for(city_id, text, waits=False)) is not None:
        found = (city.topic_by_code(city_id, one.code) for one in proposal.guesses if one.confidence >= WORTH_SHOWING)
        return [topic for topic in found if topic is not None]
    named = match_name(normalise(text), city.topic_names(city_id))
    topic = city.topic(city_id, named) if named else None
    return [topic] if topic else []
