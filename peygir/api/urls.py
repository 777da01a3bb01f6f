"""The URLs of the JSON API, each with the limit of its bodies."""

from typing import cast

from django.http import HttpRequest
from django.urls import URLPattern, path

from peygir.api.bodies import View, taking
from peygir.api.endpoint import api, refuse
from peygir.api.office_hooks import refuse_unless_office
from peygir.core.bodies import FORM, JSON_REPORT
from peygir.people.actions import KeyIsNotValid
from peygir.people.queries import caller_of_token


def _has_a_key(request: HttpRequest) -> None:
    """Require a valid key for a long body. Raises KeyIsNotValid."""
    if caller_of_token(request.headers.get("Authorization", "").removeprefix("Bearer ").strip()) is None:
        raise KeyIsNotValid()


_patterns, _app, _namespace = api.urls
for _pattern in _patterns:
    assert isinstance(_pattern, URLPattern)
    if _pattern.name == "create_report":
        _pattern.callback = taking(cast("View", _pattern.callback), JSON_REPORT, before_body=_has_a_key, refuse=refuse)
    elif _pattern.name == "office_message":
        callback = cast("View", _pattern.callback)
        _pattern.callback = taking(callback, JSON_REPORT, before_body=refuse_unless_office, refuse=refuse)
    else:
        _pattern.callback = taking(cast("View", _pattern.callback), FORM, refuse=refuse)

urlpatterns = [path("", (_patterns, _app, _namespace))]
