"""Draws photos of made-up places: a street in three dimensions, seen by a camera from where a person would stand.

A place is decided by its number alone: houses, windows, shop signs, trees, things on the pavement. A view adds where
the camera stands, where it points, the light and the noise of its sensor. The same numbers give the same bytes.
"""

import io
import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from lab.photo_set.camera import CameraView
from lab.photo_set.places import Colour, Face, Vector, faces_of

WIDTH: Final = 1280
HEIGHT: Final = 960
QUALITY: Final = 88
FOCAL: Final = 1.05
"""The focal length of the camera in widths of its picture: a phone's main camera sees about 51° across."""
_NEAR: Final = 0.4
"""Metres before the camera within which nothing is drawn."""
_EYE: Final = 1.55


def photo(place: int, view: CameraView, *, is_mended: bool = True) -> Image.Image:
    """Return a photo of a place; unless it is mended, with a pothole and rubbish in the middle of what is seen."""
    faces = faces_of(place, is_mended=is_mended)
    picture = _sky(place, view)
    draw = ImageDraw.Draw(picture)
    for face in sorted(faces, key=lambda one: (one.rank, -_distance(one, view))):
        flat = _projected(face.points, view)
        if len(flat) > 2:
            draw.polygon(flat, fill=_lit(face, view))
    return _developed(picture, place, view)


def as_jpeg(picture: Image.Image, quality: int = QUALITY) -> bytes:
    """Return a picture as a JPEG without metadata."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def _distance(face: Face, view: CameraView) -> float:
    count = len(face.points)
    x = sum(point[0] for point in face.points) / count - view.across
    z = sum(point[2] for point in face.points) / count - view.along + 2
    return math.hypot(x, z)


def _projected(points: Sequence[Vector], view: CameraView) -> list[tuple[float, float]]:
    """Return a polygon as the camera sees it, cut off where it comes nearer than _NEAR."""
    turned = [_turned(point, view) for point in points]
    seen: list[Vector] = []
    for corner, other in zip(turned, [*turned[1:], turned[0]], strict=True):
        if corner[2] >= _NEAR:
            seen.append(corner)
        if (corner[2] >= _NEAR) != (other[2] >= _NEAR):
            share = (_NEAR - corner[2]) / (other[2] - corner[2])
            seen.append((corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share, _NEAR))
    scale = FOCAL * WIDTH
    return [(WIDTH / 2 + x / z * scale, HEIGHT / 2 - y / z * scale) for x, y, z in seen]


def _turned(point: Vector, view: CameraView) -> Vector:
    """Return a point in the camera's axes: right, up, ahead."""
    x, y, z = point[0] - view.across, point[1] - _EYE - view.above, point[2] - view.along + 2
    x, z = x * math.cos(view.yaw) - z * math.sin(view.yaw), x * math.sin(view.yaw) + z * math.cos(view.yaw)
    y, z = y * math.cos(view.pitch) - z * math.sin(view.pitch), y * math.sin(view.pitch) + z * math.cos(view.pitch)
    return x, y, z


def _lit(face: Face, view: CameraView) -> Colour:
    """Return the colour of a face: those that stand on the light's side are brighter."""
    middle = sum(point[0] for point in face.points) / len(face.points)
    change = 1 - 0.3 * view.side * math.tanh(middle / 4)
    return tuple(max(0, min(255, round(value * change))) for value in face.colour)  # type: ignore[return-value]


def _sky(place: int, view: CameraView) -> Image.Image:
    """Return a sky that is paler at the horizon, with the clouds of its hour."""
    rng = np.random.default_rng([139, place, view.noise])
    down = np.linspace(0, 1, HEIGHT)[:, None]
    top, low = np.array([96, 142, 205]), np.array([205, 216, 224])
    rows = top + (low - top) * np.clip(down * 1.8, 0, 1)
    picture = Image.fromarray(np.repeat(rows[:, None, :], WIDTH, axis=1).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    for _ in range(int(rng.integers(0, 6))):
        x, y, size = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT * 0.35), rng.uniform(40, 190)
        draw.ellipse((x - size, y - size / 4, x + size, y + size / 4), fill=(228, 232, 236))
    return picture.filter(ImageFilter.GaussianBlur(6))


def _developed(picture: Image.Image, place: int, view: CameraView) -> Image.Image:
    """Return the picture with the grain of surfaces, the colour of the light and the noise of a sensor."""
    values: NDArray[np.float32] = np.asarray(picture, dtype=np.float32)
    grain = np.random.default_rng([140, place, view.noise])
    coarse = Image.fromarray(grain.integers(0, 256, (HEIGHT // 4, WIDTH // 4), dtype=np.uint8))
    rough = np.asarray(coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), dtype=np.float32) - 128
    values = values + rough[:, :, None] * 0.07
    tint = np.array([1 + 0.12 * view.warmth, 1.0, 1 - 0.12 * view.warmth], dtype=np.float32)
    values = values * tint * np.float32(view.light) + grain.normal(0, 3.0, values.shape).astype(np.float32)
    sharp = Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    return sharp.filter(ImageFilter.GaussianBlur(0.6))
