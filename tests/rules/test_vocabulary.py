"""A member of a vocabulary is written like its value: in JSON, in texts, in keys over `repr`."""

import json
import pickle

import pytest

from peygir.cases.states import CaseState, CloseKind, ReplanReason, ReturnReason, WaitReason
from peygir.core.translation import Text
from peygir.core.vocabulary import Vocabulary, plain
from peygir.people.roles import Role

EACH = (CaseState, CloseKind, WaitReason, ReturnReason, ReplanReason, Role)


@pytest.mark.parametrize("vocabulary", EACH, ids=lambda vocabulary: vocabulary.__name__)
def test_a_member_is_written_like_its_value(vocabulary: type[Vocabulary]) -> None:
    for member in vocabulary:
        text = str(member.value)
        assert member == text
        assert hash(member) == hash(text)
        assert [f"{member}", "%s" % member, repr(member)] == [text, text, repr(text)]  # noqa: UP031
        assert json.dumps({member: [member]}) == json.dumps({text: [text]})
        assert pickle.loads(pickle.dumps(member)) is member
        assert vocabulary.of(text) is member


def test_labels_are_found_by_plain_strings() -> None:
    assert CaseState.labels()["done"] == CaseState.DONE.label
    assert isinstance(CaseState.DONE.label, Text)
    assert "no state" not in CaseState.labels()
    with pytest.raises(KeyError):
        CaseState.of("no state")


def test_a_constraint_gets_plain_strings() -> None:
    assert {type(value) for value in CaseState.values()} == {str}
    assert plain([CaseState.NEW, CaseState.DONE]) == ["done", "new"]


def test_a_member_has_more_than_a_label() -> None:
    assert (CaseState.DONE.icon, CaseState.DONE.tone) == ("circle-check", "tone-good")
    assert CloseKind.DELIVERED.sources == {CaseState.SCHEDULED, CaseState.DONE}
