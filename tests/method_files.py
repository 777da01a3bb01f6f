"""Gives the methods of `./run method` a small file, in this process."""

import json
from pathlib import Path
from typing import Any

import pytest

from peygir.core.refusals import Refusal
from peygir.ops.commands.method import make_parser, rounded

PERSIAN = "fa"


def answer(tmp_path: Path, name: str, content: str, *options: str) -> Any:
    """What the method prints for a file, as JSON."""
    file = tmp_path / "rows.csv"
    file.write_text(content, encoding="utf-8")
    given = make_parser().parse_args([name, str(file), *options])
    return json.loads(json.dumps(rounded(given.method.answer(given.file, given)), allow_nan=False))


def refusal(tmp_path: Path, name: str, content: str, *options: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        answer(tmp_path, name, content, *options)
    assert refused.value.words(PERSIAN) != refused.value.words("en"), "it is said in Persian too"
    return refused.value
