"""`./run read`: a line in, a JSON line out; and the measures of a file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.phrases import HELDOUT, bring_material


def read(home: Path, *words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-P", "-m", "peygir.ops", "read", *words],
        input=text,
        env={**os.environ, "PEYGIR_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def read_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("read")
    bring_material(home, code="shiraz")  # the shipped topics and places, a few phrases of the town's
    return home


def test_each_line_gets_one_line(read_home: Path) -> None:
    done = read(read_home, text="چاله افتاده وسط کوچه در معالی‌آباد\n\nبوی گاز میاد، فوری بیاین\n")
    assert done.returncode == 0, done.stderr
    first, empty, last = (json.loads(line) for line in done.stdout.splitlines())
    assert set(first) == {"topics", "urgency", "kind", "places", "chosen", "stance", "also"}
    assert "06-01" in [place["code"] for place in first["places"]]
    assert empty == {
        "topics": [],
        "urgency": "N",
        "kind": "request",
        "places": [],
        "chosen": None,
        "stance": None,
        "also": None,
    }
    assert last["urgency"] == "U"
    assert last["topics"][0]["code"] == "EXT-03"


def test_a_file_is_measured(read_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "some.tsv"
    file.write_text("".join(f"{text}\t{code}\n" for text, code in HELDOUT), encoding="utf-8")
    done = read(read_home, "--evaluate", str(file), "--json")
    assert json.loads(done.stdout)["top1"] == 1.0


def test_a_file_of_judged_texts_is_measured(read_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "judged.tsv"
    file.write_text(
        "بوی گاز میاد تو کوچه\tEXT-03\trequest\tU\tlive\n"
        "اینجا بوی گاز نمیاد\t-\trequest\tN\tnegated\n"
        "بوی گاز میاد، سطل آشغال هم پره\tEXT-03+CLN-01\trequest\tU\ttwofold\n",
        encoding="utf-8",
    )
    done = read(read_home, "--evaluate", str(file), "--json")
    figures = json.loads(done.stdout)
    assert (figures["nothing_count"], figures["nothing_chosen"], figures["wrongly"]) == (1, 0.0, 0.0)
    assert (figures["urgent_count"], figures["urgent_missed"], figures["two_count"]) == (2, 0, 1)
    assert sum(one["count"] for one in figures["reliability"]) == 3
    table = read(read_home, "--evaluate", str(file))
    assert "reliability" in table.stdout
    assert "negated" in table.stdout


def test_a_wrong_file_gets_a_sentence(read_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "wrong.tsv"
    file.write_text("no tab here\n", encoding="utf-8")
    odd = tmp_path / "odd.tsv"
    odd.write_text("a text\tCLN-01\tanger\tU\tlive\n", encoding="utf-8")
    for path in (file, odd, tmp_path / "absent.tsv"):
        done = read(read_home, "--evaluate", str(path))
        assert done.returncode == 2
        assert "could not be read" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_city_without_phrases_gets_a_sentence(tmp_path: Path) -> None:
    done = read(tmp_path, "--city", "nowhere")
    assert done.returncode == 2
    assert "no trained reader" in done.stderr


def test_an_answer_a_line_gets_its_verdict(tmp_path: Path) -> None:
    done = read(
        tmp_path, "--verdict", text="نه هنوز درست نشده\n\nآره درست شد مرسی\nانجام شد ولی کثیف‌کاری کردن\nکدوم گزارش؟"
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["verdict"] for line in lines] == ["no", None, "yes", "badly", None]
    assert all(set(line) == {"verdict", "confidence"} and 0 <= line["confidence"] <= 1 for line in lines)
