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


def page_of(objects: Iterable[OparlObject], wanted: OparlFilter, *parts: object) -> Json:
    """Return one page of a list at the address of `parts`; deleted objects are in it if `modified_since` is given."""
    fitting = [one for one in objects if _fits(one, wanted)]
    pages = max(1, -(-len(fitting) // wanted.limit))
    first = (wanted.page - 1) * wanted.limit
    rows = fitting[first : first + wanted.limit]

    def link(page: int) -> str:
        more = {"page": page} if page > 1 else {}
        return address(*parts, **wanted.given, **more)

    links = {"first": link(1), "self": link(wanted.page), "last": link(pages)}
    if 1 < wanted.page <= pages:
        links["prev"] = link(wanted.page - 1)
    if wanted.page < pages:
        links["next"] = link(wanted.page + 1)
    return {
        "data": [_shown(one, wanted) for one in rows],
        "pagination": {
            "totalElements": len(fitting),
            "elementsPerPage": wanted.limit,
            "currentPage": wanted.page,
            "totalPages": pages,
        },
        "links": links,
    }


def _fits(one: OparlObject, wanted: OparlFilter) -> bool:
    if one.is_deleted and "modified_since" not in wanted.moments:
        return False
    moments = wanted.moments
    return (
        ("created_since" not in moments or one.created >= moments["created_since"])
        and ("created_until" not in moments or one.created <= moments["created_until"])
        and ("modified_since" not in moments or one.modified >= moments["modified_since"])
        and ("modified_until" not in moments or one.modified <= moments["modified_until"])
    )


def _shown(one: OparlObject, wanted: OparlFilter) -> Json:
    if not wanted.is_without_internal:
        return one.data
    return {key: value for key, value in one.data.items() if key not in INTERNAL}


def _number(arguments: QueryDict, name: str, otherwise: int, most: int) -> int:
    text = arguments.get(name, "")
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 7 and 1 <= int(text) <= most):
        raise OparlArgumentIsWrong(name=name)
    return int(text)
