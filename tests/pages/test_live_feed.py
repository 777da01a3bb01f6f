"""The feed: each hears what they may see, a cut loses nothing, and colleagues at a case see one another."""

import json
from dataclasses import replace
from typing import Any

import pytest

from peygir.cases.news import News
from peygir.people.roles import Role
from peygir.people.rules import Actor, CaseVisibility
from peygir.people.sessions import Viewer
from peygir.web.kit.live.feed import KEPT, QUEUE, Feed, Watcher
from tests.town import TownClock

CITY = 1


def person(number: int, unit: int = 1, role: str = Role.CLERK) -> Viewer:
    return Viewer(Actor("staff", number, role, unit), f"نام {number}", f"Name {number}")


def news(number: int, *, code: str = "c1", unit: int = 1, **given: Any) -> News:
    return replace(
        News(number, "case_accepted", number, "staff:9", CITY, code, "in_hand", 1, CaseVisibility(unit, False)), **given
    )


def watcher(viewer: Viewer, code: str = "") -> Watcher:
    return Watcher(f"key-{viewer.actor.id}", viewer, CITY, code)


def heard(watching: Watcher) -> list[tuple[str, dict[str, Any], int | None]]:
    """(event, data, id) of all that waits for a watcher; empties its queue."""
    events = []
    while not watching.queue.empty():
        piece = watching.queue.get_nowait()
        for block in (piece or b"").decode().split("\n\n"):
            said = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
            if "event" in said:
                events.append((said["event"], json.loads(said["data"]), int(said["id"]) if "id" in said else None))
    return events


def codes(one: Watcher, event: str = "case") -> list[str]:
    return [data["code"] for name, data, _ in heard(one) if name == event]


@pytest.fixture
def feed(town_clock: TownClock) -> Feed:
    found = Feed()
    found.begin(100)
    return found


def take(feed: Feed, *told: News, missing: int = 0) -> None:
    feed.take([one.id for one in told], told, xmin=10 if missing else 20, xmax=20)


def test_each_hears_of_what_they_may_see(feed: Feed) -> None:
    take(feed, news(100))
    mine, other, lead = watcher(person(1)), watcher(person(2, unit=2)), watcher(person(3, role=Role.SUPERVISOR))
    for one in (mine, other, lead):
        feed.join(one, after=feed.horizon.settled, since=0)
        heard(one)
    take(feed, news(101), news(102, code="c2", unit=2), news(103, code="c3", city_id=7))
    assert codes(mine) == ["c1"]
    assert codes(other) == ["c2"]
    assert codes(lead) == ["c1", "c2"]


def test_nothing_but_codes_and_kinds_is_told(feed: Feed) -> None:
    take(feed, news(100))
    watching = watcher(person(1))
    feed.join(watching, after=100, since=0)
    heard(watching)
    take(feed, news(101))
    ((_, data, _),) = [row for row in heard(watching) if row[0] == "case"]
    assert data == {"code": "c1", "kind": "case_accepted", "number": 101, "state": "in_hand", "by": 9, "told": 1}


def test_a_looked_at_phone_is_no_news(feed: Feed) -> None:
    watching = watcher(person(1))
    feed.join(watching, after=None, since=0)
    heard(watching)
    take(feed, news(101, kind="phone_looked_at"))
    assert heard(watching) == []


def test_whoever_was_away_hears_what_they_missed(feed: Feed) -> None:
    take(feed, news(100))
    first = watcher(person(1))
    feed.join(first, after=None, since=float("inf"))
    place = heard(first)[-1][2]
    feed.leave(first)
    take(feed, news(101), news(102, code="c2"), news(103))
    again = watcher(person(1))
    feed.join(again, after=place, since=0)
    assert codes(again) == ["c2", "c1"]  # the last word of each


def test_a_batch_says_where_to_go_on_only_at_its_end(feed: Feed) -> None:
    take(feed, news(100))
    watching = watcher(person(1))
    feed.join(watching, after=100, since=0)
    heard(watching)
    take(feed, news(101), news(102, code="c2"), news(103, code="c3"))
    assert [place for _, _, place in heard(watching)] == [None, None, 103]


