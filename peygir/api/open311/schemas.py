"""The responses of the Open311 API as JSON Schemas by name; the OpenAPI document refers to them."""

from collections.abc import Mapping
from typing import Final

JsonSchema = Mapping[str, object]
"""A JSON Schema, or a part of an OpenAPI document."""
TEXT: Final[JsonSchema] = {"type": "string"}
_MOMENT: Final[JsonSchema] = {
    "type": "string",
    "format": "date-time",
    "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$",
}
_WHOLE: Final[JsonSchema] = {"type": "integer", "minimum": 1}
_FLAG: Final[JsonSchema] = {"type": "boolean"}


def _object(needed: str, /, **fields: JsonSchema) -> JsonSchema:
    return {"type": "object", "required": needed.split(), "properties": fields, "additionalProperties": False}


_REQUEST_TEXTS: Final = (
    "status_notes",
    "service_name",
    "description",
    "agency_responsible",
    "service_notice",
    "address",
    "address_id",
    "zipcode",
)
_VALUE: Final = _object("key name", key=TEXT, name=TEXT)
_ATTRIBUTE: Final = _object(
    "variable code datatype required datatype_description order description values",
    variable=_FLAG,
    code=TEXT,
    required=_FLAG,
    datatype_description=TEXT,
    order=_WHOLE,
    description=TEXT,
    datatype={"enum": ["string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"]},
    values={"type": "array", "items": _VALUE},
)
_ENDPOINT: Final = _object(
    "specification url changeset type formats",
    specification=TEXT,
    url={"type": "string", "format": "uri"},
    changeset=TEXT,
    type={"enum": ["production", "test"]},
    formats={"type": "array", "items": TEXT},
)
SCHEMAS: Final[dict[str, JsonSchema]] = {
    "Error": _object("code description", code={"type": "integer"}, description=TEXT),
    "Discovery": _object(
        "changeset contact key_service endpoints",
        changeset=TEXT,
        contact=TEXT,
        key_service=TEXT,
        endpoints={"type": "array", "minItems": 1, "items": _ENDPOINT},
    ),
    "Service": _object(
        "service_code service_name description metadata type keywords group",
        service_code=TEXT,
        service_name=TEXT,
        description=TEXT,
        metadata=_FLAG,
        type={"enum": ["realtime"]},
        keywords=TEXT,
        group=TEXT,
    ),
    "ServiceDefinition": _object(
        "service_code attributes", service_code=TEXT, attributes={"type": "array", "items": _ATTRIBUTE}
    ),
    "Request": _object(
        "service_request_id status service_code requested_datetime updated_datetime " + " ".join(_REQUEST_TEXTS),
        service_request_id=TEXT,
        status={"enum": ["open", "closed"]},
        service_code=TEXT,
        requested_datetime=_MOMENT,
        updated_datetime=_MOMENT,
        expected_datetime=_MOMENT,
        lat={"type": "number"},
        long={"type": "number"},
        media_url={"type": "string", "format": "uri"},
        attributes={"type": "array", "items": {"type": "object"}},
        extended_attributes={"type": "object"},
        notes={"type": "array", "items": {"type": "object"}},
        **dict.fromkeys(_REQUEST_TEXTS, TEXT),
    ),
    "Receipt": _object("service_request_id", service_request_id=TEXT, service_notice=TEXT),
    "Token": _object("service_request_id token", service_request_id=TEXT, token=TEXT),
    "Update": _object(
        "update_id service_request_id status description media_url updated_datetime",
        update_id=TEXT,
        service_request_id=TEXT,
        status=TEXT,
        description=TEXT,
        media_url=TEXT,
        updated_datetime=_MOMENT,
    ),
    "UpdateReceipt": _object("update_id", update_id=TEXT, service_notice=TEXT),
}
