"""What a camera says of place and time is believed only when it can be true."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from peygir.media.exif import point_of, taken_at_of
from tests.pictures import SHIRAZ_GPS


@pytest.mark.parametrize(
    ("gps", "point"),
    [
        (SHIRAZ_GPS, (29.608333, 52.53)),
        ({**SHIRAZ_GPS, 1: "S", 3: "W"}, (-29.608333, -52.53)),
        ({**SHIRAZ_GPS, 1: b"N\x00", 3: "e"}, (29.608333, 52.53)),
        ({**SHIRAZ_GPS, 18: "WGS-84"}, (29.608333, 52.53)),
        ({**SHIRAZ_GPS, 18: "TOKYO"}, None),
        ({**SHIRAZ_GPS, 1: ""}, None),
        ({**SHIRAZ_GPS, 1: "E"}, None),
        ({**SHIRAZ_GPS, 2: (91.0, 0.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (90.0, 0.0, 1.0)}, None),
        ({**SHIRAZ_GPS, 4: (180.0, 30.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (29.0, 60.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (29.0, 36.0, float("nan"))}, None),
        ({**SHIRAZ_GPS, 2: (29.0, -36.0, 0.0)}, None),
        ({**SHIRAZ_GPS, 2: (29.0, 36.0)}, None),
        ({**SHIRAZ_GPS, 2: ("a", "b", "c")}, None),
        ({**SHIRAZ_GPS, 2: 29.6}, None),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (29.0, 0.0, 0.0)}, None),
        ({}, None),
    ],
)
def test_a_point_is_believed_only_when_it_can_be(gps: dict[int, Any], point: tuple[float, float] | None) -> None:
    point_found = point_of(gps)
    if point is None:
        assert point_found is None
    else:
        assert point_found == pytest.approx(point, abs=1e-6)


TEHRAN = ZoneInfo("Asia/Tehran")
WALL = {0x9003: "2026:11:24 15:24:00"}
SATELLITE = {7: (11.0, 54.0, 7.0), 29: "2026:11:24"}


@pytest.mark.parametrize(
    ("shot", "gps", "zone", "taken"),
    [
        ({**WALL, 0x9011: "+03:30"}, SATELLITE, None, datetime(2026, 11, 24, 11, 54, tzinfo=UTC)),
        ({**WALL, 0x9011: "Z"}, {}, TEHRAN, datetime(2026, 11, 24, 15, 24, tzinfo=UTC)),
        (WALL, SATELLITE, TEHRAN, datetime(2026, 11, 24, 11, 54, 7, tzinfo=UTC)),
        (WALL, {}, TEHRAN, datetime(2026, 11, 24, 11, 54, tzinfo=UTC)),
        (WALL, {}, None, None),
        ({**WALL, 0x9011: "+99:99"}, {}, None, None),
        ({0x9003: "0000:00:00 00:00:00"}, {}, TEHRAN, None),
        ({0x9003: "1970:01:01 00:00:00"}, {}, TEHRAN, None),
        ({0x9003: 7}, {7: (25.0, 0.0, 0.0), 29: "2026:11:24"}, TEHRAN, None),
        ({}, {7: (1.0, 0.0, 0.0), 29: "yesterday"}, TEHRAN, None),
    ],
)
def test_the_moment_of_the_shot(
    shot: dict[int, Any], gps: dict[int, Any], zone: ZoneInfo | None, taken: datetime | None
) -> None:
    assert taken_at_of(shot, gps, zone) == taken
