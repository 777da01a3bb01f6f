"""Travel times: of a routing server where one is set, with a time limit, and by the road factor where it fails."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from peygir.core.routes.travel import by_road_factor, straight_metres
from peygir.desks.fieldwork import road_travel
from peygir.desks.fieldwork.road_travel import travel_between
from peygir.gateways import road_matrix
from peygir.gateways.results import GatewayFailed
from peygir.gateways.road_matrix import fetch_matrix
from tests.fake_http import serving
from tests.fake_router import FACTOR, SPEED, FakeRouter

POINTS = [(29.60, 52.53), (29.61, 52.53), (29.60, 52.56)]


@pytest.fixture
def router() -> FakeRouter:
    return FakeRouter()


@pytest.fixture
def address(router: FakeRouter) -> Iterator[str]:
    with serving(router) as url:
        yield url


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_the_matrix_is_the_servers(router: FakeRouter, address: str, kind: str) -> None:
    metres, seconds = fetch_matrix(f"{kind}+{address}", POINTS)
    expected = straight_metres(POINTS) * FACTOR
    assert metres[0][1] == pytest.approx(expected[0, 1], rel=0.001)
    assert seconds[1][2] == pytest.approx(expected[1, 2] / SPEED, rel=0.001)
    assert len(router.seen) == 1


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
@pytest.mark.parametrize(
    "answer",
    [
        (400, {"code": "TooBig"}),
        (200, {}),
        (
            200,
            {
                "code": "Ok",
                "distances": [[0]],
                "durations": [[0]],
                "sources_to_targets": [[{"distance": 0, "time": 0}]],
            },
        ),
        (
            200,
            {"code": "Ok", "distances": [[0, None, 1]] * 3, "durations": [[0, 1, 1]] * 3, "sources_to_targets": None},
        ),
        (200, {"code": "Ok", "distances": [[0, -1, 1]] * 3, "durations": [[0, 1, 1]] * 3, "sources_to_targets": 5}),
        (200, []),
    ],
)
def test_an_answer_that_is_no_whole_matrix_is_none(
    router: FakeRouter, address: str, kind: str, answer: tuple[int, object]
) -> None:
    router.spoil.append(answer)
    with pytest.raises(GatewayFailed):
        fetch_matrix(f"{kind}+{address}", POINTS)


def test_a_server_that_breaks_or_is_not_there_fails(router: FakeRouter, address: str) -> None:
    router.breaks = 1
    with pytest.raises(GatewayFailed):
        fetch_matrix(f"osrm+{address}", POINTS)
    with pytest.raises(GatewayFailed):
        fetch_matrix("osrm+http://127.0.0.1:1", POINTS)
    for url in (address, "ftp+http://127.0.0.1", "osrm+file:///etc/passwd", ""):
        with pytest.raises(GatewayFailed):
            fetch_matrix(url, POINTS)


def test_a_silent_server_is_left_after_its_time(
    router: FakeRouter, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(road_matrix, "STEP_SECONDS", 0.3)
    router.hush = 1
    begins = time.monotonic()
    with pytest.raises(GatewayFailed):
        fetch_matrix(f"osrm+{address}", POINTS)
    assert time.monotonic() - begins < 3


@pytest.mark.django_db
def test_the_setting_names_the_server_and_without_an_answer_the_road_factor_holds(
    router: FakeRouter, address: str, settings: Any
) -> None:
    settings.ROUTING_URL = f"osrm+{address}"
    assert travel_between(POINTS).source == road_travel.FROM_SERVER
    router.breaks = 1
    travel = travel_between(POINTS)
    assert travel.source == "road factor"
    assert (travel.metres == by_road_factor(POINTS).metres).all()
    settings.ROUTING_URL = ""
    assert travel_between(POINTS).source == "road factor"
