"""The page behind the QR code on an asset: what it is, what is known of it now, and a report about it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from peygir.assets.facts import AssetFacts
from peygir.assets.queries import NoSuchAsset, asset_of
from peygir.assets.states import AssetState
from peygir.cases.of_asset import public_cases_of_asset
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core import clock
from peygir.web.kit.access import public
from peygir.web.kit.asset_parts import asset_name, asset_place, tag_text
from peygir.web.kit.current_city import current_city
from peygir.web.public.form_photos import MOST_PHOTOS
from peygir.web.public.kept_on_phone import staff_name


@dataclass(frozen=True, slots=True)
class ChosenAsset:
    """The asset that a report is about, as the report's form shows it."""

    tag: str
    shown: str
    name: str
    place: str


@public()
@require_GET
def asset_page(request: HttpRequest, tag: str) -> HttpResponse:
    """Show an asset with its open public cases and the form of a report about it; a tag in other digits redirects."""
    asset = asset_of(tag)
    if asset is None or asset.city_id != current_city().id:
        raise NoSuchAsset()
    if asset.tag != tag:
        return redirect("asset_page", tag=asset.tag)
    topics = topics_of(asset)
    context = {
        "asset": asset,
        "chosen": _chosen(asset),
        "unit": city.unit(asset.unit_id) if asset.unit_id is not None else None,
        "state": AssetState.of(asset.state).label,
        "is_removed": asset.removed_on is not None,
        "is_working": asset.state == AssetState.IN_USE,
        "cases": public_cases_of_asset(asset.city_id, asset.id, now=clock.now()),
        "topics": topics,
        "only_topic": topics[0].code if len(topics) == 1 else "",
        "key": uuid.uuid4().hex,
        "most_photos": MOST_PHOTOS,
        "person": staff_name(request),
    }
    return render(request, "public/asset.html", context)


def topics_of(asset: AssetFacts) -> list[TopicFacts]:
    """Return the topics of an asset's type that are in force, in their order."""
    found = (city.topic(asset.city_id, topic_id) for topic_id in asset.type.topic_ids)
    return [topic for topic in found if topic is not None and topic.is_open]


def chosen_asset(text: str) -> ChosenAsset | None:
    """Return the asset of a tag that came with the report's form; None for none, an unknown or a removed one."""
    asset = asset_of(text[:40]) if text else None
    if asset is None or asset.city_id != current_city().id or asset.removed_on is not None:
        return None
    return _chosen(asset)


def asked_asset(query: Mapping[str, str]) -> dict[str, Any]:
    """Return the first values of a report's form whose address names an asset: its tag and its point."""
    asset = asset_of(query.get("asset", "")[:40])
    if asset is None or asset.removed_on is not None:
        return {}
    return {"asset": asset.tag, "lat": asset.lat, "lon": asset.lon, "topic": query.get("topic", "")[:80]}


def _chosen(asset: AssetFacts) -> ChosenAsset:
    return ChosenAsset(asset.tag, tag_text(asset.tag), asset_name(asset), asset_place(asset))
