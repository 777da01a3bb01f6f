"""Where the travel times of a plan are from: the city's routing server, the streets of its map, or a road factor."""

import logging
from collections.abc import Sequence
from typing import Final

import numpy as np
from django.conf import settings
from shapely.geometry import shape

from peygir.atlas import queries as atlas
from peygir.atlas.facts import BoundingBox
from peygir.core.routes.streets import MOST_LINES, StreetGraph, street_graph, street_metres
from peygir.core.routes.travel import ROAD_FACTOR, SPEED, Point, Travel, by_metres, by_road_factor
from peygir.gateways.results import GatewayFailed
from peygir.gateways.road_matrix import MOST_POINTS, fetch_matrix

FROM_SERVER: Final = "routing server"
FROM_STREETS: Final = "streets of the map"
MARGIN: Final = 0.02
"""Degrees around the points in which streets are taken into the graph: about two kilometres."""
_graphs: dict[tuple[int, BoundingBox], StreetGraph | None] = {}
_log = logging.getLogger(__name__)


def travel_between(points: Sequence[Point]) -> Travel:
    """Return distances and times between points: of the routing server if one is set, else along the loaded streets.

    Without either, or if the server does not answer in time, by the road factor. It may take ten seconds: ask for it in
    a job, not in a request.
    """
    if settings.ROUTING_URL and 2 <= len(points) <= MOST_POINTS:
        try:
            metres, seconds = fetch_matrix(settings.ROUTING_URL, points)
        except GatewayFailed as failure:
            _log.warning("road_matrix_failed", extra={"words": str(failure)})
        else:
            return Travel(_whole(metres), _whole(seconds), FROM_SERVER)
    graph = _streets_around(points)
    if graph is not None:
        return by_metres(street_metres(graph, points), speed=SPEED, source=FROM_STREETS)
    return by_road_factor(points, factor=ROAD_FACTOR, speed=SPEED)


def _whole(rows: list[list[float]]) -> "np.ndarray[tuple[int, ...], np.dtype[np.int64]]":
    matrix = np.round(np.array(rows, dtype=np.float64)).astype(np.int64)
    np.fill_diagonal(matrix, 0)
    return matrix


def _streets_around(points: Sequence[Point]) -> StreetGraph | None:
    """Return the graph of the current map's streets around the points; the last one is kept for the next plan."""
    map_id = atlas.current_map_id()
    if map_id is None or not points:
        return None
    south, north = min(lat for lat, _ in points) - MARGIN, max(lat for lat, _ in points) + MARGIN
    west, east = min(lon for _, lon in points) - MARGIN, max(lon for _, lon in points) + MARGIN
    box = BoundingBox(round(west, 2), round(south, 2), round(east, 2), round(north, 2))
    key = (map_id, box)
    if key not in _graphs:
        lines = [shape(line) for line in atlas.street_lines(box, limit=MOST_LINES + 1)]
        _graphs.clear()
        _graphs[key] = street_graph(lines)
    return _graphs[key]
