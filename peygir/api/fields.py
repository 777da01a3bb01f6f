"""Field types shared by the OpenAPI document and the validation: moments as text, boxes, degrees, unknown fields."""

from typing import Annotated, Any, Final, Self

from ninja import Schema
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    model_validator,
)
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


class TellsUnknownFields(Schema):
    """A body that keeps the names of fields which it does not have, so that an answer can list them."""

    _unknown_fields: tuple[str, ...] = PrivateAttr(())

    @property
    def unknown_fields(self) -> tuple[str, ...]:
        """The names, in the order in which they were sent."""
        return self._unknown_fields

    @model_validator(mode="wrap")
    @classmethod
    def _keep_unknown_fields(cls, sent: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        body = handler(sent)
        if isinstance(sent, dict):
            body._unknown_fields = tuple(str(name) for name in sent if name not in cls.model_fields)
        return body
