"""`./run import-osm`: what it prints, the draft it writes, and what it says when something is missing."""

import argparse
from pathlib import Path
from typing import Any

import pytest

from peygir.atlas import queries
from peygir.atlas.actions import assign_neighbourhoods
from peygir.atlas.draft_files import CityCodeIsWrong, DraftFolderIsNotEmpty
from peygir.atlas.extract import MapFileIsMissing
from peygir.city import queries as city
from peygir.city.actions import load_city
from peygir.ops import cli
from peygir.ops.commands import import_city, import_osm
from tests.full_city import FIRST
from tests.osm_files import shiraz_corner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_city", "tables_owner")]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    settings.HOME = tmp_path / "home"
    settings.CITY = "golgasht-2"
    return tmp_path / "home"


def run(*arguments: object, command: Any = import_osm) -> int:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return int(command.run(parser.parse_args([str(argument) for argument in arguments])))


def test_it_prints_what_there_is_now(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(shiraz_corner().write(tmp_path / "shiraz.osm.gz"), "--name", "شیراز") == 0
    shown = capsys.readouterr()
    assert "شیراز" in shown.out
    assert "Alley" in shown.out
    assert "کوچه" in shown.out
    assert "Each drawing of this map must show: © OpenStreetMap contributors (ODbL 1.0)." in shown.out
    facts = queries.current_map()
    assert facts is not None
    assert (facts.name, facts.by, facts.counts["alley"]) == ("شیراز", "system", 5)


def test_a_draft_is_loaded_by_import_city_and_places_learn_their_neighbourhood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "draft"
    file = shiraz_corner().write(tmp_path / "shiraz.osm")
    assert run(file, "--draft", folder, "--name", "گلگشت", "--code", "golgasht-2", "--country", "IR") == 0
    assert "PEYGIR_CITY=golgasht-2" in capsys.readouterr().out
    assert {place.neighbourhood_code for place in queries.places_of()} == {""}
    load_city(folder, by="system", on=FIRST)
    assign_neighbourhoods(city.current_city("golgasht-2").id, on=FIRST)
    codes = {place.neighbourhood_code for place in queries.places_of()}
    assert "01-01" in codes
    assert run(file) == 0  # now that the city is loaded, its places are found at once
    assert "01-01" in {place.neighbourhood_code for place in queries.places_of()}


def test_a_city_that_this_installation_does_not_serve_is_told_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any
) -> None:
    folder = tmp_path / "draft"
    file = shiraz_corner().write(tmp_path / "shiraz.osm")
    assert run(file, "--draft", folder, "--name", "گلگشت", "--code", "golgasht-2", "--country", "IR") == 0
    settings.CITY = "shiraz"
    assert run(folder, "--on", FIRST, command=import_city) == 0
    told = capsys.readouterr().err
    assert "نه «golgasht-2»" in told
    assert "set PEYGIR_CITY=golgasht-2" in told
    settings.CITY = "golgasht-2"
    assert run(folder, "--on", FIRST, command=import_city) == 0
    assert "golgasht-2" not in capsys.readouterr().err


def test_what_cannot_work_is_said_before_the_map_is_read(tmp_path: Path) -> None:
    file = shiraz_corner().write(tmp_path / "shiraz.osm")
    with pytest.raises(CityCodeIsWrong):
        run(file, "--draft", tmp_path / "draft", "--code", "گلگشت")
    with pytest.raises(DraftFolderIsNotEmpty):
        run(file, "--draft", tmp_path)
    with pytest.raises(MapFileIsMissing):
        run(tmp_path / "none.osm.pbf")
    assert queries.current_map() is None


def test_the_command_is_in_the_help() -> None:
    names = [name for name, _ in cli.command_modules()]
    assert "import-osm" in names
    assert "OpenStreetMap" in cli.make_parser(dict(cli.command_modules())).format_help()
