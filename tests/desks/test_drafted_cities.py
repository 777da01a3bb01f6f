"""The draft of a city that has no files of its own: areas that tile it, in the format that a city is loaded from."""

import json
from pathlib import Path

import pytest
import shapely

from peygir.atlas.draft_files import CityCodeIsWrong, DraftFolderIsNotEmpty, code_of, refuse_bad_code
from peygir.atlas.draft_levels import DraftLevels, LevelsAreWrong, read_levels
from peygir.atlas.drafting import make_draft
from peygir.atlas.map_folder import making
from peygir.atlas.map_reading import read_map
from peygir.city import queries
from peygir.city.actions import load_city
from peygir.city.checks import check_city
from peygir.city.reading import read_city
from peygir.city.rows import CityRows
from tests.full_city import FIRST
from tests.osm_files import SOUTH, STEP, WEST, SmallMap, Stages, shiraz_corner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city")]


def draft(made: SmallMap, folder: Path, *, levels: str = "", outline: str = "", name: str = "گلگشت") -> CityRows:
    """The rows of the draft of a map; they are without faults, as a load would find them."""
    file = made.write(folder / "map.osm")
    target = folder / "draft"
    with making(folder / "home") as work:
        read = read_map(file, work, outline=outline, progress=Stages())
        make_draft(read, target, levels=read_levels(levels), name=name)
    rows, faults = read_city(target)
    assert [*faults, *check_city(rows)] == []
    return rows


def boundary(made: SmallMap, column: float, row: float, width: float, height: float, level: int, name: str) -> None:
    """An administrative boundary, closed by one way."""
    way = made.square(column, row, width, height)
    made.relation(("way", way, "outer"), type="boundary", boundary="administrative", admin_level=str(level), name=name)


def halves(made: SmallMap) -> SmallMap:
    """Two districts side by side, with a neighbourhood's boundary in the first and names in the second."""
    boundary(made, -2, -2, 6, 12, 9, "غرب")
    boundary(made, 4, -2, 6, 12, 9, "شرق")
    boundary(made, -2, -2, 6, 6, 10, "ارم")
    made.node(6, 1, place="suburb", name="چمران")
    made.node(6, 8, place="quarter", name="زرهی")
    return made


def area(rows: CityRows) -> int:
    return round(sum(float(row.shape.area) for row in rows.districts or () if row.shape is not None) / STEP**2)


def test_boundaries_become_districts_and_neighbourhoods_and_names_fill_the_rest(tmp_path: Path) -> None:
    rows = draft(halves(shiraz_corner()), tmp_path)
    assert {(row.code, row.name_fa, row.is_approximate) for row in rows.districts or ()} == {
        ("1", "شرق", False),
        ("2", "غرب", False),
    }
    assert {(row.code[:2], row.name_fa, row.is_approximate) for row in rows.neighbourhoods or ()} == {
        ("01", "چمران", True),
        ("01", "زرهی", True),
        ("01", "معالی‌آباد", True),
        ("02", "ارم", False),
        ("02", "غرب", False),
    }
    assert area(rows) == 144
    covered = shapely.union_all([row.shape for row in rows.neighbourhoods or () if row.shape is not None])
    assert round(covered.area / STEP**2) == 144


def test_a_draft_is_loaded_as_it_is(tmp_path: Path) -> None:
    draft(halves(shiraz_corner()), tmp_path)
    report = load_city(tmp_path / "draft", by="system", on=FIRST)
    city = queries.current_city(report.code)
    assert (city.name_fa, city.time_zone, city.phone_region) == ("گلگشت", "Asia/Tehran", "IR")
    place = queries.place_of(city.id, SOUTH + STEP, WEST + 6 * STEP, on=FIRST)
    assert place is not None
    assert place.district_code == "1"
    units = {unit.code: unit.name_fa for unit in queries.units(city.id)}
    assert units["D-01"] == "شهرداری منطقهٔ شرق"
    assert units["M"] == "شهردار گلگشت"
    assert "شیراز" not in "".join(units.values())


def test_levels_are_chosen_by_option(tmp_path: Path) -> None:
    rows = draft(halves(shiraz_corner()), tmp_path, levels="district=10")
    assert "ارم" in {row.name_fa for row in rows.districts or ()}
    assert read_levels(" neighbourhood=11 ") == DraftLevels(None, 11)
    assert read_levels("") == DraftLevels()
    for wrong in ("8", "district=0", "district=99", "town=8", "district=8;neighbourhood=9"):
        with pytest.raises(LevelsAreWrong):
            read_levels(wrong)


def test_without_any_boundary_the_land_of_the_streets_is_one_district(tmp_path: Path) -> None:
    rows = draft(shiraz_corner(), tmp_path)
    assert [(row.code, row.name_fa, row.is_approximate) for row in rows.districts or ()] == [("1", "گلگشت", True)]
    assert [row.name_fa for row in rows.neighbourhoods or ()] == ["معالی‌آباد"]


def test_boundaries_that_overlap_cross_and_leave_gaps_still_tile(tmp_path: Path) -> None:
    made = shiraz_corner()
    boundary(made, -2, -2, 7, 12, 9, "غرب")
    boundary(made, 4, -2, 6, 5, 9, "شرق")
    boundary(made, 4, 3.5, 6, 6.5, 9, "شمال")
    knot = made.way((-1, -1), (3, 3), (3, -1), (-1, 3), (-1, -1))
    made.relation(("way", knot, "outer"), type="boundary", boundary="administrative", admin_level="10", name="گره")
    made.relation(("way", 999_999, "outer"), type="boundary", boundary="administrative", admin_level="9", name="گم")
    rows = draft(made, tmp_path)
    assert {row.name_fa for row in rows.districts or ()} == {"غرب", "شرق", "شمال"}


def test_an_outline_cuts_the_draft(tmp_path: Path) -> None:
    made = halves(shiraz_corner())
    boundary(made, 0, 0, 9, 9, 8, "گلگشت")
    rows = draft(made, tmp_path, outline="گلگشت", name="")
    assert area(rows) == 81
    settings = rows.settings
    assert settings is not None
    assert settings.name_fa == "گلگشت"


def test_a_draft_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "mine.txt").write_text("mine")
    with pytest.raises(DraftFolderIsNotEmpty):
        draft(shiraz_corner(), tmp_path)
    assert [path.name for path in (tmp_path / "draft").iterdir()] == ["mine.txt"]


def test_files_say_whose_they_are_and_foreign_ones_carry_no_phones(tmp_path: Path) -> None:
    made = shiraz_corner()
    made.node(2, 3, addr__country="AT", shop="bakery", name="Bäcker")
    draft(made, tmp_path, name="Bad Ischl")
    folder = tmp_path / "draft"
    assert "OpenStreetMap" in json.loads((folder / "districts.geojson").read_text(encoding="utf-8"))["attribution"]
    assert 'time_zone = "Europe/Vienna"' in (folder / "city.toml").read_text(encoding="utf-8")
    assert 'code = "bad-ischl"' in (folder / "city.toml").read_text(encoding="utf-8")
    assert not (folder / "emergencies.csv").exists()
    assert "125" not in (folder / "agencies.csv").read_text(encoding="utf-8")


def test_codes_of_cities() -> None:
    assert [code_of(name) for name in ("Sant Julià de Lòria", "شیراز", "-")] == ["sant-julia-de-loria", "city", "city"]
    refuse_bad_code("")
    refuse_bad_code("krems-2")
    with pytest.raises(CityCodeIsWrong):
        refuse_bad_code("Krems")
