"""News of cases: read in one statement, for those alone who may see them, and none is missed that commits late."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from peygir.cases.news import News, newest, news_after
from peygir.journey.commands import apply_command
from peygir.storage.horizon import Horizon
from tests import make
from tests.drain import drain
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def news_since(after: int) -> list[News]:
    return news_after(after).news


def test_one_statement_tells_what_happened_to_whom(town: Town) -> None:
    before = newest()
    code = make.in_hand()
    with CaptureQueriesContext(connection) as asked:
        news = news_since(before)
    assert len(asked) == 1
    assert [one.kind for one in news] == make.kinds(code)
    assert {one.code for one in news} == {code}
    assert all(one.is_for(town.clerk) and not one.is_for(town.clerk_two) for one in news)


def test_whoever_loses_a_case_is_told_that_it_is_gone(town: Town) -> None:
    code = make.in_hand()
    before = newest()
    make.command(code, "refer", town.supervisor, unit_id=town.units["D-02"], note="آن سوی خیابان است.")
    (news_item,) = [one for one in news_since(before) if one.kind == "case_referred"]
    assert news_item.is_gone_for(town.clerk)
    assert not news_item.is_for(town.clerk)
    assert news_item.is_for(town.clerk_two)
    assert not news_item.is_gone_for(town.clerk_two)


def test_a_confidential_case_is_told_to_the_inspectorate_alone(town: Town) -> None:
    before = newest()
    make.referred("CNF-01", district="")
    news = news_since(before)
    assert news
    for person in (town.clerk, town.manager, town.operator, town.supervisor, town.admin, town.council, town.deputy):
        assert not any(one.is_for(person) or one.is_gone_for(person) for one in news)
    assert news[-1].is_for(town.inspectorate)


def test_a_smaller_id_that_commits_later_is_not_missed(live_town: Town, town_clock: TownClock) -> None:
    """One transaction draws an id and lingers; another draws a greater one and commits: both come, each once."""
    first, second = make.referred(), make.referred()
    horizon, seen = Horizon(top=newest()), list[str]()

    def look() -> None:
        found = news_after(horizon.top, list(horizon.gaps))
        fresh = horizon.take(found.ids, xmin=found.xmin, xmax=found.xmax)
        seen.extend(one.code for one in found.news if one.id in fresh)

    written, may_commit = threading.Event(), threading.Event()

    def linger(press: Callable[[], object]) -> None:
        try:
            with transaction.atomic():
                press()
                written.set()
                may_commit.wait(20)
        finally:
            connection.close()

    clerk = live_town.clerk
    slow = threading.Thread(target=linger, args=(lambda: apply_command(first, "accept", by=clerk, version=None),))
    slow.start()
    assert written.wait(20)
    apply_command(second, "accept", by=clerk, version=None)
    look()
    assert seen == [second]
    assert horizon.settled < horizon.top
    look()
    may_commit.set()
    slow.join()
    look()
    assert sorted(seen) == sorted([first, second])
    look()
    assert len(seen) == 2
    assert horizon.settled == horizon.top
    drain()
