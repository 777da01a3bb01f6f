"""The command that names the asset of a case, and the nearest assets that it may be about."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from peygir.assets.queries import tags_of
from peygir.desks.intake.rules import AssetIsNotThere
from peygir.journey.naming import name_asset
from peygir.web.clerk.acting import acted, version_of
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.asset_parts import near_parts


@staff()
@require_http_methods(["GET", "POST"])
def case_asset(request: HttpRequest, code: str) -> HttpResponse:
    """Return the nearest assets of the topic as buttons; POST says which asset the case is about, or that it is none.

    The asset is one of the nearest, or one by its tag.
    """
    if request.method != "POST":
        return _nearest(request, code)
    is_none = bool(request.POST.get("none"))
    tag = "" if is_none else (request.POST.get("near") or request.POST.get("tag", ""))[:40].strip()
    done = _("The case is about no asset now.") if is_none else _("The asset is named.")

    def act() -> object:
        if not is_none and not tag:
            raise AssetIsNotThere(tag="")
        return name_asset(code, tag, by=actor(request), version=version_of(request))

    return acted(request, code, done, act)


def _nearest(request: HttpRequest, code: str) -> HttpResponse:
    case = open_case_of(actor(request), code)
    near = []
    if case.lat is not None and case.lon is not None and case.topic_id is not None:
        chosen = tags_of([case.asset_id]).get(case.asset_id, "") if case.asset_id is not None else ""
        near = near_parts(case.lat, case.lon, case.topic_id, chosen=chosen)
    return render(request, "clerk/near_assets.html", {"near": near})
