"""What stands in a made-up street, as flat faces in space: road, houses with windows and signs, trees, cars, faults."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from lab.photo_set.camera import CameraView, first_view

Vector: TypeAlias = tuple[float, float, float]
Colour: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Face:
    """A flat polygon in space with its colour; faces are drawn from the farthest to the nearest."""

    points: Sequence[Vector]
    colour: Colour
    rank: int = 0


def faces_of(number: int, *, is_mended: bool) -> list[Face]:
    """Return the faces of the place of this number; unless it is mended, with its faults."""
    rng = np.random.default_rng([137, number])
    faces = _ground(rng)
    for side in (-1, 1):
        faces += _houses(rng, side)
    faces += _things(rng)
    if not is_mended:
        faces += _faults(np.random.default_rng([138, number]), first_view(number))
    return faces


def _ground(rng: np.random.Generator) -> list[Face]:
    half = rng.uniform(2.6, 4.2)
    grey = int(rng.integers(70, 130))
    pale = int(rng.integers(130, 185))
    road = Face(((-half, 0, -8), (half, 0, -8), (half, 0, 90), (-half, 0, 90)), (grey, grey, grey + 4), -3)
    faces = [
        Face(((-30, -0.02, -8), (30, -0.02, -8), (30, -0.02, 120), (-30, -0.02, 120)), (pale, pale - 8, pale - 18), -4)
    ]
    faces.append(road)
    starts = [float(start) for start in np.arange(-6, 80, rng.uniform(4, 7)) if rng.random() < 0.7]
    faces += [_slab((-0.09, 0.09), (start, start + 2.2), (222, 222, 214), -2) for start in starts]
    for _ in range(int(rng.integers(6, 16))):  # mended patches, manholes, stains
        x, z, size = rng.uniform(-half, half), rng.uniform(0.5, 18), rng.uniform(0.25, 1.5)
        tone = int(grey + rng.integers(-38, 30))
        faces.append(_slab((x - size, x + size), (z, z + size * rng.uniform(0.5, 1.8)), (tone, tone, tone), -2))
    return faces


def _slab(across: tuple[float, float], along: tuple[float, float], colour: Colour, rank: int) -> Face:
    (left, right), (near, far) = across, along
    return Face(((left, 0.0, near), (right, 0.0, near), (right, 0.0, far), (left, 0.0, far)), colour, rank)


def _houses(rng: np.random.Generator, side: int) -> list[Face]:
    faces: list[Face] = []
    wall = side * rng.uniform(4.6, 8.5)
    along = -8.0
    while along < 70:
        width, height = rng.uniform(4, 11), rng.uniform(3, 12)
        base = rng.integers(90, 235, 3)
        colour = (int(base[0]), int(0.5 * base[0] + 0.5 * base[1]), int(0.6 * base[0] + 0.4 * base[2]))
        setback = wall + side * rng.uniform(0, 1.6)
        end = along + width
        front = ((setback, 0.0, along), (setback, 0.0, end), (setback, height, end), (setback, height, along))
        faces.append(Face(front, colour))
        out = setback + side * 12
        gable = ((setback, 0.0, along), (out, 0.0, along), (out, height, along), (setback, height, along))
        faces.append(Face(gable, _darker(colour, 28)))
        faces += _openings(rng, setback - side * 0.03, along, width, height)
        along = end + (rng.uniform(1, 4) if rng.random() < 0.25 else 0)
    return faces


def _openings(rng: np.random.Generator, wall: float, along: float, width: float, height: float) -> list[Face]:
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


def _panel(wall: float, along: tuple[float, float], up: tuple[float, float], colour: Colour) -> Face:
    (near, far), (low, high) = along, up
    return Face(((wall, low, near), (wall, low, far), (wall, high, far), (wall, high, near)), colour)


def _things(rng: np.random.Generator) -> list[Face]:
    """Trees, bins, parked cars and posts: boxes and discs that stand on the pavement and the road's edge."""
    faces: list[Face] = []
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


def _box(at: tuple[float, float], size: tuple[float, float, float], colour: Colour) -> list[Face]:
    (x, z), (wide, deep, high) = at, size
    left, right, near, far = x - wide / 2, x + wide / 2, z, z + deep
    inner = left if x > 0 else right
    return [
        Face(((left, high, near), (right, high, near), (right, high, far), (left, high, far)), _darker(colour, -25)),
        Face(((inner, 0.0, near), (inner, 0.0, far), (inner, high, far), (inner, high, near)), _darker(colour, 22)),
        Face(((left, 0.0, near), (right, 0.0, near), (right, high, near), (left, high, near)), colour),
    ]


def _disc(middle: Vector, size: float, rng: np.random.Generator, green: int) -> Face:
    x, y, z = middle
    turns = [step * math.tau / 11 for step in range(11)]
    reach = [size * float(rng.uniform(0.7, 1.1)) for _ in turns]
    points = [(x + math.cos(t) * r, y + math.sin(t) * r, z) for t, r in zip(turns, reach, strict=True)]
    shade = int(rng.integers(-25, 25))
    return Face(points, (green // 2 + shade, green + shade, green // 3 + shade))


def _faults(rng: np.random.Generator, view: CameraView) -> list[Face]:
    """A hole in the ground where the first person looked, and bags around it."""
    ahead, aside, size = rng.uniform(5, 7), rng.uniform(-0.8, 0.8), rng.uniform(0.6, 1.1)
    x = view.across + math.sin(view.yaw) * ahead + math.cos(view.yaw) * aside
    z = math.cos(view.yaw) * ahead - math.sin(view.yaw) * aside - 2
    turns = [step * math.tau / 14 for step in range(14)]
    hole = [
        (x + math.cos(t) * size * rng.uniform(0.8, 1.2), 0.0, z + math.sin(t) * size * rng.uniform(0.8, 1.3))
        for t in turns
    ]
    faces = [Face(hole, (42, 38, 34), -1)]
    for _ in range(int(rng.integers(2, 6))):
        tone = int(rng.choice((30, 60, 215)))
        at = (float(x + rng.uniform(-1.2, 1.2)), float(z + rng.uniform(-1, 1)))
        faces += _box(at, (0.5, 0.4, 0.4), (tone, tone, tone + 10))
    return faces


def _darker(colour: Colour, by: int) -> Colour:
    return tuple(max(0, min(255, value - by)) for value in colour)  # type: ignore[return-value]
