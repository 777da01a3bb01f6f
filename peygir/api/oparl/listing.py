"""Lists of OParl: filtered by when objects were made and changed, and cut into pages with links to each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import QueryDict

from peygir.api.oparl.addresses import address
from peygir.api.oparl.making import Json, OparlObject
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

PER_PAGE: Final = 100
MOMENTS: Final = ("created_since", "created_until", "modified_since", "modified_until")
INTERNAL: Final = frozenset({"auxiliaryFile", "membership", "agendaItem", "legislativeTerm"})
"""The lists inside objects that `omit_internal` leaves out."""


class OparlArgumentIsWrong(Invalid):
    """A filter is no moment, or a page is no number."""

    message = _(
        "“{name}” must be a moment such as 2026-05-03T08:00:00+03:30 for the filters, and a whole number for page and "
        "limit."
    )


@dataclass(frozen=True, slots=True)
class OparlFilter:
    """What a client asks of a list; `given` holds the arguments that stay in the links."""

    moments: Mapping[str, datetime]
    page: int
    limit: int
    is_without_internal: bool
    given: Mapping[str, str]


def filter_of(arguments: QueryDict) -> OparlFilter:
    """Read the arguments of a list. Raises OparlArgumentIsWrong."""
    moments: dict[str, datetime] = {}
    given: dict[str, str] = {}
    for name in MOMENTS:
        if text := arguments.get(name, ""):
            try:
                moment = datetime.fromisoformat(text[:40].replace(" ", "+"))
            except ValueError:
                raise OparlArgumentIsWrong(name=name) from None
            if moment.tzinfo is None:
                raise OparlArgumentIsWrong(name=name)
            moments[name], given[name] = moment, moment.isoformat()
    page, limit = _number(arguments, "page", 1, 10**6), _number(arguments, "limit", PER_PAGE, 10**6)
    if "limit" in arguments:
        given["limit"] = str(min(limit, PER_PAGE))
    is_without = arguments.get("omit_internal", "") == "true"
    if is_without:
        given["omit_internal"] = "true"
    return OparlFilter(moments, page, min(limit, PER_PAGE), is_without, given)


def page_of(objects: Iterable[OparlObject], chosen: OparlFilter, *parts: object) -> Json:
    """Return item page of a list at the address of `parts`; deleted objects are in it if `modified_since` is given."""
    fitting = [item for item in objects if _fits(item, chosen)]
    pages = max(1, -(-len(fitting) // chosen.limit))
    first = (chosen.page - 1) * chosen.limit
    rows = fitting[first : first + chosen.limit]

    def link(page: int) -> str:
        more = {"page": page} if page > 1 else {}
        return address(*parts, **chosen.given, **more)

    links = {"first": link(1), "self": link(chosen.page), "last": link(pages)}
    if 1 < chosen.page <= pages:
        links["prev"] = link(chosen.page - 1)
    if chosen.page < pages:
        links["next"] = link(chosen.page + 1)
    return {
        "data": [_shown(item, chosen) for item in rows],
        "pagination": {
            "totalElements": len(fitting),
            "elementsPerPage": chosen.limit,
            "currentPage": chosen.page,
            "totalPages": pages,
        },
        "links": links,
    }


def _fits(item: OparlObject, chosen: OparlFilter) -> bool:
    if item.is_deleted and "modified_since" not in chosen.moments:
        return False
    moments = chosen.moments
    return (
        ("created_since" not in moments or item.created >= moments["created_since"])
        and ("created_until" not in moments or item.created <= moments["created_until"])
        and ("modified_since" not in moments or item.modified >= moments["modified_since"])
        and ("modified_until" not in moments or item.modified <= moments["modified_until"])
    )


def _shown(item: OparlObject, chosen: OparlFilter) -> Json:
    if not chosen.is_without_internal:
        return item.data
    return {key: value for key, value in item.data.items() if key not in INTERNAL}


def _number(arguments: QueryDict, name: str, otherwise: int, most: int) -> int:
    text = arguments.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 7 and 1 <= int(text) <= most):
        raise OparlArgumentIsWrong(name=name)
    return int(text)
