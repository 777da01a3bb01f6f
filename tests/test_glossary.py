"""The glossary says what the code says: every state, verb and role with the very words on screen."""

from pathlib import Path
from typing import Final

import pytest

from peygir.cases.lifecycle import MOVES
from peygir.cases.states import CaseState, CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.core.translation import Text
from peygir.people.roles import Role

PAGE: Final = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
NAMED: Final = {**CaseState.labels(), **{move.verb: move.label for move in MOVES}, **Role.labels()}


def _pair(label: Text) -> tuple[str, str]:
    return label.in_language("fa"), label.in_language("en")


TOLD: Final = [
    *(_pair(kind.label) for kind in CloseKind),
    *(
        _pair(label)
        for vocabulary in (WaitReason, ReturnReason, ReplanReason)
        for label in vocabulary.labels().values()
    ),
]


@pytest.mark.parametrize("name", NAMED)
def test_a_name_has_its_row(name: str) -> None:
    fa, en = _pair(NAMED[name])
    assert f"| `{name}` | {fa} | {en} |" in PAGE


@pytest.mark.parametrize(("fa", "en"), TOLD)
def test_a_reason_is_told_in_both_languages(fa: str, en: str) -> None:
    assert f"{fa} ({en}" in " ".join(PAGE.split())
