"""The JSON API: authentication, error responses and the OpenAPI document."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.security import HttpBearer

from peygir.api import (
    assets,
    cases,
    commands,
    costs,
    export,
    findings,
    hooks,
    moves,
    nearby,
    office_hooks,
    open_data,
    orders,
    reports,
)
from peygir.api.answers import as_json, refusal_body, status_of
from peygir.api.scopes import OPENS
from peygir.core.bodies import FORM, MB, BodyIsTooBig
from peygir.core.refusals import Refusal, Unavailable
from peygir.core.release import release
from peygir.core.strict_json import read_json
from peygir.core.translation import gettext_lazy as _
from peygir.history.outages import outage_of

PREFIX = "/api/v1"
DEEPEST = 8  # nesting of lists and objects in a request


class Nobody(HttpBearer):
    """The default authentication: rejects every key, so an operation must name a scope or be open to all."""

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Return None."""


_REFUSED = {
    "description": "Refused; `error` is a name for programs, `fa` and `en` say it to people.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error", "fa", "en"],
                "properties": {name: {"type": "string"} for name in ("error", "fa", "en")},
            }
        }
    },
}


class StrictJson(Parser):
    """Parses the bodies of the API."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the values. Raises JsonIsNotReadable."""
        return read_json(request.body, deepest=DEEPEST)


class CountedApi(NinjaAPI):
    """The API; its OpenAPI document describes the refusals of every operation."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, object] | None = None
    ) -> OpenAPISchema:
        """Return the document, with the single schema of refusals and the scope of each operation."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        # One security scheme, whatever the scope.
        schemes = document.get("components", {}).get("securitySchemes", {})
        schemes.clear()
        schemes["key"] = {"type": "http", "scheme": "bearer"}
        document["info"]["x-release"] = release()
        scope_by_operation = {deed: scope for scope, deeds in OPENS.items() for deed in deeds}
        for path, deeds in document["paths"].items():
            for method, deed in deeds.items():
                deed["responses"]["4XX"] = _REFUSED
                scope = scope_by_operation.get(f"{method.upper()} {path.removeprefix(PREFIX)}")
                if scope is not None:
                    deed |= {"security": [{"key": []}], "x-scope": scope}
        return document


api = CountedApi(
    title="Peygir",
    version="1",
    description=f"A citizen's request, from first word to confirmed answer. City: {settings.CITY}.",
    auth=Nobody(),
    parser=StrictJson(),
    docs_url=None,
    openapi_url=None,
)
api.add_router("", reports.router)
api.add_router("", nearby.router)
api.add_router("", cases.router)
api.add_router("", moves.router)
api.add_router("", commands.router)
api.add_router("", orders.router)
api.add_router("", costs.router)
api.add_router("", export.router)
api.add_router("", assets.router)
api.add_router("", findings.router)
api.add_router("", hooks.router)
api.add_router("", office_hooks.router)
api.add_router("", open_data.router)


@api.get("/openapi.json", auth=None, include_in_schema=False)
def document(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document for the city's current topics."""
    described = api.get_openapi_schema()
    described["components"]["schemas"]["ReportIn"]["allOf"] = reports.needed_now()
    return as_json(described)


class TokenIsMissing(Refusal):
    """No token, or an unknown one."""

    message = _("The token is missing or not known (Authorization: Bearer …).")


class BodyIsNotReadable(Refusal):
    """The body is not JSON."""

    message = _("The body of the request is not JSON.")


class FieldsAreWrong(Refusal):
    """Fields that are missing or of the wrong type."""

    message = _("These fields are not right: {fields}")


def _refusal(request: HttpRequest, refusal: Refusal, status: int) -> HttpResponse:
    return api.create_response(request, refusal_body(refusal), status=status)


@api.exception_handler(Refusal)
def refuse(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return a refusal in both languages, with the status of its family."""
    response = _refusal(request, refusal, status_of(refusal))
    if isinstance(refusal, Unavailable):
        response["Retry-After"] = str(refusal.retry_after)
    return response


@api.exception_handler(DatabaseError)
@api.exception_handler(InterfaceError)
@api.exception_handler(OSError)
def refuse_for_now(request: HttpRequest, failure: DatabaseError | InterfaceError | OSError) -> HttpResponse:
    """Return 503 for an outage of the database or the disk; re-raise any other exception."""
    outage = outage_of(failure)
    if outage is None:
        raise failure
    return refuse(request, outage)


@api.exception_handler(AuthenticationError)
def refuse_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """401."""
    return _refusal(request, TokenIsMissing(), 401)


@api.exception_handler(HttpError)
def refuse_body(request: HttpRequest, error: HttpError) -> HttpResponse:
    """400: the framework could not parse the body (it raises HttpError for nothing else)."""
    if isinstance(error.__context__, RequestDataTooBig):
        return refuse_size(request, error)
    return _refusal(request, BodyIsNotReadable(), error.status_code)


@api.exception_handler(RequestDataTooBig)
def refuse_size(request: HttpRequest, error: Exception) -> HttpResponse:
    """413."""
    return _refusal(request, BodyIsTooBig(megabytes=FORM.other // MB), 413)


@api.exception_handler(ValidationError)
def refuse_fields(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422: which fields are wrong, without their values."""
    fields = [".".join(str(part) for part in fault["loc"][-2:]) for fault in error.errors]
    return _refusal(request, FieldsAreWrong(fields=", ".join(dict.fromkeys(fields))), 422)
