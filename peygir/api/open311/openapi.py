"""The OpenAPI document of the Open311 API: every call, its parameters and its responses."""

from functools import cache
from typing import Final

from django.http import JsonResponse
from django.urls import reverse

from peygir.api.open311.endpoint import Call
from peygir.api.open311.schemas import SCHEMAS, TEXT, JsonSchema
from peygir.api.open311.updates import TAKEN

_PLACE: Final = {"type": "string", "pattern": "[A-Za-z]", "maxLength": 300}
_SAID: Final = {"type": "string", "pattern": r"[!-~]|\w", "maxLength": 4000}  # text with a visible character
_NAME: Final = {"type": "string", "minLength": 1, "maxLength": 80}
_UPDATE_ID: Final = {**_SAID, "maxLength": 80}
# Narrower than what is accepted, and never an impossible date; an empty parameter counts as absent.
_WHEN: Final = r"20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_WHEN_IF_ANY: Final = {"type": "string", "pattern": f"^({_WHEN})?$"}
_PAGE: Final = {"type": "string", "pattern": "^([1-9][0-9]{0,3})?$"}
_STATES: Final = {"type": "string", "pattern": "^((open|closed)(,(open|closed))?)?$"}
_KEY_ERRORS: Final = {
    "403": "The api_key is missing, not valid, or may not do this",
    "429": "The key's quota is used up",
}


def document(call: Call) -> JsonResponse:
    """Return the document with this server's URL."""
    root = reverse("open311_root").rstrip("/")
    response = JsonResponse({**_described(), "servers": [{"url": root}]}, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _list(of: str) -> JsonSchema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}


def _query(name: str, about: str, schema: JsonSchema = TEXT) -> JsonSchema:
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _in_path(name: str) -> JsonSchema:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "pattern": r"^[A-Za-z0-9-]{1,40}$"},
    }


def _answers(schema: JsonSchema, errors: dict[str, str]) -> JsonSchema:
    shape = {"application/json": {"schema": _list("Error")}}
    found = {code: {"description": about, "content": shape} for code, about in errors.items()}
    return {"200": {"description": "As asked", "content": {"application/json": {"schema": schema}}}, **found}


def _call(
    summary: str,
    schema: JsonSchema,
    *parameters: JsonSchema,
    body: JsonSchema | None = None,
    errors: dict[str, str] | None = None,
) -> JsonSchema:
    common = {"400": "What was sent cannot be taken", "404": "There is no such thing here"}
    described: dict[str, object] = {
        "summary": summary,
        "responses": _answers(schema, {**common, **(errors or {})}),
        "parameters": [
            *parameters,
            _query("jurisdiction_id", "The city, where several are served"),
            _query("locale", "fa or en: the language of names", {"type": "string"}),
        ],
    }
    if body is not None:
        forms = ("application/x-www-form-urlencoded", "multipart/form-data")
        described |= {
            "requestBody": {"required": True, "content": {form: {"schema": body} for form in forms}},
            "security": [{"api_key": []}, {"api_key_header": []}],
        }
    return described


def _new_request() -> JsonSchema:
    texts = (
        "address_string",
        "address_id",
        "email",
        "device_id",
        "account_id",
        "first_name",
        "last_name",
        "phone",
        "media_url",
    )
    return {
        "type": "object",
        "required": ["service_code"],
        "properties": {
            "service_code": _NAME,
            "lat": {"type": "number", "minimum": -90, "maximum": 90},
            "long": {"type": "number", "minimum": -180, "maximum": 180},
            "description": {"type": "string", "maxLength": 4000},
            "token": {"type": "string", "maxLength": 80},
            **dict.fromkeys(texts, TEXT),
            "address_string": _PLACE,
            "address_id": _PLACE,
        },
        "anyOf": [{"required": ["lat", "long"]}, {"required": ["address_string"]}, {"required": ["address_id"]}],
    }


def _list_parameters() -> tuple[JsonSchema, ...]:
    return (
        _query("service_request_id", "Numbers, separated by commas; overrides all else"),
        _query("service_code", "Services, separated by commas"),
        _query("status", "open, closed, or both, separated by commas", _STATES),
        _query(
            "start_date", "From the day of this moment on, in ISO 8601; at most 90 days before end_date", _WHEN_IF_ANY
        ),
        _query("end_date", "Until the end of this day", _WHEN_IF_ANY),
        _query("updated_after", "Changed on the day of this moment or later", _WHEN_IF_ANY),
        _query("updated_before", "Changed on this day or earlier", _WHEN_IF_ANY),
        _query("page", "The page, a whole number from 1", _PAGE),
        _query("page_size", "How many on a page, a whole number from 1; beyond 1,000 it is 1,000", _PAGE),
        _query("extensions", "true: with answers, notes and our own fields", {"type": "string"}),
    )


@cache
def _described() -> JsonSchema:
    update = {
        "type": "object",
        "required": ["update_id", "service_request_id", "description"],
        "properties": {
            "update_id": _UPDATE_ID,
            "service_request_id": _NAME,
            "status": {"enum": sorted(map(str.upper, TAKEN))},
            "description": _SAID,
            "updated_datetime": _WHEN_IF_ANY,
        },
    }
    dates = _list_parameters()[3:5]
    paths = {
        "/discovery.json": {"get": _call("Service discovery", {"$ref": "#/components/schemas/Discovery"})},
        "/services.json": {"get": _call("What can be reported", _list("Service"))},
        "/services/{service_code}.json": {
            "get": _call(
                "What is asked of a service",
                {"$ref": "#/components/schemas/ServiceDefinition"},
                _in_path("service_code"),
            ),
        },
        "/requests.json": {
            "get": _call("Requests", _list("Request"), *_list_parameters()),
            "post": _call("Report something", _list("Receipt"), body=_new_request(), errors=_KEY_ERRORS),
        },
        "/requests/{service_request_id}.json": {
            "get": _call("One request", _list("Request"), _in_path("service_request_id"), _list_parameters()[-1]),
        },
        "/tokens/{token}.json": {"get": _call("The number behind a token", _list("Token"), _in_path("token"))},
        "/servicerequestupdates.json": {
            "get": _call("What changed", _list("Update"), *dates, *_list_parameters()[7:9]),
            "post": _call("Tell more of a request", _list("UpdateReceipt"), body=update, errors=_KEY_ERRORS),
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Open311 GeoReport v2",
            "version": "2.0",
            "description": "Each call answers in XML too: write .xml instead of .json. A timestamp is the first"
            " moment of its day in the city, but for who asks with the api_key that sent the request.",
        },
        "paths": paths,
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "api_key": {"type": "apiKey", "in": "query", "name": "api_key"},
                "api_key_header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
            },
        },
    }
