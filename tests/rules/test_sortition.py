"""The lot of the citizens' panel: quotas by population, drawn again to the same, with the same chance for equals."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.core.sortition import (
    Entrant,
    Stratum,
    draw_panel,
    in_order_of_lots,
    largest_remainder,
    lot_number,
    nearest_entrant,
    seats_of_strata,
    strata_of,
)

AGES, SEXES = ("18-29", "30-44", "45-59", "60+"), ("f", "m")
POPULATION = strata_of(
    {"1": 180_000, "2": 220_000, "3": 90_000, "4": 60_000},
    {"18-29": 270, "30-44": 380, "45-59": 220, "60+": 130},
    SEXES,
)
SEED = "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def volunteers(count: int) -> list[Entrant]:
    """So many volunteers, the same number in each stratum."""
    strata = sorted(POPULATION)
    return [Entrant(f"v{number:04d}", strata[number % len(strata)]) for number in range(count)]


def test_the_largest_remainders_get_the_seats_that_are_left() -> None:
    # Balinski and Young's example of a house of 26 seats.
    sizes = {"A": 9061, "B": 7179, "C": 5259, "D": 3319, "E": 1182}
    assert largest_remainder(sizes, 26) == {"A": 9, "B": 7, "C": 5, "D": 4, "E": 1}
    assert largest_remainder({"b": 1, "a": 1}, 1) == {"b": 0, "a": 1}
    with pytest.raises(ValueError, match="nobody"):
        largest_remainder({"a": 0}, 3)


@given(
    sizes=st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 10**6), min_size=1),
    seats=st.integers(0, 60),
)
def test_quotas_stay_within_one_of_the_exact_share(sizes: dict[str, int], seats: int) -> None:
    given_seats, total = largest_remainder(sizes, seats), sum(sizes.values())
    assert sum(given_seats.values()) == seats
    for group, size in sizes.items():
        assert abs(given_seats[group] - seats * size / total) < 1


def test_the_seats_keep_the_quotas_of_districts_age_groups_and_sexes() -> None:
    seats = seats_of_strata(POPULATION, 24, SEED)
    for part, sizes in (
        ("district", {"1": 180, "2": 220, "3": 90, "4": 60}),
        ("age", {"18-29": 270, "30-44": 380, "45-59": 220, "60+": 130}),
        ("sex", {"f": 1, "m": 1}),
    ):
        totals: Counter[str] = Counter()
        for stratum, count in seats.items():
            totals[getattr(stratum, part)] += count
        assert dict(totals) == largest_remainder(sizes, 24)


def test_small_strata_have_their_share_over_many_seeds() -> None:
    """Rounding alone would never seat the old women of a small district, who have 0.17 of 24 seats."""
    old = Stratum("4", "60+", "f")
    share = 24 * POPULATION[old] / sum(POPULATION.values())
    seated = sum(seats_of_strata(POPULATION, 24, str(seed)).get(old, 0) for seed in range(150)) / 150
    assert abs(seated - share) < 0.1


def test_the_lot_drawn_again_is_the_same_in_any_order_of_the_list() -> None:
    entrants = volunteers(320)
    first = draw_panel(entrants, POPULATION, 24, SEED)
    assert draw_panel(list(reversed(entrants)), dict(reversed(POPULATION.items())), 24, SEED) == first
    assert len({seat.entrant.code for seat in first.drawn}) == 24
    assert not first.empty
    assert all(seat.entrant.stratum == seat.stratum for seat in first.drawn)
    other = draw_panel(entrants, POPULATION, 24, SEED + "1")
    assert {seat.entrant for seat in other.drawn} != {seat.entrant for seat in first.drawn}


def test_equals_have_the_same_chance() -> None:
    entrants = volunteers(64)
    counts: Counter[str] = Counter()
    for seed in range(60):
        counts.update(seat.entrant.code for seat in draw_panel(entrants, POPULATION, 24, str(seed)).drawn)
    of_one = [counts[entrant.code] for entrant in entrants if entrant.stratum == Stratum("2", "30-44", "f")]
    assert len(of_one) == 2
    assert abs(of_one[0] - of_one[1]) < 25


def test_a_seat_that_nobody_of_its_stratum_wants_goes_to_the_nearest() -> None:
    stratum = Stratum("1", "60+", "f")
    rows = [
        Entrant("anybody", Stratum("2", "30-44", "m")),
        Entrant("same age and sex", Stratum("2", "60+", "f")),
        Entrant("same district", Stratum("1", "30-44", "m")),
        Entrant("same district and sex", Stratum("1", "18-29", "f")),
    ]
    order = []
    while (entrant := nearest_entrant(rows, stratum)) is not None:
        order.append(entrant.code)
        rows.remove(entrant)
    assert order == ["same district and sex", "same district", "same age and sex", "anybody"]
    result = draw_panel(volunteers(10), POPULATION, 24, SEED)
    assert (len(result.drawn), result.empty) == (10, 14)


def test_lots_are_plain_hashes() -> None:
    assert lot_number("a", "b") == int.from_bytes(hashlib.sha256(b"a\nb").digest())
    entrants = volunteers(5)
    lots = [lot_number(SEED, entrant.code) for entrant in in_order_of_lots(entrants, SEED)]
    assert lots == sorted(lots)
