"""The addresses of OParl 1.1: the system, its body, the lists of the body, and each object by its id."""

from django.http import HttpRequest
from django.urls import path, re_path

from peygir.api.oparl.addresses import LISTS, SINGLE, address
from peygir.api.oparl.endpoint import NoSuchOparlObject, oparl
from peygir.api.oparl.listing import filter_of, page_of
from peygir.api.oparl.making import Json
from peygir.api.oparl.objects import OparlObjects

_LIST_OF = {single: name for name, single in SINGLE.items()}


@oparl
def system(objects: OparlObjects, request: HttpRequest) -> Json:
    """Return the system."""
    return objects.system


@oparl
def bodies(objects: OparlObjects, request: HttpRequest) -> Json:
    """Return the list of bodies, which has one."""
    return page_of([objects.body], filter_of(request.GET), "bodies")


@oparl
def body(objects: OparlObjects, request: HttpRequest, code: str) -> Json:
    """Return the body. Raises NoSuchOparlObject."""
    _check(objects, code)
    return objects.body.data


@oparl
def listed(objects: OparlObjects, request: HttpRequest, code: str, name: str) -> Json:
    """Return a page of one of the body's lists. Raises NoSuchOparlObject, OparlArgumentIsWrong."""
    _check(objects, code)
    if name not in LISTS:
        raise NoSuchOparlObject()
    return page_of(objects.lists[name].values(), filter_of(request.GET), "body", code, name)


@oparl
def organization_meetings(objects: OparlObjects, request: HttpRequest, key: str) -> Json:
    """Return a page of the sessions of the council or a commission. Raises NoSuchOparlObject, OparlArgumentIsWrong."""
    if key not in objects.lists["organizations"]:
        raise NoSuchOparlObject()
    own = objects.meetings_of.get(key, [])
    return page_of(own, filter_of(request.GET), "organization", key, "meetings")


@oparl
def single(objects: OparlObjects, request: HttpRequest, sort: str, key: str) -> Json:
    """Return one object; one that is gone as deleted. Raises NoSuchOparlObject."""
    found_object = objects.lists.get(_LIST_OF.get(sort, ""), {}).get(key)
    if found_object is None:
        raise NoSuchOparlObject()
    return found_object.data


@oparl
def nowhere(objects: OparlObjects, request: HttpRequest) -> Json:
    """Any other address below ours. Raises NoSuchOparlObject."""
    raise NoSuchOparlObject()


def _check(objects: OparlObjects, code: str) -> None:
    if objects.body.data["id"] != address("body", code):
        raise NoSuchOparlObject()


urlpatterns = [
    path("v1.1/", system, name="oparl_system"),
    path("v1.1/bodies/", bodies, name="oparl_bodies"),
    path("v1.1/body/<slug:code>/", body, name="oparl_body"),
    path("v1.1/body/<slug:code>/<slug:name>/", listed, name="oparl_list"),
    path("v1.1/organization/<slug:key>/meetings/", organization_meetings, name="oparl_organization_meetings"),
    path("v1.1/<slug:sort>/<slug:key>/", single, name="oparl_object"),
    re_path(r"^.*$", nowhere, name="oparl_nowhere"),
]
