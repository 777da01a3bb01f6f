"""One asset: its whole life on one page, its form, its removal and its pictures."""

from datetime import date
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.assets.facts import AssetFacts, AssetTypeFacts
from peygir.assets.queries import NoSuchAsset, asset_type, asset_types, needed_asset
from peygir.assets.row_reading import AssetDayIsUnreadable
from peygir.city import queries as city
from peygir.city.cells import read_day
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Invalid, Missing, Refusal
from peygir.core.translation import gettext_lazy
from peygir.history.queries import timeline
from peygir.journey import naming
from peygir.people.permissions import Permission
from peygir.people.queries import staff_names
from peygir.people.rules import may_keep_assets
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.actor_names import staff_ids, who
from peygir.web.kit.asset_event_names import asset_event
from peygir.web.kit.asset_parts import asset_name, asset_place, tag_text
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.dates import example_day
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.parts import MapPart, PhotoPart, TimelineLine
from peygir.web.kit.qr import qr
from peygir.web.kit.stored_files import stored_file
from peygir.web.kit.submitting import confirmed, refuse
from peygir.web.kit.templatetags.ui import language, named
from peygir.web.planner.asset_form import AssetForm, shown_attributes
from peygir.web.planner.asset_life import life_of

PHOTO_BYTES: Final = 15 * 1024 * 1024
_FIELD_OF: Final = {
    "AssetNumberIsTaken": "number",
    "AssetPointIsWrong": "lat",
    "AssetStateIsWrong": "state",
    "AssetUnitIsGone": "unit",
    "AssetEndsBeforeItBegins": "installed_on",
}


class UnknownAssetCommand(Missing):
    """No button of an asset's page has this name."""

    message = gettext_lazy("There is no such command.")


class AssetPhotoIsMissing(Invalid):
    """No picture came with the form."""

    message = gettext_lazy("Please choose a photo.")


@staff()
@require_GET
def planner_asset(request: HttpRequest, tag: str) -> HttpResponse:
    """Show an asset's whole life. Raises NoSuchAsset."""
    by, asset = actor(request), needed_asset(tag)
    link = f"{settings.PUBLIC_URL}{reverse('asset_page', args=[asset.tag])}"
    context = {
        "asset": asset,
        "name": asset_name(asset),
        "place": asset_place(asset),
        "shown": tag_text(asset.tag),
        "unit": city.unit(asset.unit_id) if asset.unit_id is not None else None,
        "attributes": shown_attributes(asset),
        "photos": _photos(asset),
        "map": _map(asset.lat, asset.lon, is_pinned=True, mode="show"),
        "link": link,
        "qr": qr(link),
        "sections": life_of(asset, by),
        "lines": _story(asset),
        "may_keep": may_keep_assets(by, asset.unit_id),
        "example": example_day(),
    }
    return render(request, "planner/asset.html", context)


