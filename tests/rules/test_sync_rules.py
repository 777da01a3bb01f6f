"""The pure rules of the sync contract: whose turn it is, what others changed, what comes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.cases.commands import VERBS
from peygir.journey.sync.envelopes import BatchIsNotReadable, read_batch
from peygir.journey.sync.rules import (
    ALL_FIELDS,
    MOST_COMMANDS,
    Behind,
    BranchTurn,
    FileChange,
    QueuedCommand,
    changed_since,
    clock_offset,
    next_turn,
    outcome_of,
)
from peygir.journey.sync.touched import fields_of
from peygir.storage.receipts.rules import APPLIED, APPLIED_SOFT, CONFLICT

NOW = datetime(2026, 5, 3, 6, tzinfo=UTC)
PATIENCE = timedelta(hours=12)
EARLY = NOW - PATIENCE


def turn(*waiting: QueuedCommand, last: int = 0) -> BranchTurn | None:
    return next_turn(waiting, last_seq=last, now=NOW, patience=PATIENCE)


@pytest.mark.parametrize(
    ("waiting", "last", "expected"),
    [
        ([], 0, None),
        ([QueuedCommand(1, 1, NOW)], 0, BranchTurn(1, 1, has_gap=False)),
        ([QueuedCommand(1, 2, NOW)], 0, None),
        ([QueuedCommand(1, 2, NOW)], 1, BranchTurn(1, 2, has_gap=False)),
        ([QueuedCommand(1, 3, NOW), QueuedCommand(2, 2, NOW)], 1, BranchTurn(2, 2, has_gap=False)),
        ([QueuedCommand(1, 3, EARLY)], 1, BranchTurn(1, 3, has_gap=True)),
        ([QueuedCommand(1, 2, NOW)], 5, BranchTurn(1, 2, has_gap=False)),  # came after its time
        ([QueuedCommand(1, 2, NOW, is_ready=False), QueuedCommand(2, 3, NOW)], 1, None),
        ([QueuedCommand(1, 2, EARLY, is_ready=False), QueuedCommand(2, 3, NOW)], 1, BranchTurn(2, 3, has_gap=False)),
        ([QueuedCommand(1, 2, NOW, is_ready=False), QueuedCommand(2, 4, NOW)], 3, BranchTurn(2, 4, has_gap=False)),
        ([QueuedCommand(1, 2, EARLY, is_ready=False)], 1, None),
    ],
)
def test_whose_turn_it_is(waiting: list[QueuedCommand], last: int, expected: BranchTurn | None) -> None:
    assert turn(*waiting, last=last) == expected


@given(st.permutations(range(1, 9)))
def test_whatever_the_order_of_arrival_they_go_by_seq(arrival: list[int]) -> None:
    waiting: list[QueuedCommand] = []
    last, done = 0, []
    for seq in arrival:
        waiting.append(QueuedCommand(seq, seq, NOW))
        while (next_one := turn(*waiting, last=last)) is not None:
            done.append(next_one.seq)
            last = max(last, next_one.seq)
            waiting = [queued for queued in waiting if queued.id != next_one.id]
    assert done == list(range(1, 9))


STORY = [
    FileChange(1, frozenset(), raised=False),
    FileChange(2, frozenset({"topic", "place"}), raised=False),  # read by the system
    FileChange(3, frozenset({"state", "unit"}), raised=True),  # version 2
    FileChange(4, frozenset(), raised=False),
    FileChange(5, frozenset({"topic"}), raised=True),  # version 3
    FileChange(6, frozenset({"state", "assignee"}), raised=True),  # version 4
]


@pytest.mark.parametrize(
    ("base", "own", "expected"),
    [
        (4, set(), Behind()),
        (3, set(), Behind(frozenset({"state", "assignee"}), is_behind=True)),
        (2, set(), Behind(frozenset({"state", "assignee", "topic"}), is_behind=True)),
        (2, {6}, Behind(frozenset({"topic"}), is_behind=True)),
        (2, {5, 6}, Behind()),
        (None, set(), Behind()),
        (9, set(), Behind(ALL_FIELDS, is_behind=True)),
        (0, set(), Behind(ALL_FIELDS, is_behind=True)),
    ],
)
def test_what_others_changed(base: int | None, own: set[int], expected: Behind) -> None:
    assert changed_since(STORY, version=4, base=base, own=own) == expected


def test_what_the_system_read_after_the_base_counts_as_changed() -> None:
    later = [*STORY, FileChange(7, frozenset({"place"}), raised=False)]
    assert changed_since(later, version=4, base=4) == Behind(frozenset({"place"}), is_behind=True)


@pytest.mark.parametrize(
    ("mine", "fields", "is_behind", "outcome"),
    [
        ({"state"}, set(), False, APPLIED),
        ({"state"}, {"topic"}, True, APPLIED_SOFT),
        (set(), {"topic", "state"}, True, APPLIED_SOFT),
        ({"state", "assignee"}, {"assignee"}, True, CONFLICT),
        ({"visits"}, {"visits"}, True, APPLIED_SOFT),
    ],
)
def test_what_comes_of_it(mine: set[str], fields: set[str], is_behind: bool, outcome: str) -> None:
    assert outcome_of(frozenset(mine), Behind(frozenset(fields), is_behind)) == outcome


def test_every_verb_says_what_it_changes_and_a_note_changes_nothing() -> None:
    fields = {verb: fields_of(verb) for verb in VERBS}
    assert {verb for verb, names in fields.items() if not names} == {"note"}
    assert set().union(*fields.values()) - {"visits"} == ALL_FIELDS
    assert fields["topic"] == {"topic"}
    assert fields["place"] == {"place"}


def test_a_clock_that_is_wrong() -> None:
    assert clock_offset(NOW - timedelta(days=1), NOW) == 86_400
    assert clock_offset(None, NOW) is None


GOOD = {
    "uuid": "6b1b36cb-9ab8-4a3e-8a3f-8f5a53a4d0c1",
    "device": "d",
    "branch": "b",
    "seq": 1,
    "order": "x",
    "body": {},
}


WRONG: list[tuple[str, Any]] = [
    ("uuid", "x"),
    ("uuid", None),
    ("device", ""),
    ("device", "a b"),
    ("device", "d\x00"),
    ("device", "d" * 81),
    ("branch", 5),
    ("seq", 0),
    ("seq", True),
    ("seq", 2**31),
    ("seq", "1"),
    ("order", None),
    ("base_version", "1"),
    ("base_version", -1),
    ("body", []),
    ("body", None),
    ("photos", "a" * 64),
    ("photos", ["a" * 63]),
    ("photos", [1]),
    ("photos", ["a" * 64] * 9),
]
BROKEN: list[Any] = [None, [], {}, {"commands": []}, {"commands": [GOOD] * (MOST_COMMANDS + 1)}, {"commands": [1]}]


@pytest.mark.parametrize("broken", [*BROKEN, *({"commands": [{**GOOD, name: value}]} for name, value in WRONG)])
def test_a_batch_that_is_none(broken: object) -> None:
    with pytest.raises(BatchIsNotReadable):
        read_batch(broken)


def test_odd_values_are_stored_as_far_as_they_can_be() -> None:
    body = {"a\x00": "b\x00", "n": float("nan"), "list": [{"x": float("inf")}]}
    batch = read_batch({"commands": [{**GOOD, "made_at": "yesterday", "body": body}], "sent_at": 5})
    [command] = batch.commands
    assert command.body == {"a": "b", "n": None, "list": [{"x": None}]}
    assert (command.made_at, batch.sent_at) == (None, None)


def test_photos_are_named_once_each_in_small_letters() -> None:
    digests = ["B" * 64, "a" * 64, "b" * 64]
    [command] = read_batch({"commands": [{**GOOD, "photos": digests}]}).commands
    assert command.photos == ("b" * 64, "a" * 64)
    assert read_batch({"commands": [GOOD]}).commands[0].photos == ()
