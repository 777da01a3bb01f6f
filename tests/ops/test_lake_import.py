"""`./run lake-import` and `./run ask`: a lake from another system's file, and its answers on the terminal."""

import json
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from peygir.ops.commands import ask, lake_import
from peygir.outlook.insight.questions import QuestionIsNotRight
from tests import make
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
MAPPING = 'city = "elsewhere"\nzone = "UTC"\n[columns]\nopened = "begun"\ndistrict = "ward"\n'


def parsed(module: object, *arguments: str) -> Namespace:
    """The arguments of a command as it reads them."""
    parser = ArgumentParser()
    module.add_arguments(parser)  # type: ignore[attr-defined]
    return parser.parse_args(arguments)


def test_a_file_becomes_a_lake_that_can_be_asked(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [{"begun": datetime(2024, 3, 1 + number % 20), "ward": f"W{number % 2}"} for number in range(40)]  # noqa: DTZ001
    parquet.write_table(pa.Table.from_pylist(rows), tmp_path / "cases.parquet")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    arguments = (
        str(tmp_path / "cases.parquet"),
        "--mapping",
        str(tmp_path / "mapping.toml"),
        "--to",
        str(tmp_path / "lake"),
    )
    assert lake_import.run(parsed(lake_import, *arguments, "--json")) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["city"], printed["tables"]["case"], printed["seen"]["rows"]) == ("elsewhere", 40, 40)
    assert lake_import.run(parsed(lake_import, *arguments)) == 0
    assert "40" in capsys.readouterr().out
    question = ("cases_opened~by.district", "--lake", str(tmp_path / "lake"))
    assert ask.run(parsed(ask, *question, "--json")) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["district"]: row["n"] for row in answer["rows"]} == {"w0": 20, "w1": 20}
    assert answer["lakes"][0]["source"] == printed["source"]
    assert ask.run(parsed(ask, *question)) == 0
    assert "elsewhere\tw1\t20\t20" in capsys.readouterr().out


def test_our_own_city_is_asked_fresh(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    make.referred()
    assert ask.run(parsed(ask, "cases_opened", "--engine", "fresh")) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1\t1"
    with make.refused(QuestionIsNotRight):
        ask.run(parsed(ask, "drop table", "--engine", "fresh"))
