"""Proofs of transparency logs as their authors label them: the published vectors of transparency-dev/merkle."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lab.bench.insight_goldens import Figure
from peygir.core.transparency.proofs import is_consistent, is_included


def record_goldens(folder: Path) -> Iterator[Figure]:
    """Yield how many proofs of each of the two files in `folder/merkle` are judged as their labels say."""
    for name, judge in (("inclusion", _is_included), ("consistency", _is_consistent)):
        path = folder / "merkle" / f"{name}.jsonl"
        rows = [json.loads(line) for line in path.read_text().splitlines()] if path.is_file() else []
        right = sum(judge(row) != row["wantErr"] for row in rows)
        yield f"{name} proofs judged as labelled", 98, right if rows else float("nan"), 0


def _is_included(row: dict[str, Any]) -> bool:
    return is_included(_raw(row["leafHash"]), row["leafIdx"], row["treeSize"], _proof(row), _raw(row["root"]))


def _is_consistent(row: dict[str, Any]) -> bool:
    return is_consistent(row["size1"], row["size2"], _raw(row["root1"]), _raw(row["root2"]), _proof(row))


def _proof(row: dict[str, Any]) -> list[bytes]:
    return [_raw(part) for part in row["proof"] or []]


def _raw(text: str | None) -> bytes:
    return base64.b64decode(text or "")
