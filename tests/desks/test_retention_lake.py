"""Erased words are looked for in the lake and in the public record, too."""

from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from peygir.core import clock
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import record_keys
from peygir.journey.lake import write_lake_now
from tests.desks.test_privacy_requests import ask
from tests.retained import marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
PHONE = PHONES[1]


def test_a_word_in_a_file_of_the_lake_is_found(town: Town, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    (tmp_path / "lake" / "cases").mkdir(parents=True)
    table = pyarrow.table({"zanbaqhead": ["زنبقمتن" * 2, None], "count": [1, 2]})
    parquet.write_table(table, tmp_path / "lake" / "cases" / "1405-02.parquet", compression="zstd")
    assert places_of(["زنبقمتن"]) == ["lake/cases/1405-02.parquet: زنبقمتن"]
    assert places_of(["zanbaqhead", "نسترن"]) == ["lake/cases/1405-02.parquet: zanbaqhead"]


def test_lake_and_record_hold_nothing_that_was_erased(
    town: Town, town_clock: TownClock, settings: Any, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    marked = marked_case(town, PHONE, "زنبق")
    write_lake_now(is_whole=True, progress=lambda _name, _count: None)
    extend_record(tmp_path, record_keys(tmp_path, "city.example/record"), clock.now())
    assert any((tmp_path / "lake").rglob("*.parquet")), "the lake was written"
    assert all("lake/" not in place and "record/" not in place for place in places_of([*marked.words, PHONE[-10:]]))
    ask(town)
    night(town_clock, days=2)
    write_lake_now(is_whole=False, progress=lambda _name, _count: None)
    assert places_of([*marked.words, PHONE[-10:]]) == []