def test_the_place_to_go_on_from_is_below_what_may_still_come(feed: Feed) -> None:
    take(feed, news(100))
    watching = watcher(person(1))
    feed.join(watching, after=100, since=0)
    heard(watching)
    take(feed, news(102), missing=1)  # 101 is being written
    ((_, _, place),) = heard(watching)
    assert place == 100
    feed.leave(watching)
    take(feed, news(101, code="late"))
    again = watcher(person(1))
    feed.join(again, after=place, since=0)
    assert set(codes(again)) == {"late", "c1"}


def test_whoever_missed_too_much_is_told_to_look_anew(feed: Feed) -> None:
    take(feed, news(100))
    for start in range(101, 101 + KEPT + 10, 500):
        take(feed, *(news(number) for number in range(start, start + 500)))
    late = watcher(person(1))
    feed.join(late, after=100, since=0)
    assert [name for name, _, _ in heard(late)] == ["hello", "reset", "beat"]
    strange = watcher(person(1))
    feed.join(strange, after=10**9, since=0)
    assert "reset" in [name for name, _, _ in heard(strange)]


def test_a_new_page_hears_what_came_while_it_was_made(feed: Feed, town_clock: TownClock) -> None:
    take(feed, news(100))
    town_clock.forward(seconds=10)
    made = town_clock.moment.timestamp()
    take(feed, news(101, code="new"))
    one = watcher(person(1))
    feed.join(one, after=None, since=made)
    assert codes(one) == ["new"]


def test_who_reads_too_slowly_is_cut_and_goes_on_later(feed: Feed) -> None:
    watching = watcher(person(1))
    feed.join(watching, after=None, since=float("inf"))
    for number in range(101, 102 + QUEUE):
        take(feed, news(number))
    assert watching.queue.get_nowait() is None


def test_rights_are_renewed_and_the_signed_out_leave(feed: Feed) -> None:
    moved, out = watcher(person(1)), watcher(person(2))
    for one in (moved, out):
        feed.join(one, after=None, since=float("inf"))
        heard(one)
    new = watcher(person(3))
    feed.join(new, after=None, since=float("inf"))
    heard(new)
    feed.renew({moved.key, out.key}, {moved.key: person(1, unit=2)})
    assert heard(new) == []  # came while it was asked
    assert [name for name, _, _ in heard(out)] == ["bye"]
    take(feed, news(101), news(102, code="c2", unit=2))
    assert codes(moved) == ["c2"]
    assert codes(out) == []


def test_a_mention_is_told_to_the_one_who_is_named(feed: Feed) -> None:
    named, other = watcher(person(1)), watcher(person(2))
    for one in (named, other):
        feed.join(one, after=None, since=float("inf"))
        heard(one)
    take(feed, news(101, kind="note_added", mentioned=frozenset({1})))
    assert codes(named, "notice") == ["c1"]
    assert codes(other, "notice") == []


def present(one: Watcher) -> list[list[int]]:
    """The ids of those who were told to be at the case, each time."""
    return [[who["id"] for who in data["people"]] for name, data, _ in heard(one) if name == "presence"]


def test_colleagues_at_a_case_see_one_another(feed: Feed) -> None:
    first, second, elsewhere = watcher(person(1), "c1"), watcher(person(2), "c1"), watcher(person(3), "c2")
    for one in (first, second, elsewhere):
        feed.join(one, after=None, since=float("inf"))
    assert present(first) == [[], [2]]
    assert present(second) == [[1]]
    assert present(elsewhere) == [[]]
    feed.leave(second)
    feed.sweep()
    assert present(first) == []  # the line may be back in a moment


def test_whoever_supervises_the_work_is_not_announced(feed: Feed) -> None:
    clerk, inspector = watcher(person(1), "c1"), watcher(person(2, role=Role.INSPECTORATE), "c1")
    for one in (clerk, inspector):
        feed.join(one, after=None, since=float("inf"))
    assert present(clerk) == [[], []]
    assert present(inspector) == [[1]]


def test_who_has_left_a_case_is_not_shown_there(town_clock: TownClock) -> None:
    feed = Feed(linger=0.0)
    first, second = watcher(person(1), "c1"), watcher(person(2), "c1")
    for one in (first, second):
        feed.join(one, after=None, since=float("inf"))
    heard(first)
    feed.leave(second)
    feed.sweep()
    assert present(first) == [[]]
