"""Lists of cases as files for the city's own systems, streamed; limited to what the key's person may see."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from peygir.api.fields import Moment
from peygir.api.scopes import Needs, caller_of
from peygir.cases import queries
from peygir.cases.exporting import MOST
from peygir.cases.states import CaseState
from peygir.city.queries import current_city, unit_by_code
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.partners.exporting import FORMS, as_file
from peygir.journey.taking_out import take_cases_out

router = Router(tags=["export"])
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)  # before and after any case
Form = Literal["csv", "xlsx", "geojson", "parquet"]


class ExportUnitIsUnknown(Missing):
    """No unit has this code."""

    published_as = "UnitIsUnknown"
    message = _("There is no unit with the code “{unit}”.")


class ExportFilter(Schema):
    """Which cases; empty values do not filter. `state` may list several, separated by commas; empty: all."""

    state: str = Field("", max_length=200)
    topic: str = Field("", max_length=80)
    district: str = Field("", max_length=80)
    unit: str = Field("", max_length=80)
    opened_from: Moment | None = None
    opened_before: Moment | None = None
    after: str = Field("", description="the last code of the file before; this one goes on after it", max_length=20)
    limit: int = Field(MOST, ge=1, le=MOST)
    words: Literal["covered", "whole"] = Field(
        "covered", description="whole: with the names and numbers in the reporters' words, for who may see phones"
    )
    headers: Literal["", "fa", "en"] = Field("", description="headings and words for people instead of codes")


@router.get(
    "/export/cases.{form}",
    auth=Needs("export"),
    openapi_extra={
        "responses": {
            200: {
                "description": "The file",
                "content": {
                    kind: {
                        "schema": {"type": "object"} if form == "geojson" else {"type": "string", "format": "binary"}
                    }
                    for form, kind in FORMS.items()
                },
            }
        }
    },
)
def export_cases(request: HttpRequest, form: Form, export_filter: Annotated[ExportFilter, Query()]) -> Any:
    """Cases as a file, the oldest first, at most 100,000: those that the key's person sees.

    Names and phones of reporters are in no file. What is personal in their texts is masked, unless a person who may see
    phones requests `words=whole`: such a file has at most 2,000 cases, and their reporters see that it was made. For
    those who may not see phones, places are not exact either.
    """
    caller, city = caller_of(request), current_city(settings.CITY)
    has_words = export_filter.words == "whole"
    filter_values = {
        name: str(value)
        for name, value in export_filter.model_dump(exclude={"limit", "headers", "words"}).items()
        if value
    }
    exported_cases = take_cases_out(
        city.id,
        form,
        chosen=_filters(export_filter, city.id),
        recorded=filter_values,
        after=export_filter.after.strip(),
        limit=export_filter.limit,
        has_words=has_words,
        key=caller.name,
        by=caller.actor,
    )
    file = as_file(form, exported_cases, language=export_filter.headers, zone=city.time_zone)
    response = StreamingHttpResponse(file, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="cases.{form}"'
    return response


def _filters(export_filter: ExportFilter, city_id: int) -> queries.Filters:
    unit = unit_by_code(city_id, export_filter.unit) if export_filter.unit else None
    if export_filter.unit and unit is None:
        raise ExportUnitIsUnknown(unit=export_filter.unit)
    states = (
        tuple(part.strip() for part in export_filter.state.split(","))
        if export_filter.state.strip()
        else tuple(sorted(CaseState))
    )
    narrowing = None
    if export_filter.opened_from or export_filter.opened_before:
        narrowing = queries.Narrowing(
            opened=(export_filter.opened_from or _FIRST, export_filter.opened_before or _LAST)
        )
    return queries.Filters(
        states=states,
        topic_code=export_filter.topic,
        district_code=export_filter.district,
        unit_id=unit.id if unit is not None else None,
        narrowing=narrowing,
    )
