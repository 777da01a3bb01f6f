"""The register of assets: as a list, as a map, as a file, and as a sheet of labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.assets.exporting import FORMS
from peygir.assets.exporting import export as exported
from peygir.assets.facts import AssetFacts
from peygir.assets.queries import assets_page, count_assets, counts_of_types
from peygir.cases.of_asset import open_cases, times_reported
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.label_sheets import SheetLabel, label_sheets
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.asset_parts import asset_name, asset_place, tag_text
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.parts import MapPart
from peygir.web.kit.templatetags.ui import digits, language, named
from peygir.web.planner.asset_filters import before_in, choices, filters_in

HOTLINE: Final = str(getattr(settings, "HOTLINE", "137"))
MOST_COUNTED: Final = 10_000
MOST_ON_MAP: Final = 200
MOST_LABELS: Final = 960  # 40 pages


class UnknownAssetFormat(Missing):
    """A format in which no file of assets is made."""

    message = gettext_lazy("No file is made in that form.")


@dataclass(frozen=True, slots=True)
class AssetLine:
    """One row of the list: the asset, how it is shown, its open cases, and its reports of a year."""

    asset: AssetFacts
    shown: str
    name: str
    place: str
    unit: str
    open: int
    times: int


@staff()
@require_GET
def planner_assets(request: HttpRequest) -> HttpResponse:
    """Show one page of the register, narrowed by the URL."""
    by, city_id, chosen = actor(request), current_city().id, filters_in(request.GET)
    page = assets_page(city_id, chosen.filter, before=before_in(request.GET))
    count = count_assets(city_id, chosen.filter, most=MOST_COUNTED)
    context = {
        "rows": _lines(page.assets, by),
        "next_before": page.next_before,
        "count": min(count, MOST_COUNTED),
        "has_more": count > MOST_COUNTED,
        "chosen": chosen,
        "choices": choices(),
        "forms": list(FORMS),
        "is_empty": not sum(counts_of_types(city_id).values()) if not page.assets else False,
        "may_register": by.may(Permission.LEAD_UNIT) or by.may(Permission.ADMINISTER),
        "may_import": by.may(Permission.ADMINISTER),
    }
    return render(request, "planner/assets.html", context)


@staff()
@require_GET
def planner_asset_map(request: HttpRequest) -> HttpResponse:
    """Show the newest assets of the URL's filters on the map, beside the list of them."""
    by, city_facts, chosen = actor(request), current_city(), filters_in(request.GET)
    page = assets_page(city_facts.id, chosen.filter, size=MOST_ON_MAP)
    rows = _lines(page.assets, by)
    lats, lons = sorted(row.asset.lat for row in rows), sorted(row.asset.lon for row in rows)
    lat, lon = (lats[len(lats) // 2], lons[len(lons) // 2]) if rows else (city_facts.centre_lat, city_facts.centre_lon)
    drawn = MapPart("show", reverse("areas"), lat, lon, city_facts.zoom, False, _("Map of the assets"))
    context = {
        "rows": rows,
        "chosen": chosen,
        "most": MOST_ON_MAP if page.next_before is not None else 0,
        "map": drawn if city.has_polygons(city_facts.id) else None,
    }
    return render(request, "planner/asset_map.html", context)


@staff()
@require_GET
def planner_asset_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the assets of the URL's filters as a file that an import reads. Raises UnknownAssetFormat."""
    if form not in FORMS:
        raise UnknownAssetFormat()
    file = exported(current_city().id, filters_in(request.GET).filter, form)
    response = StreamingHttpResponse(file, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="assets-{today().isoformat()}.{form}"'
    return response


@staff()
@require_GET
def planner_asset_labels(request: HttpRequest) -> HttpResponse:
    """Return a sheet of labels with QR codes for the newest assets of the URL's filters, or for the tag `only`."""
    only = request.GET.get("only", "")
    chosen = filters_in({"q": only} if only else request.GET)
    assets = assets_page(current_city().id, chosen.filter, size=MOST_LABELS).assets
    note = _("Something wrong? Scan the code, or call %(phone)s and read the number.") % {"phone": digits(HOTLINE)}
    labels = [
        SheetLabel(
            link=f"{settings.PUBLIC_URL}{reverse('asset_page', args=[asset.tag])}",
            code=tag_text(asset.tag),
            name=named(asset.type),
            note=note,
        )
        for asset in assets
    ]
    sheet = label_sheets(labels, title=_("Labels of assets"), language=language(), made_at=clock.now())
    response = HttpResponse(sheet, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="labels.pdf"'
    return response


def _lines(assets: Sequence[AssetFacts], by: Actor) -> list[AssetLine]:
    ids = [asset.id for asset in assets]
    open_ones, times = open_cases(ids, by), times_reported(ids, now=clock.now())
    return [
        AssetLine(
            asset,
            tag_text(asset.tag),
            asset_name(asset),
            asset_place(asset),
            named(city.unit(asset.unit_id)) if asset.unit_id is not None else "",
            open_ones.get(asset.id, 0),
            times.get(asset.id, 0),
        )
        for asset in assets
    ]
