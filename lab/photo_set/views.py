"""Draws photos of made-up places: a street in three dimensions, seen by a camera from where a person would stand.

A place is decided by its number alone: houses, windows, shop signs, trees, things on the pavement. A view adds where
the camera stands, where it points, the light and the noise of its sensor. The same numbers give the same bytes.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

WIDTH: Final = 1280
HEIGHT: Final = 960
QUALITY: Final = 88
FOCAL: Final = 1.05
"""The focal length of the camera in widths of its picture: a phone's main camera sees about 51° across."""
_NEAR: Final = 0.4
"""Metres before the camera within which nothing is drawn."""
_EYE: Final = 1.55
Vector: TypeAlias = tuple[float, float, float]
Colour: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class View:
    """Where the camera stands (metres along and across the street, and above the usual eye) and points (radians), and
    the light: its strength (1: as drawn), its warmth (-1 blue … 1 yellow) and from which side it falls (-1 … 1).
    """

    along: float = 0.0
    across: float = 0.0
    above: float = 0.0
    yaw: float = 0.0
    pitch: float = 0.0
    light: float = 1.0
    warmth: float = 0.0
    side: float = 0.0
    noise: int = 0


@dataclass(frozen=True, slots=True)
class _Face:
    """A flat polygon in space with its colour; faces are drawn from the farthest to the nearest."""

    points: Sequence[Vector]
    colour: Colour
    rank: int = 0


def photo(place: int, view: View, *, is_mended: bool = True) -> Image.Image:
    """Return a photo of a place; unless it is mended, with a pothole and rubbish in the middle of what is seen."""
    faces = _place(place, is_mended=is_mended)
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


def first_view(place: int) -> View:
    """Return how the first person photographed a place: turned to one side more or less, the phone held up or down."""
    rng = np.random.default_rng([141, place])
    return View(
        across=float(rng.uniform(-1.5, 1.5)),
        yaw=float(rng.uniform(-0.75, 0.75)),
        pitch=float(rng.uniform(-0.3, 0.12)),
        light=float(rng.uniform(0.8, 1.15)),
        warmth=float(rng.uniform(-0.4, 0.4)),
        side=float(rng.uniform(-1, 1)),
        noise=int(rng.integers(1, 2**31)),
    )


def honest_view(place: int, rng: np.random.Generator) -> View:
    """Return how another honest person photographs the same place: some steps away, turned a little, another hour."""
    first = first_view(place)
    return View(
        along=first.along + float(rng.uniform(0.7, 3.5) * rng.choice((-1, 1))),
        across=first.across + float(rng.uniform(-0.8, 0.8)),
        above=float(rng.uniform(-0.25, 0.25)),
        yaw=first.yaw + float(rng.uniform(0.05, 0.3) * rng.choice((-1, 1))),
        pitch=first.pitch + float(rng.uniform(-0.08, 0.08)),
        light=float(rng.uniform(0.6, 1.3)),
        warmth=float(rng.uniform(-0.8, 0.8)),
        side=float(rng.uniform(-1, 1)),
        noise=int(rng.integers(1, 2**31)),
    )


def _place(number: int, *, is_mended: bool) -> list[_Face]:
    rng = np.random.default_rng([137, number])
    faces = _ground(rng)
    for side in (-1, 1):
        faces += _houses(rng, side)
    faces += _things(rng)
    if not is_mended:
        faces += _faults(np.random.default_rng([138, number]), first_view(number))
    return faces


def _ground(rng: np.random.Generator) -> list[_Face]:
    half = rng.uniform(2.6, 4.2)
    grey = int(rng.integers(70, 130))
    pale = int(rng.integers(130, 185))
    road = _Face(((-half, 0, -8), (half, 0, -8), (half, 0, 90), (-half, 0, 90)), (grey, grey, grey + 4), -3)
    faces = [
        _Face(((-30, -0.02, -8), (30, -0.02, -8), (30, -0.02, 120), (-30, -0.02, 120)), (pale, pale - 8, pale - 18), -4)
    ]
    faces.append(road)
    starts = [float(start) for start in np.arange(-6, 80, rng.uniform(4, 7)) if rng.random() < 0.7]
    faces += [_slab((-0.09, 0.09), (start, start + 2.2), (222, 222, 214), -2) for start in starts]
    for _ in range(int(rng.integers(6, 16))):  # mended patches, manholes, stains
        x, z, size = rng.uniform(-half, half), rng.uniform(0.5, 18), rng.uniform(0.25, 1.5)
        tone = int(grey + rng.integers(-38, 30))
        faces.append(_slab((x - size, x + size), (z, z + size * rng.uniform(0.5, 1.8)), (tone, tone, tone), -2))
    return faces


