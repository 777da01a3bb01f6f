"""What a stranger is told of single cases at every door: pages, lists, maps, interfaces and their filters."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from lab.bench.published_pages import stranger

if TYPE_CHECKING:
    from django.test import Client

OPEN311: Final = "/api/open311/v2"
AWAY: Final = timedelta(days=3)
LAST: Final = ("end_date", "updated_before")
_OTHER: Final = {
    "start_date": "end_date",
    "end_date": "start_date",
    "updated_after": "updated_before",
    "updated_before": "updated_after",
}
PAGES: Final = 12
"""So many pages of a list are turned."""
PAGE_SIZE: Final = 7
_CASE: Final = re.compile(r"/t/(\d{10})/")
Order = Literal["opened", "changed"]


@dataclass(frozen=True, slots=True)
class PublishedDoors:
    """What each door tells: texts by door and code of the case, and by door the codes of a list in its order.

    `lists` says by which moment a list would be in order.
    """

    texts: Mapping[str, Mapping[str, str]]
    lists: Mapping[str, tuple[Order, Sequence[str]]]


def published_doors(codes: Sequence[str]) -> PublishedDoors:
    """Open every door that names a case, as somebody who has never been here; in Persian and English."""
    browser = stranger()
    doors = {
        "page": "/t/{}/",
        "done": "/report/done/{}/",
        "join": "/t/{}/join/",
        "objection": "/t/{}/objection/",
        "json": "/api/v1/reports/{}",
        "open311_json": OPEN311 + "/requests/{}.json?extensions=true",
        "open311_xml": OPEN311 + "/requests/{}.xml?extensions=true",
    }
    texts = {
        f"{door}_{language}": {code: _text(browser, path.format(code), language) for code in codes}
        for door, path in doors.items()
        for language in ("fa", "en")
    }
    lists: dict[str, tuple[Order, Sequence[str]]] = {}
    for state in ("open", "late", "finished"):
        order: Order = "changed" if state == "finished" else "opened"
        pages = [_text(browser, f"/map/list/?state={state}&page={number}") for number in range(1, PAGES)]
        lists[f"map_list_{state}"] = order, _each(_CASE.findall("\n".join(pages)))
        drawn = _text(browser, f"/map/cases.json?state={state}")
        lists[f"map_cases_{state}"] = "opened", _each(_CASE.findall(drawn))
    box = json.loads(_text(browser, "/api/v1/map?bbox=40,20,70,45"))["features"]
    lists["json_map"] = "opened", [one["properties"]["code"] for one in box]
    turned = [_requests(browser, page=number, page_size=PAGE_SIZE) for number in range(1, PAGES)]
    lists["open311"] = "opened", [row["service_request_id"] for rows in turned for row in rows]
    changed = _requests(browser, updated_after="2000-01-01T00:00:00Z")
    lists["open311_changed"] = "changed", [row["service_request_id"] for row in changed]
    return PublishedDoors(texts, lists)


def bisected(code: str, day: datetime, name: str, *, steps: int) -> tuple[datetime, datetime]:
    """Narrow down by a filter of moments when a case was opened or changed, from a day (its first moment) on.

    `name` is a parameter of GET requests; each step halves the time if the filter tells the halves apart. Returns the
    bounds that are left: the whole day where every answer is the same.
    """
    browser, whole = stranger(), (day, day + timedelta(days=1))
    low, high = whole
    is_lower = name not in LAST
    if not _is_told(browser, code, name, low if is_lower else high):
        return whole
    outcomes = set()
    for _step in range(steps):
        middle = low + (high - low) / 2
        is_told = _is_told(browser, code, name, middle)
        outcomes.add(is_told)
        low, high = (middle, high) if is_told is is_lower else (low, middle)
    return (low, high) if len(outcomes) > 1 else whole


def _is_told(browser: "Client", code: str, name: str, moment: datetime) -> bool:
    """Whether the list that this bound leaves has a case; the other bound is some days away."""
    bounds = {name: moment, _OTHER[name]: moment + (AWAY if _OTHER[name] in LAST else -AWAY)}
    for page in range(1, 100):
        rows = _requests(browser, page=page, **{bound: at.isoformat() for bound, at in bounds.items()})
        if any(row["service_request_id"] == code for row in rows):
            return True
        if not rows:
            return False
    return False


def _requests(browser: "Client", **query: Any) -> list[dict[str, Any]]:
    answer = browser.get(f"{OPEN311}/requests.json", query)
    rows: list[dict[str, Any]] = json.loads(answer.content) if answer.status_code == 200 else []  # noqa: PLR2004 - HTTP
    return rows


def _text(browser: "Client", path: str, language: str = "fa") -> str:
    return browser.get(path, headers={"Accept-Language": language}).content.decode()


def _each(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(codes))
