"""Travel times and distances from a routing server of the city's own: OSRM's table service or Valhalla's matrix.

OSRM: `GET URL/table/v1/driving/…?annotations=duration,distance`. Valhalla: `POST URL/sources_to_targets`. Which of the
two is told by the setting's scheme: `osrm+http://host:5000`, `valhalla+https://host`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from peygir.gateways.asking import ask
from peygir.gateways.results import GatewayFailed, GatewayUnsure

STEP_SECONDS: Final = 3.0
WHOLE_SECONDS: Final = 10.0
MOST_POINTS: Final = 400
_MOST_BYTES: Final = 32 * 1024 * 1024
_FARTHEST: Final = 1e7  # metres and seconds; more is no way within a city

RoadMatrix = tuple[list[list[float]], list[list[float]]]
"""Metres and seconds from each point (row) to each (column)."""


def fetch_matrix(url: str, points: Sequence[tuple[float, float]]) -> RoadMatrix:
    """Return metres and seconds between points (latitude, longitude), asked of the server that the URL names.

    Raises GatewayFailed if there is no such server, no answer in time, or one that is no complete matrix.
    """
    kind, _plus, address = url.partition("+")
    if kind not in ("osrm", "valhalla") or urlsplit(address).scheme not in ("http", "https"):
        raise GatewayFailed("the address begins with osrm+http(s):// or valhalla+http(s)://", is_permanent=True)
    if not 2 <= len(points) <= MOST_POINTS:
        raise GatewayFailed(f"a matrix has 2 to {MOST_POINTS} points", is_permanent=True)
    try:
        metres, seconds = (_osrm if kind == "osrm" else _valhalla)(address.rstrip("/"), points)
        return _checked(metres, len(points)), _checked(seconds, len(points))
    except GatewayUnsure as unsure:  # a question changes nothing: without an answer it has just failed
        raise GatewayFailed(str(unsure), is_permanent=False) from unsure
    except (KeyError, TypeError, ValueError, IndexError) as torn:
        raise GatewayFailed("the answer is no matrix of distances and times", is_permanent=False) from torn


def _osrm(address: str, points: Sequence[tuple[float, float]]) -> RoadMatrix:
    places = ";".join(f"{lon:.6f},{lat:.6f}" for lat, lon in points)
    answer = ask(
        f"{address}/table/v1/driving/{places}?annotations=duration,distance",
        seconds=STEP_SECONDS,
        whole=WHOLE_SECONDS,
        most=_MOST_BYTES,
    )
    response = answer.json()
    if answer.status != 200 or response["code"] != "Ok":
        raise GatewayFailed(f"the routing server answered {answer.status}", is_permanent=False)
    return response["distances"], response["durations"]


def _valhalla(address: str, points: Sequence[tuple[float, float]]) -> RoadMatrix:
    places = [{"lat": lat, "lon": lon} for lat, lon in points]
    answer = ask(
        f"{address}/sources_to_targets",
        data={"sources": places, "targets": places, "costing": "auto", "units": "kilometers"},
        seconds=STEP_SECONDS,
        whole=WHOLE_SECONDS,
        most=_MOST_BYTES,
    )
    if answer.status != 200:
        raise GatewayFailed(f"the routing server answered {answer.status}", is_permanent=False)
    rows: Any = answer.json()["sources_to_targets"]
    metres = [[cell["distance"] * 1000.0 for cell in row] for row in rows]
    return metres, [[cell["time"] for cell in row] for row in rows]


def _checked(rows: Any, count: int) -> list[list[float]]:
    """Return a matrix as numbers. Raises GatewayFailed for one that is not complete, finite and within reason."""
    matrix = [[float(cell) for cell in row] for row in rows]
    is_whole = len(matrix) == count and all(len(row) == count for row in matrix)
    if not is_whole or not all(math.isfinite(cell) and 0 <= cell <= _FARTHEST for row in matrix for cell in row):
        raise GatewayFailed("the answer is no matrix of distances and times", is_permanent=False)
    return matrix
