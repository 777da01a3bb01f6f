"""Reports that a story needs and is not about: another system sends them, and the worker brings them to a unit."""

import json
from typing import Any

import httpx
from playwright.sync_api import Page
from shapely.geometry import shape

from peygir.city.reading import SHIPPED
from tests.stories.conftest import URL

TOKEN = "peygir-sample-token-shiraz-137"  # the sample's own
POTHOLE = {
    "text": "وسط کوچه یه چالهٔ بزرگ افتاده",
    "topic": "ASP-01",
    "place": "01-05",
    "address": "شیراز، بلوار چمران، روبه‌روی نانوایی",
}
LONGEST_MS = 60_000
LOOK_EVERY_MS = 100


def point_in(neighbourhood: str) -> dict[str, float]:
    """A point inside a neighbourhood of the shipped city, as the fields of a report."""
    areas = json.loads((SHIPPED / "shiraz" / "neighbourhoods.geojson").read_text(encoding="utf-8"))["features"]
    area = next(area for area in areas if area["properties"]["code"] == neighbourhood)
    point = shape(area["geometry"]).representative_point()
    return {"lat": round(point.y, 6), "lon": round(point.x, 6)}


def received_report(**fields: Any) -> str:
    """Send a report, by default of a pothole in the first district; returns its tracking code."""
    answer = httpx.post(
        f"{URL}/api/v1/reports", json=POTHOLE | fields, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=60
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


def referred_report(page: Page, **fields: Any) -> str:
    """Send a report as `received_report` does, and wait until the worker has brought its case to a unit."""
    code = received_report(**fields)
    wait_until_referred(page, code)
    return code


def wait_until_referred(page: Page, code: str) -> None:
    """Wait until the worker has brought a report's case to a unit; `page` lends its connection."""
    for _ in range(LONGEST_MS // LOOK_EVERY_MS):
        if page.request.get(f"/api/v1/reports/{code}").json()["state"] != "new":
            return
        page.wait_for_timeout(LOOK_EVERY_MS)
    raise AssertionError(f"the worker did not bring {code} to a unit")
