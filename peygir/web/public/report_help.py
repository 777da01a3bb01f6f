"""What the report form asks while it is filled in: the areas of the map, a proposal of the topic, an alarm."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core.persian import fa_digits, normalise
from peygir.intake.rules import told_emergency
from peygir.understanding.proposing import proposal_for
from peygir.understanding.rules import match_name
from peygir.web.access import public
from peygir.web.town import today, town

WORTH_SHOWING: Final = 0.04


@public()
@require_GET
@cache_control(max_age=3600, public=True)
def areas(request: HttpRequest) -> HttpResponse:
    """The city's polygons as one GeoJSON collection: districts and neighbourhoods, told apart by `kind`."""
    found = city.polygons(town().id, on=today())
    features = []
    for kind, name in (("district", "districts"), ("neighbourhood", "neighbourhoods")):
        for order, feature in enumerate(found[name]["features"]):
            told = feature["properties"]
            name_fa = fa_digits(told["name_fa"])
            properties = {
                "kind": kind, "order": order, "code": told["code"], "name_fa": name_fa,
                "name_en": told["name_en"] or name_fa,
            }  # fmt: skip
            features.append({"type": "Feature", "geometry": feature["geometry"], "properties": properties})
    return JsonResponse({"type": "FeatureCollection", "features": features})


@public("hint", limit=2000, window_seconds=600)
@require_POST
def hint(request: HttpRequest) -> HttpResponse:
    """For the words typed so far: what they may be about, and the number to call when they tell of an emergency."""
    here, text = town(), request.POST.get("text", "")[:4000]
    call = told_emergency(normalise(text), city.emergencies(here.id)) if text else ""
    return render(request, "public/report_hint.html", {"topics": _likely(here.id, text), "call": call})


def _likely(city_id: int, text: str) -> list[TopicFacts]:
    """Up to three topics that the words may mean, the likeliest first; none rather than a wild guess."""
    if not text.strip():
        return []
    if (proposal := proposal_for(city_id, text)) is not None:
        found = (city.topic_by_code(city_id, one.code) for one in proposal.guesses if one.confidence >= WORTH_SHOWING)
        return [topic for topic in found if topic is not None]
    named = match_name(normalise(text), city.topic_names(city_id))
    topic = city.topic(city_id, named) if named else None
    return [topic] if topic else []
