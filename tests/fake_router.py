"""A routing server on a loopback port: OSRM's table service and Valhalla's matrix, with straight ways of its own."""

from typing import Any

from peygir.core.routes.travel import straight_metres
from tests.fake_http import Provider

FACTOR = 1.5
SPEED = 10.0  # metres a second


class FakeRouter(Provider):
    """Answers as the two servers do; `spoil` is put in place of the next answers."""

    def __init__(self) -> None:
        super().__init__()
        self.spoil: list[tuple[int, Any]] = []

    def may_be_lost(self, path: str) -> bool:
        return True

    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        if self.spoil:
            return self.spoil.pop(0)
        if path.startswith("/table/v1/driving/"):
            pairs = path.removeprefix("/table/v1/driving/").split(";")
            points = [(float(lat), float(lon)) for lon, lat in (pair.split(",") for pair in pairs)]
            metres = straight_metres(points) * FACTOR
            return 200, {"code": "Ok", "distances": metres.tolist(), "durations": (metres / SPEED).tolist()}
        if path == "/sources_to_targets":
            points = [(one["lat"], one["lon"]) for one in given["sources"]]
            metres = straight_metres(points) * FACTOR
            rows = [[{"distance": cell / 1000, "time": cell / SPEED} for cell in row] for row in metres.tolist()]
            return 200, {"sources_to_targets": rows, "units": "kilometers"}
        return 404, {"code": "InvalidUrl"}
