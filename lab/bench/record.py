"""How quickly the public record proves one of 10 million events, and how long a head over 1 million files takes.

The events are made by SQL, their tiles from the same bytes without a sync for each file; everything that is measured is
the code of the product.
"""

import hashlib
import hmac
import json
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

HOME: Final = "record"
EVENTS: Final = int(os.environ.get("PEYGIR_BENCH_EVENTS", "10000000"))
FILES: Final = EVENTS // 10
NIGHT: Final = 20_000
"""Events of a day: some 1,000 new cases with what happens to them and to others."""
PROOFS: Final = 2_000
P95_MS: Final = 20.0
NIGHT_S: Final = 60.0
_MAKE: Final = """
    INSERT INTO history_event (id, file, file_id, number, kind, at, by, body, hash)
    SELECT %(base)s + n, 'bench', n %% %(files)s + 1, n / %(files)s + 1, 'bench', now(), 'system', '{"data": {}}',
           sha256(int8send(%(base)s + n))
    FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS n
"""


def measured() -> dict[str, Any]:
    """Make the events and the record in a home of its own, in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    figures: dict[str, Any] = figures_of("record", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether the proofs are right and in time, and the night's head too."""
    is_quick = figures["proof_p95_ms"] <= P95_MS and figures["night_root_s"] + figures["night_record_s"] <= NIGHT_S
    return bool(is_quick and figures["proofs_right"] == PROOFS)


def main() -> None:
    """Run the step, and print the measurements as JSON."""
    from peygir.core import clock
    from peygir.core.transparency.tree import leaf_hash
    from peygir.history.models import Event
    from peygir.history.queries import root_up_to
    from peygir.history.record.growing import extend_record, record_folder
    from peygir.history.record.keys import entry_of, origin_of, record_keys
    from peygir.history.record.proving import prove_event
    from peygir.ops import paths

    home = Path(paths.home())
    shutil.rmtree(home / "record", ignore_errors=True)
    keys, began = record_keys(home, origin_of("https://bench.example")), perf_counter()
    # The city itself has begun with some events.
    city = [(pk, bytes(digest)) for pk, digest in Event.objects.order_by("pk").values_list("pk", "hash")]
    base, total = city[-1][0], len(city) + EVENTS
    _add(base, 1, EVENTS)
    made = perf_counter()
    _write(home, keys.blinding, city)
    written = perf_counter()
    folder = record_folder(home)
    first = extend_record(home, keys, clock.now())
    assert (first.new, first.checkpoint.size) == (0, total)
    rng, spans, right = Random(1), [], 0  # noqa: S311 - seeded on purpose
    for event_id in (base + rng.randint(1, EVENTS) for _ in range(PROOFS)):
        start = perf_counter()
        proved = prove_event(folder, keys, event_id)
        spans.append(perf_counter() - start)
        digest = hashlib.sha256(event_id.to_bytes(8)).digest()
        leaf = leaf_hash(entry_of(keys.blind_of(event_id), digest))
        right += proved is not None and proved.proof.proves(leaf, [keys.public])
    spans.sort()
    _add(base, EVENTS + 1, EVENTS + NIGHT)
    start = perf_counter()
    root = root_up_to(base + EVENTS + NIGHT)
    rooted = perf_counter()
    night = extend_record(home, keys, clock.now())
    ended = perf_counter()
    figures = {
        "events": total,
        "files": root.files,
        "make_events_s": round(made - began, 1),
        "make_tiles_s": round(written - made, 1),
        "proofs_right": right,
        "proof_median_ms": round(spans[PROOFS // 2] * 1000, 2),
        "proof_p95_ms": round(spans[PROOFS * 19 // 20] * 1000, 2),
        "proof_max_ms": round(spans[-1] * 1000, 2),
        "night_events": night.new,
        "night_root_s": round(rooted - start, 1),
        "night_record_s": round(ended - rooted, 2),
    }
    print(json.dumps(figures))


def _add(base: int, first: int, last: int) -> None:
    """Write events with these numbers above the id `base`, each file's in order."""
    from django.db import connection

    from peygir.ops.roles import as_owner

    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for start in range(first, last + 1, 1_000_000):
            cursor.execute(_MAKE, {"files": FILES, "base": base, "first": start, "last": min(last, start + 999_999)})
            print(f"{min(last, start + 999_999):,} events", file=sys.stderr, flush=True)
        cursor.execute("ANALYZE history_event")


def _entries(blinding: bytes, city: list[tuple[int, bytes]]) -> Iterator[bytes]:
    for pk, digest in city:
        yield hashlib.sha256(hmac.digest(blinding, pk.to_bytes(8), "sha256") + digest).digest()
    base = city[-1][0]
    for number in range(base + 1, base + EVENTS + 1):
        raw = number.to_bytes(8)
        blind = hmac.digest(blinding, raw, "sha256")
        yield hashlib.sha256(blind + hashlib.sha256(raw).digest()).digest()


def _write(home: Path, blinding: bytes, city: list[tuple[int, bytes]]) -> None:
    """Write the tiles and bundles of these events, and how the record grew by them."""
    from peygir.core.transparency.tiles import ENTRIES, WIDTH, TilePlace, bundle_of
    from peygir.core.transparency.tree import leaf_hash, perfect_root
    from peygir.history.record.folder import Growth
    from peygir.history.record.growing import STEP

    root, entries = home / "record", _entries(blinding, city)
    levels: list[list[bytes]] = [[]]
    count = [0]

    def put(place: TilePlace, raw: bytes) -> None:
        path = root / place.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)

    def add(level: int, hashes: list[bytes], *, is_last: bool) -> None:
        if len(levels) == level:
            levels.append([])
            count.append(0)
        row = levels[level]
        row += hashes
        while len(row) >= WIDTH:
            part, levels[level] = row[:WIDTH], row[WIDTH:]
            row = levels[level]
            put(TilePlace(level, count[level]), b"".join(part))
            count[level] += 1
            add(level + 1, [perfect_root(part)], is_last=False)
        if is_last:
            if row:
                put(TilePlace(level, count[level], len(row)), b"".join(row))
            if len(levels) > level + 1:
                add(level + 1, [], is_last=True)

    number = 0
    while part := list(islice(entries, WIDTH)):
        put(TilePlace(ENTRIES, number, len(part)), bundle_of(part))
        add(0, [leaf_hash(entry) for entry in part], is_last=False)
        number += 1
        if number % 4096 == 0:
            print(f"{number * WIDTH:,} entries", file=sys.stderr, flush=True)
    add(0, [], is_last=True)
    base, at = city[-1][0], "2026-01-01T00:00:00+00:00"
    steps = [0, *range(STEP, EVENTS, STEP), EVENTS]
    lines = (json.dumps(asdict(Growth(len(city) + size, base + size, at))) for size in steps)
    (root / "growth.jsonl").write_text("".join(f"{line}\n" for line in lines))
