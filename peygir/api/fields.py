"""Types of fields that the document and the door understand alike: moments as texts, boxes, degrees."""

from typing import Annotated, Any, Final

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from peygir.core.words import VISIBLE
from peygir.desks.intake.rules import ReportIsTooLong

# A moment by RFC 3339; `datetime` alone would take numbers for seconds as well.
_BOX: Final = r"^-?[0-9]{1,3}(\.[0-9]{1,15})?(,-?[0-9]{1,3}(\.[0-9]{1,15})?){3}$"


def _as_text(value: Any) -> Any:
    if value is not None and not (isinstance(value, str) and value[4:5] == "-"):
        raise ValueError("a moment is written like 2026-05-03T06:00:00Z")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_as_text)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
# Only the document has the pattern: the door says in its own words what is wrong.
Box = Annotated[str, Field(json_schema_extra={"pattern": _BOX}, description="two corners: west,south,east,north")]
# What follows only the document says: a text in which a reader sees something, a field that is needed, a whole point.
SAYS: Final[dict[str, Any]] = {"pattern": VISIBLE}


def with_field(name: str, rule: dict[str, Any]) -> dict[str, Any]:
    """A rule of a document (JSON Schema): the field is there, and as `rule` has it."""
    return {"required": [name], "properties": {name: rule}}


POINT: Final = {"required": ["lat", "lon"], "properties": {name: {"type": "number"} for name in ("lat", "lon")}}


def of_at_most(longest: int) -> Any:
    """For the annotation of a text: its length as it is sent, before anything is taken away from it."""

    def checked(text: str) -> str:
        if len(text) > longest:
            raise ReportIsTooLong(limit=longest)
        return text

    return AfterValidator(checked), Field(json_schema_extra={"maxLength": longest})
