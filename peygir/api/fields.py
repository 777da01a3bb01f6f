"""Field types shared by the OpenAPI document and the validation: moments as text, boxes, degrees."""

from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field
from pydantic.config import JsonDict

from peygir.core.words import VISIBLE
from peygir.desks.intake.rules import ReportIsTooLong

# A moment by RFC 3339; `datetime` alone would also accept numbers as seconds.
_BOX: Final = r"^-?[0-9]{1,3}(\.[0-9]{1,15})?(,-?[0-9]{1,3}(\.[0-9]{1,15})?){3}$"


def _as_text(value: object) -> object:
    if value is not None and not (isinstance(value, str) and value[4:5] == "-"):
        raise ValueError("a moment is written like 2026-05-03T06:00:00Z")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_as_text)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
# The pattern is in the document only; the endpoint has its own error message.
Box = Annotated[str, Field(json_schema_extra={"pattern": _BOX}, description="two corners: west,south,east,north")]
# These rules are in the document only: a text with a visible character, a required field, a complete point.
SAYS: Final[JsonDict] = {"pattern": VISIBLE}


def with_field(name: str, rule: JsonDict) -> JsonDict:
    """Return a JSON Schema in which the field is required and satisfies `rule`."""
    return {"required": [name], "properties": {name: rule}}


POINT: Final[JsonDict] = {
    "required": ["lat", "lon"],
    "properties": {name: {"type": "number"} for name in ("lat", "lon")},
}


def of_at_most(longest: int) -> Any:
    """Return the annotation of a text with a maximum length, measured as sent, before any stripping."""

    def checked(text: str) -> str:
        if len(text) > longest:
            raise ReportIsTooLong(limit=longest)
        return text

    return AfterValidator(checked), Field(json_schema_extra={"maxLength": longest})
