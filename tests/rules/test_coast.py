"""The sea of an extract: to the right of a coast that parts the box, and nowhere where the coast breaks off."""

import pytest

from peygir.atlas.coast import Coastline

BOX = (0.0, 0.0, 10.0, 10.0)


def coast(*paths: list[tuple[float, float]]) -> Coastline:
    line = Coastline()
    line.add([[(number, *point) for number, point in enumerate(path)] for path in paths])
    return line


def area(*paths: list[tuple[float, float]]) -> float:
    return sum(float(part.area) for part in coast(*paths).sea(*BOX))


def test_the_sea_lies_on_the_right() -> None:
    assert area([(-1.0, 4.0), (2.0, 4.0), (8.0, 4.0), (11.0, 4.0)]) == pytest.approx(40)
    assert area([(11.0, 4.0), (8.0, 4.0), (2.0, 4.0), (-1.0, 4.0)]) == pytest.approx(60)


def test_an_island_is_no_sea() -> None:
    island = [(4.0, 1.0), (6.0, 1.0), (6.0, 3.0), (4.0, 3.0), (4.0, 1.0)]
    assert area([(-1.0, 4.0), (2.0, 4.0), (8.0, 4.0), (11.0, 4.0)], island) == pytest.approx(36)


def test_a_coast_that_breaks_off_draws_no_sea_over_the_land() -> None:
    pier = [(4.0, 1.0), (4.0, 2.0), (5.0, 2.0), (5.0, 1.0), (4.0, 1.0)]
    assert area([(2.0, 4.0), (8.0, 4.0)]) == 0
    assert area([(2.0, 4.0), (8.0, 4.0)], pier) == 0
    assert area() == 0
