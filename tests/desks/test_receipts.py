"""A command that is sent twice is done once and answered the same, whatever happens in between."""

import threading
import uuid
from collections.abc import Callable

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected

from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, TooMany, Unavailable
from peygir.journey.night import tidy
from peygir.people.actions import make_system_token
from peygir.people.models import ApiKey
from peygir.storage.receipts.actions import (
    CommandIsBeingDone,
    KeptAnswer,
    KeyIsOfAnotherCommand,
    answer_once,
    forget_receipts,
)
from peygir.storage.receipts.models import Receipt
from peygir.storage.receipts.patience import RECEIPTS_LIVE
from peygir.storage.receipts.rules import LONGEST_KEY, digest_of, stored_key
from tests.at_once import at_once, refusals
from tests.town import MORNING, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
BODY, OTHER = digest_of({"note": "a"}), digest_of({"note": "b"})


class Counted:
    """An action that counts how often it was called, by a row that goes with its transaction."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        self.calls, self.then = 0, then

    def __call__(self) -> KeptAnswer:
        self.calls += 1
        make_system_token(f"made by call {uuid.uuid4().hex}", channel="api")
        self.then()
        return KeptAnswer(200, f"call {self.calls}")


def raising(refusal: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise refusal

    return fail


def tokens() -> int:
    """How many rows the actions have left."""
    return ApiKey.objects.filter(name__startswith="made by call").count()


def test_the_second_time_nothing_is_done(town: Town) -> None:
    act = Counted()
    assert answer_once("staff:1", "k", BODY, act) == KeptAnswer(200, "call 1")
    assert answer_once("staff:1", "k", BODY, act) == KeptAnswer(200, "call 1", is_known=True)
    assert (act.calls, tokens()) == (1, 1)


def test_a_key_belongs_to_its_owner_and_to_one_command(town: Town) -> None:
    act = Counted()
    answer_once("staff:1", "k", BODY, act)
    assert answer_once("staff:2", "k", OTHER, act).body == "call 2"
    with pytest.raises(KeyIsOfAnotherCommand):
        answer_once("staff:1", "k", OTHER, act)
    assert act.calls == 2


def test_a_refusal_undoes_all_and_leaves_the_key_unused(town: Town) -> None:
    with pytest.raises(Invalid):
        answer_once("staff:1", "k", BODY, Counted(raising(Invalid())))
    assert (tokens(), Receipt.objects.count()) == (0, 0)
    assert answer_once("staff:1", "k", OTHER, Counted()).body == "call 1"


def test_a_refusal_can_be_the_answer_that_is_kept(town: Town) -> None:
    refused = lambda refusal: KeptAnswer(409, refusal.name)  # noqa: E731
    act = Counted(raising(Conflict()))
    assert answer_once("staff:1", "k", BODY, act, refused=refused) == KeptAnswer(409, "Conflict")
    assert tokens() == 0
    assert answer_once("staff:1", "k", BODY, act, refused=refused) == KeptAnswer(409, "Conflict", is_known=True)
    assert act.calls == 1


def _deadlock() -> Conflict:
    refusal, cause = Conflict(), OperationalError()
    cause.__cause__ = DeadlockDetected()
    refusal.__cause__ = cause
    return refusal


@pytest.mark.parametrize("refusal", [TooMany(), Unavailable(), _deadlock()], ids=["too many", "outage", "deadlock"])
def test_a_refusal_that_passes_is_never_kept(town: Town, refusal: Exception) -> None:
    with pytest.raises(type(refusal)):
        answer_once("a", "k", BODY, Counted(raising(refusal)), refused=lambda r: KeptAnswer(409))
    assert not Receipt.objects.exists()


def test_two_at_once_do_it_once(live_town: Town) -> None:
    for waits in (False, True):
        begun, may_end = threading.Event(), threading.Event()
        act = Counted(lambda begun=begun, may_end=may_end: (begun.set(), may_end.wait(20))[0])  # type: ignore[misc]

        def first(act: Counted = act, waits: bool = waits) -> KeptAnswer:
            return answer_once("a", f"k{waits}", BODY, act, waits=waits)

        def second(
            act: Counted = act,
            waits: bool = waits,
            begun: threading.Event = begun,
            may_end: threading.Event = may_end,
        ) -> KeptAnswer:
            begun.wait(20)
            if waits:
                may_end.set()
            try:
                return answer_once("a", f"k{waits}", BODY, act, waits=waits)
            finally:
                may_end.set()

        answers = at_once(first, second)
        assert act.calls == 1
        if waits:
            assert answers == [KeptAnswer(200, "call 1"), KeptAnswer(200, "call 1", is_known=True)]
        else:
            assert refusals(answers) == [CommandIsBeingDone.__name__]


def test_long_keys_and_keys_of_a_page() -> None:
    assert stored_key("k") == "k"
    assert stored_key("k" * (LONGEST_KEY + 1)) != stored_key("k" * (LONGEST_KEY + 2))
    assert len(stored_key("k" * 5000)) <= LONGEST_KEY
    assert stored_key("k", "/a/") not in ("k", stored_key("k", "/b/"))
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})


def test_old_receipts_are_forgotten_in_the_night(town: Town, town_clock: TownClock) -> None:
    answer_once("a", "k", BODY, Counted())
    town_clock.forward(days=RECEIPTS_LIVE.days, minutes=-1)
    answer_once("a", "younger", BODY, Counted())
    assert forget_receipts(before=MORNING) == 0
    town_clock.forward(minutes=2)
    tidy(clock.now(), before=MORNING)
    assert [receipt.key for receipt in Receipt.objects.all()] == ["younger"]
