"""Assets as parts of pages: the nearest ones to choose from, the tag as text, and where an asset stands."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from peygir.assets.facts import AssetFacts, NearAsset
from peygir.assets.queries import nearest
from peygir.assets.tags import read_tag, shown_tag
from peygir.city import queries as city
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, language, named


@dataclass(frozen=True, slots=True)
class NearAssetPart:
    """An asset to choose: its tag (as sent, and as shown), what it is, and how far it is."""

    tag: str
    shown: str
    name: str
    away: str
    is_chosen: bool


def tag_text(tag: str) -> str:
    """Return a tag as it is shown in the viewer's language."""
    return shown_tag(tag, language())


def near_parts(lat: float, lon: float, topic_id: int, *, chosen: str = "") -> list[NearAssetPart]:
    """Return the nearest assets that a topic may be about, around a point in degrees; the `chosen` tag is marked."""
    chosen_tag = read_tag(chosen) if chosen else ""
    found = nearest(current_city().id, lat=lat, lon=lon, topic_id=topic_id)
    return [
        NearAssetPart(one.tag, tag_text(one.tag), _name(one), _away(one.metres), one.tag == chosen_tag) for one in found
    ]


def asset_name(asset: AssetFacts) -> str:
    """Return what an asset is: its type, and its own name if it has one."""
    return " · ".join(filter(None, (named(asset.type), asset.name)))


def asset_place(asset: AssetFacts) -> str:
    """Return where an asset stands in words: its neighbourhood and its address."""
    areas = city.neighbourhoods(asset.city_id, on=today())
    area = next((named(row) for row in areas if row.code == asset.neighbourhood_code), "")
    if not area:
        districts = city.districts(asset.city_id, on=today())
        area = next((named(row) for row in districts if row.code == asset.district_code), "")
    return "، ".join(filter(None, (area, asset.address)))


def _name(asset: NearAsset) -> str:
    return " · ".join(filter(None, (named(asset.type), asset.name or asset.address)))


def _away(metres: float) -> str:
    return _("%(metres)s m away") % {"metres": digits(round(metres))}
