"""Assets by JSON: the register with its types, the nearest ones to a point, and changes by a member of staff's key."""

from datetime import date, datetime
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from peygir.api.fields import Box, Latitude, Longitude
from peygir.api.scopes import Needs, caller_of
from peygir.assets import queries
from peygir.assets.actions import AssetContent
from peygir.assets.facts import AssetFacts, AssetTypeFacts, NearAsset
from peygir.assets.queries import REACH, AssetFilter
from peygir.assets.row_reading import AssetUnitIsUnknown
from peygir.assets.states import AssetState
from peygir.city import queries as city
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.intake.rules import NoSuchTopic
from peygir.journey import naming

router = Router(tags=["assets"])
MOST: Final = 100


class AssetBoxIsWrong(Invalid):
    """A bounding box that is not four numbers."""

    message = _("The box is not right; write it as west,south,east,north.")


class AssetOut(Schema):
    """An asset; the point in degrees (WGS84), `attributes` by their codes, `state` one of the register's."""

    tag: str
    type: str
    number: str
    name: str
    lat: float
    lon: float
    address: str
    district: str
    neighbourhood: str
    unit: str
    state: str
    installed_on: date | None
    removed_on: date | None
    attributes: dict[str, Any]
    changed_at: datetime
    version: int


class AssetsOut(Schema):
    """One page of assets, the newest first; ask for the next with `before` = `next_before` (none: the last page)."""

    assets: list[AssetOut]
    next_before: int | None


class NearAssetOut(Schema):
    """An asset near a point, `metres` away."""

    tag: str
    type: str
    type_fa: str
    name: str
    address: str
    lat: float
    lon: float
    state: str
    metres: int


class NearAssetsOut(Schema):
    """The assets near a point, the nearest first."""

    assets: list[NearAssetOut]


class AssetAttributeOut(Schema):
    """An attribute of a type; `datatype` as in Open311, `values` the choices of a list."""

    code: str
    datatype: str
    name_fa: str
    name_en: str
    is_required: bool
    values: list[dict[str, str]]


class AssetTypeOut(Schema):
    """A type of assets: its attributes, and the codes of the topics that may be reported about it."""

    code: str
    name_fa: str
    name_en: str
    topics: list[str]
    attributes: list[AssetAttributeOut]


class AssetTypesOut(Schema):
    """The types of the city."""

    types: list[AssetTypeOut]


class AssetIn(Schema):
    """What is said of an asset; a change writes all of it. `version`, if given, is the one that the caller saw."""

    lat: Latitude
    lon: Longitude
    number: str = Field("", max_length=50)
    name: str = Field("", max_length=120)
    address: str = Field("", max_length=300)
    unit: str = Field("", max_length=80)
    state: str = Field(AssetState.IN_USE.value, max_length=20)
    installed_on: date | None = None
    attributes: dict[str, str | float | list[str]] = Field(default_factory=dict)
    version: int | None = None


class NewAssetIn(AssetIn):
    """A new asset of a type."""

    type: str = Field(max_length=80)


class RemovalIn(Schema):
    """The day on which an asset was taken out of the street."""

    on: date


class TagOut(Schema):
    """The tag of an asset."""

    tag: str


@router.get("/asset-types", response=AssetTypesOut, auth=Needs("assets"))
def list_types(request: HttpRequest) -> dict[str, Any]:
    """The types of assets with their attributes and topics."""
    city_id = _city_id()
    return {"types": [_type(city_id, one) for one in queries.asset_types(city_id)]}


@router.get("/assets", response=AssetsOut, auth=Needs("assets"))
def list_assets(
    request: HttpRequest,
    type: str = "",  # noqa: A002 - the parameter's name in the address
    unit: str = "",
    neighbourhood: str = "",
    district: str = "",
    state: str = "",
    q: str = "",
    bbox: Box | None = None,
    before: int | None = None,
) -> dict[str, Any]:
    """A hundred assets, the newest first; removed ones only with `state=removed`. An unknown type or unit has none."""
    city_id = _city_id()
    kind = next((one for one in queries.asset_types(city_id, also_ended=True) if one.code == type), None)
    owner = city.unit_by_code(city_id, unit) if unit else None
    if (type and kind is None) or (unit and owner is None) or (state and state not in AssetState.values()):
        return {"assets": [], "next_before": None}
    asset_filter = AssetFilter(
        type_id=kind.id if kind else None,
        unit_id=owner.id if owner else None,
        neighbourhood=neighbourhood,
        district=district,
        state=state,
        words=q[:120],
        box=_box(bbox) if bbox else None,
    )
    page = queries.assets_page(city_id, asset_filter, before=before, size=MOST)
    return {"assets": [_asset(one) for one in page.assets], "next_before": page.next_before}