def _slab(across: tuple[float, float], along: tuple[float, float], colour: Colour, rank: int) -> _Face:
    (left, right), (near, far) = across, along
    return _Face(((left, 0.0, near), (right, 0.0, near), (right, 0.0, far), (left, 0.0, far)), colour, rank)


def _houses(rng: np.random.Generator, side: int) -> list[_Face]:
    faces: list[_Face] = []
    wall = side * rng.uniform(4.6, 8.5)
    along = -8.0
    while along < 70:
        width, height = rng.uniform(4, 11), rng.uniform(3, 12)
        base = rng.integers(90, 235, 3)
        colour = (int(base[0]), int(0.5 * base[0] + 0.5 * base[1]), int(0.6 * base[0] + 0.4 * base[2]))
        setback = wall + side * rng.uniform(0, 1.6)
        end = along + width
        front = ((setback, 0.0, along), (setback, 0.0, end), (setback, height, end), (setback, height, along))
        faces.append(_Face(front, colour))
        out = setback + side * 12
        gable = ((setback, 0.0, along), (out, 0.0, along), (out, height, along), (setback, height, along))
        faces.append(_Face(gable, _darker(colour, 28)))
        faces += _openings(rng, setback - side * 0.03, along, width, height)
        along = end + (rng.uniform(1, 4) if rng.random() < 0.25 else 0)
    return faces


