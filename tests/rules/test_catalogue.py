"""The catalogue of events takes what fits a kind's class, and nothing else."""

import json
from datetime import UTC, datetime
from types import NoneType
from typing import Any, Final

import pytest

from peygir.centre.workforce.models import Shift
from peygir.core.chain import canonical
from peygir.history import kinds
from peygir.history.actions import record
from peygir.history.catalogue import (
    ABSENT,
    EventData,
    EventIsNotKnown,
    EventIsNotRight,
    catalogue,
    class_of,
    event,
    read,
)
from peygir.history.kinds.case_answers import AnswerPublished
from peygir.history.kinds.case_moves import CaseClosed, CaseReferred
from peygir.history.kinds.cases import CaseOpened
from peygir.history.kinds.people import CitizenMerged

REFERRED = CaseReferred(from_="new", to="referred", unit=3, was=None, how="rule", why="rule_found")
EXAMPLES: Final[dict[type, Any]] = {
    str: "text",
    int: 7,
    float: 0.5,
    bool: True,
    list: [["a", 1, None]],
    dict: {"a": [1, 2]},
    NoneType: None,
}


def test_values_are_written_by_their_keys_and_absent_ones_not_at_all() -> None:
    assert REFERRED.data() == {
        "from": "new",
        "to": "referred",
        "unit": 3,
        "was": None,
        "how": "rule",
        "why": "rule_found",
    }
    assert CaseOpened(report=1, code="A", channel="web").data() == {"report": 1, "code": "A", "channel": "web"}


def test_a_field_may_have_a_better_name_than_its_key() -> None:
    assert CaseClosed(from_="done", to="closed", close_kind="silence").data()["kind"] == "silence"
    assert AnswerPublished(note_number=4).data() == {"note": 4}


def test_a_stored_event_is_read_as_its_class() -> None:
    assert read("case_referred", REFERRED.data()) == REFERRED
    assert read("note_shown", {"note": 4}) == AnswerPublished(note_number=4)
    assert class_of("case_closed") is CaseClosed


@pytest.mark.parametrize("kind", list(catalogue()))
@pytest.mark.parametrize("place", [0, -1])
def test_every_kind_is_read_as_it_was_written(kind: str, place: int) -> None:
    """With an example of the first and of the last type that each value may have."""
    cls = class_of(kind)
    fields = {key: (name, EXAMPLES[types[place]]) for name, key, types in cls._keys}  # the last of a key hides others
    written = cls(**dict(fields.values()))
    assert read(kind, json.loads(canonical(written.data()))) == written


def test_importing_the_package_fills_the_catalogue() -> None:
    assert {cls.__module__.rsplit(".", 1)[1] for cls in catalogue().values()} == set(kinds.__all__)


def test_an_event_of_another_file_is_refused() -> None:
    with pytest.raises(EventIsNotRight, match="an event of a citizen, not of a shift"):
        record(Shift(), CitizenMerged(into=3), by="system", at=datetime(2026, 3, 21, tzinfo=UTC))


def test_an_unknown_kind_and_an_unknown_key_are_refused() -> None:
    with pytest.raises(EventIsNotKnown):
        read("case_forgotten", {})
    with pytest.raises(EventIsNotRight, match="nobody knows colour"):
        read("case_referred", {**REFERRED.data(), "colour": "red"})
    with pytest.raises(TypeError):
        CaseOpened(report=1, code="A", channel="web", colour="red")  # type: ignore[call-arg]


def test_a_missing_key_and_a_wrong_type_are_refused() -> None:
    with pytest.raises(EventIsNotRight):
        read("case_opened", {"report": 1})
    for wrong in ("1", True, None, 1.0):
        with pytest.raises(EventIsNotRight, match="report is a"):
            CaseOpened(report=wrong, code="A", channel="web").data()  # type: ignore[arg-type]


def test_two_values_of_one_key_are_refused() -> None:
    with pytest.raises(EventIsNotRight, match="two values have the key note"):
        AnswerPublished(note="digest", note_number=4).data()


def test_two_classes_of_one_kind_are_refused() -> None:
    with pytest.raises(ValueError, match="two classes"):

        @event("case_opened", file="case")
        class CaseOpenedAgain(EventData):
            """Once more."""

            report: int = ABSENT
