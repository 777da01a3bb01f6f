"""Orders of a season are told anew when a month is restated, and computed again by the verification."""

import pytest
from django.db import connection

from peygir.history.queries import verify
from peygir.outlook.scoring import actions
from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.models import SeasonRank
from tests import make
from tests.drain import drain
from tests.juries import agreed_season, judge, lived_season, order_seen, places, published, seen, uphold
from tests.scores import KHORDAD, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def season_id(town: Town, town_clock: TownClock) -> int:
    """The season of Khordad, whose month is closed and whose order is counted."""
    lived_id = lived_season(town, town_clock)
    close(town)
    drain()
    return lived_id


@pytest.mark.usefixtures("tables_owner")
def test_an_order_that_was_changed_is_found(town: Town, season_id: int) -> None:
    with connection.cursor() as cursor:  # as somebody with the rights of the database's owner could
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # pending checks would forbid to alter the table
        cursor.execute("ALTER TABLE scoring_seasonrank DISABLE TRIGGER scoring_seasonrank_frozen")
    rank = SeasonRank.objects.filter(category="district").order_by("pk")[0]
    SeasonRank.objects.filter(pk=rank.pk).update(n=rank.n + 1)
    (difference,) = actions.verify_month(town.city_id, KHORDAD).differences
    assert "Order 1 of “Ranking of spring 1405”" in difference.in_language("en")


def test_a_restated_month_tells_the_order_anew(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    season_id = agreed_season(town)
    lived = live_khordad(town, town_clock)
    close(town)
    drain()
    published(town, season_id, town.units["D-02"], town.units["D-01"])
    first = queries.published_decision(season_id)
    assert first is not None
    actions.propose_places(season_id, places("district", [town.units["D-01"]]), order=1, by=judge())
    uphold(town, lived.never)
    assert not order_seen(town, season_id).is_current, "nobody decides on an order that is about to be told anew"
    with make.refused(actions.OrderIsOld):
        actions.settle_places(season_id, 2, is_agreed=True, by=judge("judge_two"))
    drain()
    anew = order_seen(town, season_id)
    assert (anew.number, anew.is_current, dict(anew.months)) == (2, True, {KHORDAD.first_on: 2})
    before = queries.season_order(seen(town, season_id), number=1)
    assert before is not None
    assert before.standings != anew.standings
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()
    with make.refused(actions.OrderIsOld):
        actions.settle_places(season_id, 2, is_agreed=True, by=judge("judge_two"))
    actions.withdraw_places(season_id, 2, by=judge())
    assert queries.published_decision(season_id) == first, "the published decision stands until the jury decides anew"
    actions.propose_places(season_id, places("district", [town.units["D-02"]]), order=2, by=judge())
    actions.settle_places(season_id, 3, is_agreed=True, by=judge("judge_two"))
    second = queries.published_decision(season_id)
    assert second is not None
    assert second.places[0].certificate == first.places[0].certificate, "who keeps the place keeps the certificate"
    ended = queries.ranking_certificate(first.places[1].certificate)
    assert ended is not None
    assert ended.is_withdrawn
    assert verify().breaks == []
