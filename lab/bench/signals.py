"""Detection and false alarms of the signals about evidence, on pictures that are drawn for it (docs/evidence.md).

Copies of photos of 200 places (compressed, shrunk, brightened; cut and mirrored for their figure), 500 honest pairs of
one place from elsewhere and in another light, the same street before and after from the very same spot, photos of
screens; and, without pictures, places and times of honest and dishonest results.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import numpy as np
from PIL import Image

from lab.photo_set.camera import first_view, honest_view
from lab.photo_set.handling import COPIES, HARDER, of_a_screen, recompressed
from lab.photo_set.views import as_jpeg, photo
from peygir.desks.fieldwork import signal_rules as rules
from peygir.media.likeness import NEAR, distance
from peygir.media.photo_decoding import decode
from peygir.media.photos import ProcessedPhoto
from peygir.media.screen_pattern import screen_pattern
from peygir.media.stored_pictures import difference_of

PLACES: Final = 200
HONEST: Final = 500
SCREENS: Final = 60
SEED: Final = 137


def measured() -> dict[str, Any]:
    """Draw the pictures, and return the share of each kind that is called what it is, or what it is not."""
    rng = np.random.default_rng(SEED)
    figures: dict[str, Any] = {"places": PLACES, "honest_pairs": HONEST, "screens": SCREENS}
    copies_found = dict.fromkeys((*COPIES, *HARDER), 0)
    alarms = {"honest_same_hash": 0, "honest_called_same": 0, "mended_called_same": 0, "honest_called_screen": 0}
    looks, nearest, honest = [], 64, 0
    for place in range(PLACES):
        drawn = recompressed(photo(place, first_view(place)), 88)
        first = _stored(drawn)
        looks.append(first.look)
        for name, made in (COPIES | HARDER).items():
            copies_found[name] += _is_same(first, _stored(made(drawn)))
        alarms["honest_called_screen"] += screen_pattern(first.jpeg_bytes) >= rules.SCREEN_DECIBELS
        view = replace(first_view(place), noise=place + 7, light=first_view(place).light * 1.05)
        alarms["mended_called_same"] += _is_same(first, _stored(photo(place, view, is_mended=False)))
        for _ in range(3):
            if honest < HONEST:
                honest += 1
                other = _stored(photo(place, honest_view(place, rng)))
                bits = _bits(first, other)
                nearest = min(nearest, bits)
                alarms["honest_same_hash"] += bits <= NEAR
                alarms["honest_called_same"] += _is_same(first, other)
    for name, count in copies_found.items():
        figures[f"found_{name}"] = round(count / PLACES, 4)
    figures |= alarms | {"honest_nearest_bits": nearest, "different_nearest_bits": _nearest(looks)}
    seen = [screen_pattern(_stored(_screen(place, rng)).jpeg_bytes) for place in range(SCREENS)]
    figures["found_screens"] = round(sum(one >= rules.SCREEN_DECIBELS for one in seen) / SCREENS, 4)
    return figures | _of_results(rng)


def is_good(figures: dict[str, Any]) -> bool:
    """Whether every copy that must be found is, and no honest pair is called the same."""
    return all(figures[f"found_{name}"] == 1.0 for name in COPIES) and figures["honest_called_same"] == 0


def _stored(picture: Image.Image) -> ProcessedPhoto:
    """Return a picture as the system stores it."""
    return decode(as_jpeg(picture))


def _bits(one: ProcessedPhoto, other: ProcessedPhoto) -> int:
    return 64 if one.look is None or other.look is None else distance(one.look, other.look)


def _is_same(first: ProcessedPhoto, other: ProcessedPhoto) -> bool:
    if _bits(first, other) > NEAR:
        return False
    return difference_of(first.thumb_bytes, other.thumb_bytes) <= rules.MOST_DIFFERENCE


def _screen(place: int, rng: np.random.Generator) -> Image.Image:
    return of_a_screen(photo(place, first_view(place)), rng)


def _nearest(looks: list[int | None]) -> int:
    known = [look for look in looks if look is not None]
    return min(distance(one, other) for at, one in enumerate(known) for other in known[:at])


def _of_results(rng: np.random.Generator) -> dict[str, float]:
    """Places and times: honest positions scatter as those of phones do (median 12 m, one in fifty off by 150 m)."""
    moment, place = datetime(2026, 5, 1, 6, tzinfo=UTC), rules.Point(29.6, 52.5)

    def off(metres: float) -> rules.Point:
        turn = rng.uniform(0, 2 * np.pi)
        step = metres / 111_195
        return rules.Point(place.lat + step * np.sin(turn), place.lon + step * np.cos(turn) / np.cos(np.radians(29.6)))

    def share(called: Callable[[], bool]) -> float:
        return round(sum(called() for _ in range(2000)) / 2000, 4)

    def far(metres: Callable[[], float]) -> bool:
        looked = rules.LookedAtPhoto(opened_at=moment, is_after=True, at=off(metres()), place=place, tags="whole")
        return any(one.kind == "far" for one in rules.about_photo(looked))

    def error() -> float:
        return float(rng.rayleigh(10) if rng.random() > 0.02 else rng.rayleigh(150))

    def day(gap_minutes: float) -> bool:
        gaps = rng.exponential(gap_minutes, 20)
        moments = [moment + timedelta(minutes=float(at)) for at in np.cumsum(gaps)]
        return any(rules.about_pace(one, moments[: at + 1]) for at, one in enumerate(moments))

    def travel(metres: float, speed: float) -> bool:
        hours = metres / 1000 / (speed * float(rng.uniform(0.7, 1.3)))
        own = rules.TakenAt(moment, off(error()), 1)
        other = rules.TakenAt(moment - timedelta(hours=hours), off(metres + error()), 2)
        return bool(rules.about_travel(own, [other]))

    return {
        "far_false_alarms": share(lambda: far(error)),
        "far_found_500_m": share(lambda: far(lambda: 500 + error())),
        "many_false_alarms_a_day": share(lambda: day(20)),
        "many_found_one_a_minute": share(lambda: day(1)),
        "travel_false_alarms": share(lambda: travel(float(rng.uniform(1500, 9000)), 35)),
        "travel_found": share(lambda: travel(float(rng.uniform(1500, 9000)), 400)),
    }
