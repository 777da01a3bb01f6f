"""The distances of a VRPLIB file: from coordinates by the rule of its type, or explicit in one of TSPLIB's formats."""

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.core.routes.vrplib_text import NODE, FileIsWrong, Line, LineIsWrong, VrplibText, column, rows_of
from peygir.core.translation import gettext_lazy as _

Floats = npt.NDArray[np.float64]

_EARTH: Final = 6378.388
"""Kilometres; TSPLIB's radius for GEO."""


def weights(text: VrplibText, nodes: int, *, is_exact: bool = False) -> tuple[npt.NDArray[np.float64], int]:
    """Return the matrix of distances and how many decimals its values have.

    Distances of a type such as EUC_2D are rounded as TSPLIB 95 says, or not at all with `is_exact`. Raises LineIsWrong
    and FileIsWrong.
    """
    kind = text.word("EDGE_WEIGHT_TYPE", "EXPLICIT" if "EDGE_WEIGHT" in text.sections else "")
    if kind == "EXPLICIT":
        return _explicit(text, nodes)
    if kind not in _BY_COORDINATES:
        known = ", ".join(sorted((*_BY_COORDINATES, "EXPLICIT")))
        if "EDGE_WEIGHT_TYPE" in text.specs:
            why = _("the type “{text}” is not known; known are {known}.", text=kind[:40], known=known)
            raise LineIsWrong(line=text.specs["EDGE_WEIGHT_TYPE"][0], why=why)
        raise FileIsWrong(why=_("it has no EDGE_WEIGHT_TYPE; known are {known}.", known=known))
    if "EDGE_WEIGHT" in text.sections:
        why = _("an EDGE_WEIGHT_SECTION belongs to the type EXPLICIT, and this is {text}.", text=kind)
        raise LineIsWrong(line=text.heads["EDGE_WEIGHT"], why=why)
    points = coordinates(text, nodes, dimensions=3 if kind.endswith("3D") else 2)
    if points is None:
        raise FileIsWrong(why=_("it has no NODE_COORD_SECTION."))
    measure, rounded = _BY_COORDINATES[kind]
    found = measure(points)
    return (found if is_exact else rounded(found)), 0


def coordinates(text: VrplibText, nodes: int, *, dimensions: int = 2) -> Floats | None:
    """Return the coordinates of the nodes, or None if the file has none. Raises LineIsWrong."""
    rows = rows_of(text, "NODE_COORD", nodes, numbered=NODE)
    if rows is None:
        return None
    found = column(rows, least=dimensions, most=3)
    return np.array([[float(value) for value in row[:dimensions]] for row in found], dtype=np.float64)


def _straight(points: Floats) -> Floats:
    between = points[:, None, :] - points[None, :, :]
    return np.asarray(np.sqrt((between**2).sum(axis=2)), dtype=np.float64)


def _city_blocks(points: Floats) -> Floats:
    total: Floats = np.abs(points[:, None, :] - points[None, :, :]).sum(axis=2)
    return total


def _widest(points: Floats) -> Floats:
    widest: Floats = np.abs(points[:, None, :] - points[None, :, :]).max(axis=2)
    return widest


def _pseudo_euclidean(points: Floats) -> Floats:
    """TSPLIB's ATT: the root of a tenth of the square, rounded up where rounding gave less."""
    exact = _straight(points) / math.sqrt(10.0)
    rounded = _nearest(exact)
    return np.where(rounded < exact, rounded + 1, rounded)


def _geographical(points: Floats) -> Floats:
    """TSPLIB's GEO: great circles between points written as DDD.MM, in whole kilometres."""
    degrees = np.trunc(points)
    radians = math.pi * (degrees + 5.0 * (points - degrees) / 3.0) / 180.0
    lat, lon = radians[:, 0], radians[:, 1]
    q1 = np.cos(lon[:, None] - lon[None, :])
    q2, q3 = np.cos(lat[:, None] - lat[None, :]), np.cos(lat[:, None] + lat[None, :])
    angle = np.arccos(np.clip(0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3), -1.0, 1.0))
    far = np.trunc(_EARTH * angle + 1.0)
    np.fill_diagonal(far, 0.0)
    return np.asarray(far, dtype=np.float64)