@staff(Permission.LEAD_UNIT, Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def planner_asset_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new asset of the URL's type; POST registers it."""
    by, types = actor(request), asset_types(current_city().id)
    kind = next((one for one in types if one.code == request.GET.get("type", "")), None)
    if kind is None:
        return render(request, "planner/asset_new.html", {"types": types})
    if request.method != "POST":
        return _form_page(request, AssetForm(kind, by), kind)
    form = AssetForm(kind, by, request.POST)
    if not form.is_valid():
        return _form_page(request, form, kind, status=422)
    try:
        tag = naming.register_asset(current_city().id, kind.code, form.content(), by=by)
    except Refusal as refusal:
        refuse(form, refusal, _FIELD_OF)
        return _form_page(request, form, kind, status=status_of(refusal))
    messages.success(request, _("The asset is registered."))
    return redirect("planner_asset", tag=tag)


@staff(Permission.LEAD_UNIT, Permission.ADMINISTER)
@require_http_methods(["GET", "POST"])
def planner_asset_edit(request: HttpRequest, tag: str) -> HttpResponse:
    """Show the form of an asset; POST changes it. Raises NoSuchAsset."""
    by, asset = actor(request), needed_asset(tag)
    kind = asset_type(asset.city_id, asset.type.code)
    if request.method != "POST":
        return _form_page(request, AssetForm(kind, by, asset=asset), kind, asset)
    form = AssetForm(kind, by, request.POST, asset=asset)
    if not form.is_valid():
        return _form_page(request, form, kind, asset, status=422)
    try:
        naming.change_asset(asset.tag, form.content(), version=form.seen_version, by=by)
    except NoSuchAsset:
        raise
    except Refusal as refusal:
        refuse(form, refusal, _FIELD_OF)
        return _form_page(request, form, kind, asset, status=status_of(refusal))
    messages.success(request, _("The asset is changed."))
    return redirect("planner_asset", tag=asset.tag)


@takes(PHOTOS)
@staff(Permission.LEAD_UNIT, Permission.ADMINISTER)
@require_POST
def planner_asset_press(request: HttpRequest, tag: str, deed: str) -> HttpResponse:
    """Remove an asset or take that back, add a picture or take one out. Raises NoSuchAsset, UnknownAssetCommand."""
    by, asset = actor(request), needed_asset(tag)
    match deed:
        case "remove":
            done = _("The asset is removed.")
            confirmed(request, done, lambda: naming.remove_asset(asset.tag, on=_day(request), by=by))
        case "restore":
            confirmed(request, _("The asset is in use again."), lambda: naming.restore_asset(asset.tag, by=by))
        case "photo":
            done = _("The photo is kept.")
            confirmed(request, done, lambda: naming.add_asset_photo(asset.tag, _photo_of(request), by=by))
        case "photo-drop":
            name = _picture(asset, number_of(request.POST.get("number", "")))
            done = _("The photo is taken out.")
            confirmed(request, done, lambda: naming.remove_asset_photo(asset.tag, name, by=by))
        case _:
            raise UnknownAssetCommand()
    return redirect("planner_asset", tag=asset.tag)


@staff()
@require_GET
def planner_asset_photo(request: HttpRequest, tag: str, number: int) -> HttpResponseBase:
    """Return a picture of an asset by its place in the list. Raises NoSuchAsset."""
    asset = needed_asset(tag)
    name = _picture(asset, number)
    response = stored_file(request, name, content_type="image/jpeg", file_name=f"{asset.tag}-{number}.jpg")
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _picture(asset: AssetFacts, number: int | None) -> str:
    """Return the name of a picture in the storage. Raises NoSuchAsset."""
    if number is None or not 1 <= number <= len(asset.photos):
        raise NoSuchAsset()
    return asset.photos[number - 1]


def _photo_of(request: HttpRequest) -> bytes:
    file = request.FILES.get("photo")
    if file is None or isinstance(file, list) or (file.size or 0) > PHOTO_BYTES:
        raise AssetPhotoIsMissing()
    return bytes(file.read())


def _day(request: HttpRequest) -> date:
    """Return the day of removal; today if none is given. Raises AssetDayIsUnreadable."""
    text = request.POST.get("on", "").strip()[:40]
    day = read_day(text) if text else today()
    if day is None:
        raise AssetDayIsUnreadable(text=text)
    return day


def _photos(asset: AssetFacts) -> list[PhotoPart]:
    addresses = [reverse("planner_asset_photo", args=[asset.tag, number]) for number in range(1, len(asset.photos) + 1)]
    return [PhotoPart(_("Photo of the asset"), address, address) for address in addresses]


def _story(asset: AssetFacts) -> list[TimelineLine]:
    events = timeline("asset", asset.id)
    names = staff_names(staff_ids(events), language())
    return [
        TimelineLine("map-pin", "tone-quiet", asset_event(event), event.at, who=who(event.by, names))
        for event in reversed(events)
    ]


def _map(lat: float, lon: float, *, is_pinned: bool, mode: str) -> MapPart | None:
    city_facts = current_city()
    if not city.has_polygons(city_facts.id):
        return None
    return MapPart(mode, reverse("areas"), lat, lon, 16.0 if is_pinned else city_facts.zoom, is_pinned, _("Map"))


def _form_page(
    request: HttpRequest, form: AssetForm, kind: AssetTypeFacts, asset: AssetFacts | None = None, *, status: int = 200
) -> HttpResponse:
    city_facts = current_city()
    try:
        lat, lon, is_pinned = float(form["lat"].value() or "x"), float(form["lon"].value() or "x"), True
    except (TypeError, ValueError):
        lat, lon, is_pinned = city_facts.centre_lat, city_facts.centre_lon, False
    context = {
        "form": form,
        "kind": named(kind),
        "asset": asset,
        "shown": tag_text(asset.tag) if asset is not None else "",
        "map": _map(lat, lon, is_pinned=is_pinned, mode="pick"),
    }
    return render(request, "planner/asset_form.html", context, status=status)
