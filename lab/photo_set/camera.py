"""Where the camera of a drawn photo stands and points, and in which light: the first photo of a place, and others."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class CameraView:
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


def first_view(place: int) -> CameraView:
    """Return how the first person photographed a place: turned to one side more or less, the phone held up or down."""
    rng = np.random.default_rng([141, place])
    return CameraView(
        across=float(rng.uniform(-1.5, 1.5)),
        yaw=float(rng.uniform(-0.75, 0.75)),
        pitch=float(rng.uniform(-0.3, 0.12)),
        light=float(rng.uniform(0.8, 1.15)),
        warmth=float(rng.uniform(-0.4, 0.4)),
        side=float(rng.uniform(-1, 1)),
        noise=int(rng.integers(1, 2**31)),
    )


def honest_view(place: int, rng: np.random.Generator) -> CameraView:
    """Return how another honest person photographs the same place: some steps away, turned a little, another hour."""
    first = first_view(place)
    return CameraView(
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