@router.get("/assets/near", response=NearAssetsOut, auth=Needs("assets"))
def near_assets(
    request: HttpRequest, lat: Latitude, lon: Longitude, topic: str = "", metres: int = int(REACH)
) -> dict[str, Any]:
    """The nearest assets of the topic's types (without a topic: of all), at most `metres` (1 to 2000) away."""
    city_id = _city_id()
    about = city.topic_by_code(city_id, topic) if topic else None
    if topic and about is None:
        raise NoSuchTopic(topic=topic[:80])
    reach = float(min(max(metres, 1), 2000))
    found = queries.nearest(city_id, lat=lat, lon=lon, topic_id=about.id if about else None, reach=reach)
    return {"assets": [_near(one) for one in found]}


@router.get("/assets/{tag}", response=AssetOut, auth=Needs("assets"))
def one_asset(request: HttpRequest, tag: str) -> dict[str, Any]:
    """One asset by its tag."""
    return _asset(queries.needed_asset(tag))


@router.post("/assets", response={201: TagOut}, auth=Needs("keep_assets"))
def register(request: HttpRequest, asset: NewAssetIn) -> Status[dict[str, str]]:
    """Register an asset; its tag is made here. A number that another asset has is refused."""
    tag = naming.register_asset(_city_id(), asset.type, _content(asset), by=caller_of(request).actor)
    return Status(201, {"tag": tag})


@router.put("/assets/{tag}", response=AssetOut, auth=Needs("keep_assets"))
def change(request: HttpRequest, tag: str, asset: AssetIn) -> dict[str, Any]:
    """Write what is said of an asset; 409 when it has changed since `version`."""
    naming.change_asset(tag, _content(asset), version=asset.version, by=caller_of(request).actor)
    return _asset(queries.needed_asset(tag))


@router.post("/assets/{tag}/removal", response=AssetOut, auth=Needs("keep_assets"))
def remove(request: HttpRequest, tag: str, removal: RemovalIn) -> dict[str, Any]:
    """Note that an asset was taken out of the street."""
    naming.remove_asset(tag, on=removal.on, by=caller_of(request).actor)
    return _asset(queries.needed_asset(tag))


def _city_id() -> int:
    return city.current_city(settings.CITY).id


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError as error:
        raise AssetBoxIsWrong() from error
    (west, east), (south, north) = sorted((west, east)), sorted((south, north))
    return west, south, east, north


def _content(asset: AssetIn) -> AssetContent:
    """The values as the actions take them. Raises AssetUnitIsUnknown."""
    unit = city.unit_by_code(_city_id(), asset.unit) if asset.unit else None
    if asset.unit and unit is None:
        raise AssetUnitIsUnknown(text=asset.unit[:60])
    return AssetContent(
        lat=asset.lat,
        lon=asset.lon,
        number=asset.number,
        name=asset.name,
        address=asset.address,
        unit_id=unit.id if unit else None,
        state=asset.state,
        installed_on=asset.installed_on,
        attributes=asset.attributes,
    )


def _asset(asset: AssetFacts) -> dict[str, Any]:
    unit = city.unit(asset.unit_id) if asset.unit_id is not None else None
    return {
        "tag": asset.tag,
        "type": asset.type.code,
        "number": asset.number,
        "name": asset.name,
        "lat": asset.lat,
        "lon": asset.lon,
        "address": asset.address,
        "district": asset.district_code,
        "neighbourhood": asset.neighbourhood_code,
        "unit": unit.code if unit else "",
        "state": asset.state,
        "installed_on": asset.installed_on,
        "removed_on": asset.removed_on,
        "attributes": dict(asset.attributes),
        "changed_at": asset.changed_at,
        "version": asset.version,
    }


def _near(asset: NearAsset) -> dict[str, Any]:
    own = {name: getattr(asset, name) for name in ("tag", "name", "address", "lat", "lon", "state")}
    return own | {"type": asset.type.code, "type_fa": asset.type.name_fa, "metres": round(asset.metres)}


def _type(city_id: int, kind: AssetTypeFacts) -> dict[str, Any]:
    topics = (city.topic(city_id, topic_id) for topic_id in kind.topic_ids)
    attributes = [
        one.stored() | {"values": [{"key": key, "fa": fa, "en": en} for key, fa, en in one.values]}
        for one in kind.attributes
    ]
    return {
        "code": kind.code,
        "name_fa": kind.name_fa,
        "name_en": kind.name_en,
        "topics": [topic.code for topic in topics if topic is not None],
        "attributes": attributes,
    }
