"""Nothing of a person is in the lake: no name, no phone, no word, no exact place, whatever the town's people said."""

import re
from pathlib import Path
from typing import Final

import pytest
from django.db import connection

from peygir.core.geometry import cell
from peygir.outlook.insight.lake.columns import BY_NAME, FACTS, TABLES
from peygir.outlook.insight.lake.shapes import TEXT
from tests import make
from tests.lake_persons import OF_STAFF, cells_of, personal_texts, persons_in
from tests.lake_town import fill, written
from tests.retained import marked_case
from tests.town import PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
CODE: Final = re.compile(r"[A-Za-z0-9._:@/-]{0,80}", re.ASCII)
"""What a code of the city or of the software looks like; a sentence, or a name in Persian, does not."""
MARK: Final = "زنبق"


@pytest.fixture
def lake(town: Town, town_clock: TownClock, tmp_path: Path) -> Path:
    """The lake of a town whose people said much."""
    fill(town, town_clock)
    marked_case(town, PHONES[31], MARK)
    marked_case(town, PHONES[32], "نسترن", is_ended=False)
    written(tmp_path, town)
    return tmp_path


def test_no_personal_text_of_the_database_is_in_it(lake: Path) -> None:
    texts = [text.casefold() for place, text in personal_texts() if place.split(".")[0] not in OF_STAFF]
    assert any(MARK in text for text in texts)
    assert any(PHONES[31] in text for text in texts)
    assert len(list(cells_of(lake))) > 500
    assert persons_in(lake) == []


def test_no_phone_no_code_and_no_word_is_in_it(lake: Path) -> None:
    traces = {MARK, "نسترن", "چاله", *(phone[-9:] for phone in PHONES)}
    traces |= {str(code) for code in make_codes()}
    hits = [
        (place, column, value)
        for place, column, value in cells_of(lake)
        if column not in {"name_fa", "name_en", "group_fa", "group_en"} and any(word in str(value) for word in traces)
    ]
    assert hits == []
    manifest = (lake / "manifest.json").read_text()
    assert not [word for word in traces if word in manifest]


def make_codes() -> list[str]:
    """The tracking codes of all reports: who has one sees the case."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT code FROM cases_report")
        return [code for (code,) in cursor.fetchall()]


def test_texts_of_facts_are_codes(lake: Path) -> None:
    texts = {one.name: [name for name, kind in one.kinds.items() if kind == TEXT] for one in FACTS}
    for place, column, value in cells_of(lake):
        if column in texts.get(place, ()):
            assert CODE.fullmatch(str(value)), (place, column, value)


def test_no_exact_place_and_no_person_has_a_column() -> None:
    for table in TABLES:
        assert set(table.kinds.values()) <= {"int64", "string", "date", "timestamp"}, "no degrees"
        for name in table.kinds:
            assert not re.search(
                r"citizen|staff|phone|address|text|note|operator|inspector|assignee|code$|^lat|^lon", name
            )
    assert "case_id" in BY_NAME["event"].kinds


def test_the_finest_place_is_a_cell_of_many_houses(lake: Path) -> None:
    import h3

    lat, lon = point_in("1")
    own = h3.int_to_str(cell(lat, lon))
    seen = {column: set[int]() for column in ("cell_7", "cell_8")}
    for _place, column, value in cells_of(lake):
        if column in seen:
            assert isinstance(value, int)
            seen[column].add(value)
    for column, resolution in (("cell_7", 7), ("cell_8", 8)):
        assert h3.str_to_int(h3.cell_to_parent(own, resolution)) in seen[column]
        assert {h3.get_resolution(h3.int_to_str(one)) for one in seen[column]} == {resolution}
    assert make.case(make.report("CIV-01", phone=PHONES[33]).code).cell not in seen["cell_8"]
