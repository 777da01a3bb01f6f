"""The labelled answers that the learned reader is trained on: lists of several writers, and templates.

Each line of a list holds a label (`yes`, `no`, `badly`, `none`), a tab and a text; in a text `\\n` is a line end. A
template is a text with choices «(a|b)»; `SAMPLES` texts are made of each, by a seeded draw.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from peygir.desks.intake.verdicts.learned import Said

ANSWERS: Final = Path(__file__).resolve().parents[1] / "answers"
TEMPLATES: Final = "templates"
REPORTS: Final = "reports"
"""Phrases of Shiraz that an untrained reader could take for a "yes", labelled by what else they could be taken for.

They answer no question of ours, but none of them says that something is done.
"""
TUNED: Final = frozenset(("first", "second", "third", "fourth", "blind"))
"""The lists by which the rules were tuned: the rules' results there do not generalise."""
SAMPLES: Final = 20
SEED: Final = 137
_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_BLANK_BEFORE_SIGN: Final = re.compile(r"\s+(?=[،؟.!,?])")


@dataclass(frozen=True, slots=True)
class LabelledAnswer:
    """A text, its label, and its list."""

    text: str
    said: Said
    source: str


def answers_of(path: Path) -> list[LabelledAnswer]:
    """The labelled answers of one list."""
    return [LabelledAnswer(text.replace("\\n", "\n"), said, path.stem) for said, text in _rows(path)]


def all_answers() -> list[LabelledAnswer]:
    """The answers of all writers, list by list; without what the templates make, and without reports."""
    return [
        labelled_answer
        for path in sorted(ANSWERS.glob("*.tsv"))
        if path.stem not in (TEMPLATES, REPORTS)
        for labelled_answer in answers_of(path)
    ]


def added_answers() -> list[LabelledAnswer]:
    """Texts that nobody wrote as an answer: those made from the templates, always the same ones, and reports."""
    rng = random.Random(SEED)  # noqa: S311 (texts to learn from, no secret)
    made = []
    for said, template in _rows(ANSWERS / f"{TEMPLATES}.tsv"):
        texts = sorted({_filled(template, rng) for _ in range(SAMPLES)})
        made += [LabelledAnswer(text, said, TEMPLATES) for text in texts]
    return made + answers_of(ANSWERS / f"{REPORTS}.tsv")


def digest_of_answers() -> str:
    """A digest of all lists and templates."""
    total = hashlib.sha256()
    for path in sorted(ANSWERS.glob("*.tsv")):
        total.update(path.stem.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def _filled(template: str, rng: random.Random) -> str:
    text = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    return _BLANK_BEFORE_SIGN.sub("", " ".join(text.split()))


def _rows(path: Path) -> Iterator[tuple[Said, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        label, _, text = line.partition("\t")
        yield None if label == "none" else cast(Said, label), text
