"""The search for a place inside the report form, for browsers without scripts: what was found, to choose from."""

from typing import Any, Final

from django.http import HttpRequest, QueryDict

from peygir.web.kit.chosen_area import point_asked
from peygir.web.kit.place_words import place_options, point_words
from peygir.web.public.place_search import LONGEST

_CHOICE_PARTS: Final = ("lat", "lon", "area")


def is_search(request: HttpRequest) -> bool:
    """Whether the form was sent to find its address, not to be filed."""
    return "find" in request.POST


def with_found_place(sent: QueryDict) -> QueryDict:
    """Return the sent values with the place that was chosen among those found, where no point was marked."""
    parts = sent.get("found", "")[:200].split(",")
    if len(parts) != len(_CHOICE_PARTS) or sent.get("lat"):
        return sent
    values = sent.copy()
    for name, value in zip(_CHOICE_PARTS, parts, strict=True):
        if value:
            values[name] = value
    return values


def place_context(request: HttpRequest) -> dict[str, Any]:
    """Return what was found for the address of a search, and the words for the form's point."""
    values = with_found_place(request.POST)
    point = point_asked(values)
    context: dict[str, Any] = {"point_words": point_words(*point) if point is not None else ""}
    if is_search(request):
        context |= {"is_searched": True, "hits": place_options(values.get("address", "")[:LONGEST], point)}
    return context
