"""How long a search for copies of a photo takes among a million hashes, and that it misses none within ten bits.

The hashes are those of pictures with the spectrum of natural photos: waves get weaker the shorter they are, and the
upper part is brighter. So their bits are as unequal as those of real pictures; 20,000 of them are near copies of one
another. What is searched for is a stored hash of which up to ten bits were changed, and hashes of other pictures.
"""

import json
from collections.abc import Iterator
from statistics import quantiles
from time import perf_counter
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from lab.bench import homes
from lab.bench.process import figures_of

HOME: Final = "same-photo"
HASHES: Final = 1_000_000
SEARCHES: Final = 400
WARM: Final = 40
WANTED_MS: Final = 20.0
SEED: Final = 137
_BATCH: Final = 20_000
_WAVES: Final = 8


def measured() -> dict[str, Any]:
    """Write the hashes anew, search them in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    figures: dict[str, Any] = figures_of("same-photo", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether searches are fast enough, and find everything."""
    return bool(figures["p95_ms"] <= WANTED_MS and figures["recall"] == 1.0)


def main() -> None:
    """Run the step: write the hashes, search, and print the measurements as JSON."""
    from django.db import connection

    rng = np.random.default_rng(SEED)
    looks = np.concatenate(list(_written(rng)))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE media_picturelook")
    figures = {"hashes": HASHES, **_searched(looks, rng)}
    connection.close()
    print(json.dumps(figures))


def _written(rng: np.random.Generator) -> Iterator[NDArray[np.uint64]]:
    from peygir.media.actions.knowing import look_columns
    from peygir.media.models import PictureLook

    for start in range(0, HASHES, _BATCH):
        looks = natural_hashes(rng, _BATCH)
        copies = _BATCH // 50
        looks[:copies] = looks[copies : 2 * copies] ^ np.uint64(1 << 17)
        rows = [
            PictureLook(name=f"bench/{start + number}", **look_columns(int(look))) for number, look in enumerate(looks)
        ]
        PictureLook.objects.bulk_create(rows, batch_size=5000)
        yield looks


def natural_hashes(rng: np.random.Generator, count: int) -> NDArray[np.uint64]:
    """Hashes of made-up pictures: waves 1 … 8 in both directions, as strong as one over their frequency."""
    down, right = np.meshgrid(np.arange(1, _WAVES + 1), np.arange(1, _WAVES + 1), indexing="ij")
    strength = 1 / np.hypot(down, right)
    waves = rng.normal(0, 1, (count, _WAVES, _WAVES)) * strength
    waves[:, 0, :] += 0.15 * strength[0]  # a sky is brighter than a street
    flat = waves.reshape(count, -1)
    bits = flat > np.median(flat, axis=1, keepdims=True)
    weighted = bits.astype(np.uint64) << np.arange(63, -1, -1, dtype=np.uint64)
    hashes: NDArray[np.uint64] = weighted.sum(axis=1, dtype=np.uint64)
    return hashes


def _searched(looks: NDArray[np.uint64], rng: np.random.Generator) -> dict[str, float]:
    from peygir.media.likeness import NEAR
    from peygir.media.queries import copies_of

    took, complete = [], 0
    for number in range(WARM + SEARCHES):
        if number % 4 == 3:
            searched_hash, place = int(natural_hashes(rng, 1)[0]), None
        else:
            place = int(rng.integers(0, HASHES))
            flips = rng.choice(64, int(rng.integers(0, NEAR + 1)), replace=False)
            searched_hash = int(looks[place]) ^ sum(1 << int(bit) for bit in flips)
        began = perf_counter()
        copies = copies_of(searched_hash, most=1000)
        took.append((perf_counter() - began) * 1000)
        near = np.bitwise_count(looks ^ np.uint64(searched_hash)) <= NEAR
        is_there = place is None or any(copy.name == f"bench/{place}" for copy in copies)
        complete += len(copies) == int(near.sum()) and is_there
    cuts = quantiles(took[WARM:], n=100)
    return {
        "p50_ms": round(cuts[49], 2),
        "p95_ms": round(cuts[94], 2),
        "worst_ms": round(max(took[WARM:]), 2),
        "recall": complete / (WARM + SEARCHES),
    }
