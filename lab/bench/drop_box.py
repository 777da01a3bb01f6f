"""How long the drop box takes for words that have a box and for words that have none, alternating, in one process."""

import json
import secrets
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, Final

from lab.bench import homes
from lab.bench.process import figures_of

HOME: Final = "dropbox"
BOXES: Final = 20
ROUNDS: Final = 200
MOST_APART: Final = 0.05
"""How far the medians may be apart, as a share of that of unknown words: the noise of one process."""
_SEED: Final = 137


def measured() -> dict[str, Any]:
    """Make a city with boxes, ask for them in a process of its own, and return the measurements."""
    home = homes.make_ready(HOME, 0)
    figures: dict[str, Any] = figures_of("drop-box", home=home)
    return figures


def is_good(figures: dict[str, Any]) -> bool:
    """Whether the two medians differ by less than `MOST_APART`."""
    return bool(abs(figures["known_median_ms"] / figures["unknown_median_ms"] - 1) <= MOST_APART)


def main() -> None:
    """Run the step: type known and unknown words in a random order, and print the medians as JSON."""
    from django.conf import settings
    from django.test import Client

    from peygir.city import queries as city
    from peygir.desks.dropbox.actions import open_box
    from peygir.desks.dropbox.box_keys import derive
    from peygir.desks.dropbox.code_words import new_code

    city_facts, rng = city.current_city(settings.CITY), Random(_SEED)  # noqa: S311 - an order, no secret
    _hold_a_key(city_facts.id)
    codes = [new_code() for _ in range(BOXES)]
    for code in codes:
        keys = derive(code, city_facts.code)
        open_box(city_facts.id, "inspectorate", keys, text="گزارش آزمایشی", files=[])
    spans: dict[str, list[float]] = {"known": [], "unknown": []}
    for number in range(ROUNDS):
        for name in rng.sample(list(spans), 2):
            code_words = " ".join(rng.choice(codes) if name == "known" else new_code())
            # A fresh address each time: the limits are not what is measured.
            client = Client(
                SERVER_NAME="localhost", REMOTE_ADDR=f"10.{number // 250}.{number % 250}.{1 + (name == 'known')}"
            )
            began = perf_counter()
            answer = client.post("/drop/open/", {"words": code_words})
            spans[name].append((perf_counter() - began) * 1000)
            assert answer.status_code == (200 if name == "known" else 404), answer.status_code
    figures = {f"{name}_median_ms": round(median(took), 2) for name, took in spans.items()}
    for name, took in spans.items():
        figures[f"{name}_p5_ms"], figures[f"{name}_p95_ms"] = (
            round(sorted(took)[ROUNDS * share // 100], 2) for share in (5, 95)
        )
    print(json.dumps({"rounds": ROUNDS, **figures}))


def _hold_a_key(city_id: int) -> None:
    """Let the inspectorate hold a key in force; its private half is forgotten."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    from peygir.city import queries as city
    from peygir.desks.dropbox.actions import confirm_drop_key, propose_drop_key
    from peygir.people.actions import add_staff
    from peygir.people.rules import SYSTEM, Actor

    unit_code, holders = city.units(city_id)[0].code, []
    for number in range(2):
        name, password = f"bench-{number}-{secrets.token_hex(3)}", secrets.token_hex(8)
        pk = add_staff(name, password=password, role="inspectorate", unit_code=unit_code, name=name, by=SYSTEM)
        holders.append(Actor("staff", pk, "inspectorate"))
    public = X25519PrivateKey.generate().public_key().public_bytes_raw()
    confirm_drop_key(propose_drop_key(city_id, public, by=holders[0]), by=holders[1])