def _nearest(values: Floats) -> Floats:
    """TSPLIB's nint: halves go up."""
    return np.floor(values + 0.5)


def _thousandths(values: Floats) -> Floats:
    return _nearest(values * 1000.0)


_BY_COORDINATES: Final[dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]]] = {
    "EUC_2D": (_straight, _nearest),
    "EUC_3D": (_straight, _nearest),
    "CEIL_2D": (_straight, np.ceil),
    "FLOOR_2D": (_straight, np.floor),
    "EXACT_2D": (_straight, _thousandths),
    "MAN_2D": (_city_blocks, _nearest),
    "MAN_3D": (_city_blocks, _nearest),
    "MAX_2D": (_widest, _nearest),
    "MAX_3D": (_widest, _nearest),
    "ATT": (_pseudo_euclidean, _nearest),
    "GEO": (_geographical, _nearest),
}


def _explicit(text: VrplibText, nodes: int) -> tuple[Floats, int]:
    if "EDGE_WEIGHT" not in text.sections:
        raise FileIsWrong(why=_("it has no EDGE_WEIGHT_SECTION."))
    shape = text.word("EDGE_WEIGHT_FORMAT", "FULL_MATRIX")
    if shape not in _CELLS:
        line_number = text.specs["EDGE_WEIGHT_FORMAT"][0]
        why = _(
            "the format “{text}” is not known; known are {known}.", text=shape[:40], known=", ".join(sorted(_CELLS))
        )
        raise LineIsWrong(line=line_number, why=why)
    values, decimals = _stream(text.sections["EDGE_WEIGHT"])
    rows, columns = _CELLS[shape](nodes)
    if len(values) != len(rows):
        why = _(
            "{format} of {nodes} nodes has {wanted} weights, and here are {count}.",
            format=shape,
            nodes=nodes,
            wanted=len(rows),
            count=len(values),
        )
        raise LineIsWrong(line=text.heads["EDGE_WEIGHT"], why=why)
    matrix = np.zeros((nodes, nodes), dtype=np.float64)
    matrix[rows, columns] = values
    if shape != "FULL_MATRIX":
        matrix[columns, rows] = values
    np.fill_diagonal(matrix, 0.0)  # many files write a large number where a node meets itself
    return matrix, decimals


def _stream(lines: list[Line]) -> tuple[Floats, int]:
    """Return all numbers in their order, however they are broken into lines, and the most decimals of one."""
    weights_read: list[float] = []
    decimals = 0
    for row in lines:
        if all(word.isdigit() and len(word) < 14 for word in row.words):
            weights_read.extend(map(float, row.words))
            continue
        for value in row.values():
            if value < 0:
                raise LineIsWrong(line=row.number, why=_("A weight must not be negative."))
            decimals = max(decimals, decimals_of(value))
            weights_read.append(float(value))
    return np.array(weights_read, dtype=np.float64), decimals


def decimals_of(value: Decimal) -> int:
    """How many decimals the number has."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def _full(nodes: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    rows, columns = np.indices((nodes, nodes))
    return rows.ravel(), columns.ravel()


def _lower(nodes: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.tril_indices(nodes, k=-1)


def _lower_diagonal(nodes: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.tril_indices(nodes)


def _upper(nodes: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.triu_indices(nodes, k=1)


def _upper_diagonal(nodes: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    return np.triu_indices(nodes)


# The matrices are symmetric, so that the columns of one triangle are the rows of the other.
_CELLS: Final = {
    "FULL_MATRIX": _full,
    "LOWER_ROW": _lower,
    "UPPER_COL": _lower,
    "LOWER_DIAG_ROW": _lower_diagonal,
    "UPPER_DIAG_COL": _lower_diagonal,
    "UPPER_ROW": _upper,
    "LOWER_COL": _upper,
    "UPPER_DIAG_ROW": _upper_diagonal,
    "LOWER_DIAG_COL": _upper_diagonal,
}
