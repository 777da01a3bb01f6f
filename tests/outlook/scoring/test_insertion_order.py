"""The same month stored in another order, with other keys, and computed with other seeds of Python's hashes."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from django.db import connection, transaction

from peygir.ops.commands import score
from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.comparison_queries import standings_of_month
from peygir.outlook.scoring.fairness.standing import Standing
from peygir.outlook.scoring.models import CaseEffect, MonthMix
from peygir.outlook.scoring.snapshot_tables import TABLES
from peygir.outlook.scoring.snapshot_text import rows_of, sections
from tests import make
from tests.scores import KHORDAD, close, decide_scheme, live_khordad, taken
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
ORDERS: Final = (range(7), (6, 4, 2, 0, 5, 3, 1))
SEEDS: Final = ("1", "4242")
STORED: Final = ("cases_case", "cases_report", "promises_promise", "answers_question", "answers_verdict", "cases_note")
"""Tables whose rows the application may write again."""


@dataclass(frozen=True)
class ClosedOnce:
    """The month as it came out of one order: what is published, and what depends on keys."""

    keys: dict[str, int]
    snapshot: dict[str, list[str]]
    snapshot_digest: str
    published: dict[str, Any]
    parts: list[Any]
    standings: list[Standing]
    mix: str
    effects: list[tuple[str, ...]]
    file: bytes


def closed_in(town: Town, town_clock: TownClock, order: Sequence[int], start: datetime) -> ClosedOnce:
    """Live and close the month with its cases stored in an order, and take all of it back."""
    town_clock.moment = start
    with transaction.atomic():
        decide_scheme(town)
        lived = live_khordad(town, town_clock, order)
        month = close(town)
        keys = {name: make.case(code).pk for name, code in vars(lived).items()}
        published = score.as_data(town.city_id, KHORDAD, actions.verify_month(town.city_id, KHORDAD))
        marks = queries.marks_of_month(month.pk)
        names = {pk: name for name, pk in keys.items()}
        effects = CaseEffect.objects.values_list("part__mark__unit_id", "part__indicator", "case_id", "why", "effect")
        closed = ClosedOnce(
            keys=keys,
            snapshot=by_name(taken(town), names),
            snapshot_digest=str(published.pop("snapshot")),
            published=published,
            parts=[
                (mark.unit_id, part.indicator, part.state, part.n, part.counts, part.value, part.low, part.high)
                for mark in marks
                for part in queries.parts_of(mark.id)
            ],
            standings=standings_of_month(month.pk),
            mix=MonthMix.objects.get(month=month).digest,
            effects=sorted(
                (str(unit), name, names[case], why, str(effect)) for unit, name, case, why, effect in effects
            ),
            file=actions.month_file(town.city_id, KHORDAD),
        )
        transaction.set_rollback(True)
    return closed


def by_name(text: bytes, names: dict[int, str]) -> dict[str, list[str]]:
    """The rows of a snapshot with the names of cases in place of their keys, in the order of their text."""
    bodies, by_table = sections(text), {}
    for table in TABLES:
        rows = list(rows_of(table, bodies[table.name]))
        for row in rows:
            if row.get("case") is not None:
                row["case"] = names[int(str(row["case"]))]
        by_table[table.name] = sorted(map(repr, rows))
    return by_table


@pytest.fixture
def both(town: Town, town_clock: TownClock) -> tuple[ClosedOnce, ClosedOnce]:
    """The month in two orders."""
    start = town_clock.moment
    one, two = (closed_in(town, town_clock, order, start) for order in ORDERS)
    return one, two


def test_every_published_digit_is_the_same(both: tuple[ClosedOnce, ClosedOnce]) -> None:
    first, second = both
    assert sorted(first.keys, key=first.keys.__getitem__) != sorted(second.keys, key=second.keys.__getitem__)
    assert first.published["verified"] is True
    assert first.published["marks"]
    assert first.published == second.published, "with the SHA-256 of the marks and that of the comparison"
    assert first.parts == second.parts
    assert first.standings == second.standings
    assert first.mix == second.mix
    assert first.effects == second.effects


def test_snapshots_differ_in_the_keys_of_cases_alone(both: tuple[ClosedOnce, ClosedOnce]) -> None:
    first, second = both
    assert first.snapshot_digest != second.snapshot_digest, "it holds the keys"
    assert sum(map(len, first.snapshot.values())) > 20
    assert first.snapshot == second.snapshot


def test_where_rows_lie_in_the_tables_changes_no_byte(town: Town, town_clock: TownClock) -> None:
    live_khordad(town, town_clock)
    before, draw = taken(town), random.Random(7)
    for table in STORED:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} ORDER BY ctid")
            laid = [key for (key,) in cursor.fetchall()]
            keys = draw.sample(laid, len(laid))
            for key in keys:  # a row that is written again moves to the end
                cursor.execute(f"UPDATE {table} SET id = id WHERE id = %s", [key])
            cursor.execute(f"SELECT id FROM {table} ORDER BY ctid")
            # Not exactly in the order of `keys`: a row may take a place that another one left.
            assert [key for (key,) in cursor.fetchall()] != laid, table
    assert taken(town) == before


def test_each_file_gives_its_digits_with_another_seed_in_a_home_of_its_own(
    both: tuple[ClosedOnce, ClosedOnce], furnished_home: Path, tmp_path: Path
) -> None:
    for number, (closed, seed) in enumerate(zip(both, SEEDS, strict=True)):
        file = tmp_path / f"month-{number}"
        file.write_bytes(closed.file)
        computed = in_a_process(file, furnished_home, seed)
        assert computed["verified"] is True
        assert computed["snapshot"] == closed.snapshot_digest
        assert computed["digest"] == closed.published["digest"]
        columns = ("unit", "state", "mark", "low", "high", "cases")
        assert computed["marks"] == [{name: mark[name] for name in columns} for mark in closed.published["marks"]]


def in_a_process(file: Path, home: Path, seed: str) -> Any:
    """What the command computes from a file, in a process with this seed and a database of its own."""
    arguments = [sys.executable, "-P", "-m", "peygir.ops", "score", "--from", str(file), "--json"]
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PEYGIR_DATABASE_URL")}
    environment = {**kept, "PEYGIR_HOME": str(home), "PYTHONHASHSEED": seed}
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])
