"""The bodies of the JSON API for work orders."""

from datetime import date, datetime
from typing import Annotated, Final

from ninja import Schema
from pydantic import Field

from peygir.api.fields import Latitude, Longitude, Moment, of_at_most
from peygir.desks.fieldwork.actions import MAX_FORM
from peygir.desks.fieldwork.order_states import BlockedWhy, DayPart, OrderResult
from peygir.journey.ordering import ORDER_ACTIONS

_TEXT: Final = 4000


class WorkOrderOut(Schema):
    """A work order in a list."""

    number: str
    state: str
    version: int
    unit: str
    topic: str
    crew: int | None
    contract: int | None
    asset: int | None
    title: str
    planned_on: date | None
    day_part: str
    position: int | None
    is_locked: bool
    due_at: datetime | None
    lat: float | None
    lon: float | None
    address: str
    opened_at: datetime
    sent_at: datetime | None
    started_at: datetime | None
    street_done_at: datetime | None
    settled_at: datetime | None
    cases: int
    open_cases: int


class OrderPageOut(Schema):
    """One page of work orders, due soonest first."""

    orders: list[WorkOrderOut]
    page: int
    has_more: bool


class OrderIn(Schema):
    """An order to make: for cases of the caller's unit, or with a title for none."""

    cases: list[str] = Field(default_factory=list, max_length=100, description="codes of cases")
    title: Annotated[str, *of_at_most(160)] = ""
    topic: str = Field("", description="its code; without, the topic that all cases have")
    asset: int | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    address: Annotated[str, *of_at_most(300)] = ""
    minutes: int | None = Field(None, ge=1, le=1440, description="expected time of work at the place")


class OrderMoveIn(Schema):
    """A move of an order; `version` is the one that the caller saw. `plan` needs a crew or a contract, and a day."""

    verb: str = Field(json_schema_extra={"enum": [*sorted(ORDER_ACTIONS)]})
    version: int
    note: Annotated[str, *of_at_most(_TEXT)] = ""
    crew: int | None = None
    contract: int | None = None
    on: date | None = None
    day_part: str = Field(DayPart.WHOLE.value, json_schema_extra={"enum": [*DayPart.values()]})
    position: int | None = Field(None, ge=1, le=32000)


class OrderResultIn(Schema):
    """What came of the work for one case. “fixed” needs `form` (what was done); a photo comes by `POST /commands`."""

    case: str
    version: int | None = None
    result: str = Field(json_schema_extra={"enum": [*OrderResult.values()]})
    reason: str = Field("", json_schema_extra={"enum": ["", *BlockedWhy.values()]})
    note: Annotated[str, *of_at_most(_TEXT)] = ""
    answer: Annotated[str, *of_at_most(_TEXT)] = Field("", description="to the citizen")
    form: Annotated[str, *of_at_most(MAX_FORM)] = ""
    until: Moment | None = None