def _openings(rng: np.random.Generator, wall: float, along: float, width: float, height: float) -> list[_Face]:
    """Windows in a grid, a door or a shop with its sign."""
    faces = []
    glass = int(rng.integers(20, 110))
    columns, wide, high = max(1, int(width / rng.uniform(1.6, 3.2))), rng.uniform(0.7, 1.4), rng.uniform(0.8, 1.7)
    for floor in range(1 if height > 4.5 else 0, int(height // 3)):
        for column in range(columns):
            z, y = along + (column + 0.5) * width / columns, floor * 3 + 0.9
            faces.append(_panel(wall, (z - wide / 2, z + wide / 2), (y, y + high), (glass, glass + 8, glass + 18)))
    if rng.random() < 0.5:
        sign = tuple(int(value) for value in rng.integers(10, 250, 3))
        faces.append(_panel(wall, (along + 0.4, along + width - 0.4), (0.1, 2.3), (40, 44, 52)))
        faces.append(_panel(wall, (along + 0.3, along + width - 0.3), (2.4, 3.1), (sign[0], sign[1], sign[2])))
    else:
        tone = tuple(int(value) for value in rng.integers(30, 170, 3))
        z = along + rng.uniform(0.4, max(0.5, width - 1.6))
        faces.append(_panel(wall, (z, z + 1.1), (0.0, 2.2), (tone[0], tone[1], tone[2])))
    return faces


def _panel(wall: float, along: tuple[float, float], up: tuple[float, float], colour: Colour) -> _Face:
    (near, far), (low, high) = along, up
    return _Face(((wall, low, near), (wall, low, far), (wall, high, far), (wall, high, near)), colour)


def _things(rng: np.random.Generator) -> list[_Face]:
    """Trees, bins, parked cars and posts: boxes and discs that stand on the pavement and the road's edge."""
    faces: list[_Face] = []
    for _ in range(int(rng.integers(6, 15))):
        kind, z = rng.choice(("tree", "bin", "car", "post")), float(rng.uniform(2.5, 30))
        x = float(rng.choice((-1, 1)) * rng.uniform(2.2, 4.6))
        tone = [int(value) for value in rng.integers(20, 220, 3)]
        colour: Colour = (tone[0], tone[1], tone[2])
        if kind == "tree":
            height, crown = rng.uniform(2, 4), rng.uniform(0.8, 2.2)
            faces += _box((x, z), (0.24, 0.24, height), (88, 66, 48))
            green = int(rng.integers(60, 130))
            faces += [
                _disc((x + rng.normal(0, crown / 2), height + rng.normal(0, crown / 3), z), crown * 0.7, rng, green)
                for _ in range(7)
            ]
        elif kind == "bin":
            faces += _box((x, z), (0.9, 0.7, 1.1), (50, 96 + tone[0] // 8, 70))
        elif kind == "car":
            faces += _box((x, z), (1.7, 4.0, 0.9), colour) + _box((x, z + 0.8), (1.5, 2.2, 1.45), _darker(colour, 30))
        else:
            faces += _box((x, z), (0.14, 0.14, rng.uniform(2, 7)), (90, 92, 96))
    return faces


def _box(at: tuple[float, float], size: tuple[float, float, float], colour: Colour) -> list[_Face]:
    (x, z), (wide, deep, high) = at, size
    left, right, near, far = x - wide / 2, x + wide / 2, z, z + deep
    inner = left if x > 0 else right
    return [
        _Face(((left, high, near), (right, high, near), (right, high, far), (left, high, far)), _darker(colour, -25)),
        _Face(((inner, 0.0, near), (inner, 0.0, far), (inner, high, far), (inner, high, near)), _darker(colour, 22)),
        _Face(((left, 0.0, near), (right, 0.0, near), (right, high, near), (left, high, near)), colour),
    ]


def _disc(middle: Vector, size: float, rng: np.random.Generator, green: int) -> _Face:
    x, y, z = middle
    turns = [step * math.tau / 11 for step in range(11)]
    reach = [size * float(rng.uniform(0.7, 1.1)) for _ in turns]
    points = [(x + math.cos(t) * r, y + math.sin(t) * r, z) for t, r in zip(turns, reach, strict=True)]
    shade = int(rng.integers(-25, 25))
    return _Face(points, (green // 2 + shade, green + shade, green // 3 + shade))


def _faults(rng: np.random.Generator, view: View) -> list[_Face]:
    """A hole in the ground where the first person looked, and bags around it."""
    ahead, aside, size = rng.uniform(5, 7), rng.uniform(-0.8, 0.8), rng.uniform(0.6, 1.1)
    x = view.across + math.sin(view.yaw) * ahead + math.cos(view.yaw) * aside
    z = math.cos(view.yaw) * ahead - math.sin(view.yaw) * aside - 2
    turns = [step * math.tau / 14 for step in range(14)]
    hole = [
        (x + math.cos(t) * size * rng.uniform(0.8, 1.2), 0.0, z + math.sin(t) * size * rng.uniform(0.8, 1.3))
        for t in turns
    ]
    faces = [_Face(hole, (42, 38, 34), -1)]
    for _ in range(int(rng.integers(2, 6))):
        tone = int(rng.choice((30, 60, 215)))
        at = (float(x + rng.uniform(-1.2, 1.2)), float(z + rng.uniform(-1, 1)))
        faces += _box(at, (0.5, 0.4, 0.4), (tone, tone, tone + 10))
    return faces


def _distance(face: _Face, view: View) -> float:
    count = len(face.points)
    x = sum(point[0] for point in face.points) / count - view.across
    z = sum(point[2] for point in face.points) / count - view.along + 2
    return math.hypot(x, z)


def _projected(points: Sequence[Vector], view: View) -> list[tuple[float, float]]:
    """Return a polygon as the camera sees it, cut off where it comes nearer than _NEAR."""
    turned = [_turned(point, view) for point in points]
    seen: list[Vector] = []
    for one, other in zip(turned, [*turned[1:], turned[0]], strict=True):
        if one[2] >= _NEAR:
            seen.append(one)
        if (one[2] >= _NEAR) != (other[2] >= _NEAR):
            share = (_NEAR - one[2]) / (other[2] - one[2])
            seen.append((one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share, _NEAR))
    scale = FOCAL * WIDTH
    return [(WIDTH / 2 + x / z * scale, HEIGHT / 2 - y / z * scale) for x, y, z in seen]


def _turned(point: Vector, view: View) -> Vector:
    """Return a point in the camera's axes: right, up, ahead."""
    x, y, z = point[0] - view.across, point[1] - _EYE - view.above, point[2] - view.along + 2
    x, z = x * math.cos(view.yaw) - z * math.sin(view.yaw), x * math.sin(view.yaw) + z * math.cos(view.yaw)
    y, z = y * math.cos(view.pitch) - z * math.sin(view.pitch), y * math.sin(view.pitch) + z * math.cos(view.pitch)
    return x, y, z


def _lit(face: _Face, view: View) -> Colour:
    """Return the colour of a face: those that stand on the light's side are brighter."""
    middle = sum(point[0] for point in face.points) / len(face.points)
    change = 1 - 0.3 * view.side * math.tanh(middle / 4)
    return tuple(max(0, min(255, round(value * change))) for value in face.colour)  # type: ignore[return-value]


def _darker(colour: Colour, by: int) -> Colour:
    return tuple(max(0, min(255, value - by)) for value in colour)  # type: ignore[return-value]


def _sky(place: int, view: View) -> Image.Image:
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


def _developed(picture: Image.Image, place: int, view: View) -> Image.Image:
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
