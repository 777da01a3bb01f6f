"""The URLs of GeoReport v2; singular names, and URLs without a format, are accepted too."""

from django.urls import re_path

from peygir.api.open311 import discovery, reading, services, updates, writing
from peygir.api.open311.endpoint import door, nowhere
from peygir.api.open311.openapi import document

_FORM = r"(?:\.(?P<form>json|xml))?/?$"
_V2 = r"^v2/"

urlpatterns = [
    re_path(rf"^(?:v2/)?discovery{_FORM}", door(GET=discovery.discovery), name="open311_discovery"),
    re_path(r"^v2/$", door(GET=discovery.discovery), name="open311_root"),
    re_path(r"^v2/openapi\.json$", door(GET=document), name="open311_openapi"),
    re_path(rf"{_V2}services?{_FORM}", door(GET=services.list_services), name="open311_services"),
    re_path(rf"{_V2}services?/(?P<code>.+?){_FORM}", door(GET=services.one_service), name="open311_service"),
    re_path(
        rf"{_V2}requests?{_FORM}",
        door(GET=reading.list_requests, POST=writing.create_request),
        name="open311_requests",
    ),
    re_path(rf"{_V2}requests?/(?P<code>.+?){_FORM}", door(GET=reading.one_request), name="open311_request"),
    re_path(rf"{_V2}tokens?/(?P<token>.+?){_FORM}", door(GET=writing.find_token), name="open311_token"),
    re_path(
        rf"{_V2}(?:service_?request_?updates?|request_updates){_FORM}",
        door(GET=updates.list_updates, POST=updates.create_update),
        name="open311_updates",
    ),
    re_path(rf"^.*?{_FORM}", door(GET=nowhere, POST=nowhere), name="open311_nowhere"),
]
