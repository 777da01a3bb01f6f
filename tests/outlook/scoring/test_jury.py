"""A season from its terms to the published decision: four eyes, orders on frozen months, certificates, restatements."""

import pytest
from django.db import DatabaseError, connection, transaction

from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.outlook.scoring import actions
from peygir.outlook.scoring import ranking_queries as queries
from peygir.outlook.scoring.actions.seasons import RankedSeasonHasBegun, RankingNeedsSecondPerson
from peygir.outlook.scoring.models import DecidedPlace, RankingSeason, SeasonRank
from peygir.outlook.scoring.ranking.deciding import PlaceHasNoReason, UnitHasNoRank
from peygir.people.actions import NotYourWork
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from tests import make
from tests.drain import drain
from tests.juries import (
    REASON,
    agreed_season,
    judge,
    lived_season,
    order_seen,
    places,
    published,
    season_terms,
    seen,
)
from tests.scores import KHORDAD, TIR, at, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def season_id(town: Town, town_clock: TownClock) -> int:
    """The season of Khordad, whose month is closed and whose order is counted."""
    lived_id = lived_season(town, town_clock)
    close(town)
    drain()
    return lived_id


def test_two_members_of_the_jury_agree_on_the_terms_before_the_season(town: Town, town_clock: TownClock) -> None:
    for who in (town.clerk, town.manager, town.admin, town.inspectorate):
        with make.refused(NotYourWork):
            actions.propose_ranking(town.city_id, season_terms(), by=who)
    season_id = actions.propose_ranking(town.city_id, season_terms(), by=judge())
    with make.refused(RankingNeedsSecondPerson):
        actions.settle_ranking(season_id, is_agreed=True, by=judge())
    with make.refused(NotYourWork):
        actions.withdraw_ranking(season_id, by=judge("judge_two"))
    actions.settle_ranking(season_id, is_agreed=True, by=town.mayor)
    with make.refused(actions.NoSuchRanking):
        actions.settle_ranking(season_id, is_agreed=False, by=judge("judge_two"))
    with make.refused(actions.SeasonIsRanked):
        actions.propose_ranking(town.city_id, season_terms(name_en="Again"), by=judge())
    late = actions.propose_ranking(town.city_id, season_terms(from_on=TIR.first_on, to_on=TIR.last_on), by=judge())
    at(town_clock, "2026-06-22T06:00:00+00:00")
    with make.refused(RankedSeasonHasBegun):
        actions.settle_ranking(late, is_agreed=True, by=judge("judge_two"))
    actions.withdraw_ranking(late, by=judge())
    kinds = [event.kind for event in timeline("scseason", season_id)]
    assert kinds == ["ranking_season_proposed", "ranking_season_settled"]
    assert verify().breaks == []


def test_terms_and_what_was_decided_never_change(town: Town, season_id: int) -> None:
    published(town, season_id, town.units["D-02"], town.units["D-01"])
    for column, value in {"terms": {}, "digest": "0" * 64, "state": "refused"}.items():
        with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
            RankingSeason.objects.filter(pk=season_id).update(**{column: value})
    for model in (SeasonRank, DecidedPlace):
        statement = f"DELETE FROM {model._meta.db_table}"
        with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_order_is_counted_once_the_months_are_closed(town: Town, town_clock: TownClock) -> None:
    season_id = lived_season(town, town_clock)
    assert queries.season_order(seen(town, season_id)) is None
    with make.refused(actions.SeasonHasNoOrder):
        actions.propose_places(season_id, places("district", [1]), order=1, by=judge())
    close(town)
    drain()
    order = order_seen(town, season_id)
    assert (order.number, order.is_current, dict(order.months)) == (1, True, {KHORDAD.first_on: 1})
    districts = order.of_category("district")
    assert [one.unit_id for one in districts] == [town.units["D-02"], town.units["D-01"]]
    assert [(one.rank_low, one.rank_high) for one in districts] == [(1, 2), (1, 2)], "two few cases part nobody"
    assert actions.order_season(season_id, now=clock.now()) is False, "the same months give no further order"
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


def test_a_longer_season_waits_for_all_its_months(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    longer = agreed_season(town, to_on=TIR.last_on, fewest_months=2)
    live_khordad(town, town_clock)
    close(town)
    drain()
    season = seen(town, longer)
    assert (queries.season_order(season), queries.closed_months_of(season)) == (None, 1)


def test_the_jury_decides_with_reasons_and_a_second_member_publishes(town: Town, season_id: int) -> None:
    first_district, second_district = town.units["D-01"], town.units["D-02"]
    with make.refused(PlaceHasNoReason):
        actions.propose_places(season_id, places("district", [first_district], reason=""), order=1, by=judge())
    with make.refused(UnitHasNoRank):
        actions.propose_places(season_id, places("district", [town.units["M"]]), order=1, by=judge())
    with make.refused(actions.OrderIsOld):
        actions.propose_places(season_id, places("district", [first_district]), order=2, by=judge())
    actions.propose_places(season_id, places("district", [first_district, second_district]), order=1, by=judge())
    with make.refused(actions.DecisionWaits):
        actions.propose_places(season_id, places("district", [second_district]), order=1, by=judge("judge_two"))
    with make.refused(RankingNeedsSecondPerson):
        actions.settle_places(season_id, 1, is_agreed=True, by=judge())
    assert queries.published_decision(season_id) is None
    assert queries.published_seasons(town.city_id) == frozenset()
    actions.settle_places(season_id, 1, is_agreed=True, by=judge("judge_two"))
    decision = queries.published_decision(season_id)
    assert decision is not None
    assert [(row.place, row.unit_id, row.basis, row.reason) for row in decision.of_category("district")] == [
        (1, first_district, "jury", REASON),
        (2, second_district, "jury", REASON),
    ]
    certificate = queries.ranking_certificate(decision.places[0].certificate)
    assert certificate is not None
    assert (certificate.unit_id, certificate.place, certificate.is_withdrawn) == (first_district, 1, False)
    assert queries.ranking_certificate("2" * 12) is None
    assert queries.ranking_certificate("no code") is None
    *_earlier, event = timeline("scseason", season_id)
    assert (event.kind, event.data["outcome"], len(event.data["certificates"])) == (
        "ranking_decision_settled",
        "agreed",
        2,
    )
    assert REASON not in str(event.data)
    assert verify().breaks == []


def test_a_proposed_decision_is_refused_or_withdrawn(town: Town, season_id: int) -> None:
    district = town.units["D-01"]
    actions.propose_places(season_id, places("district", [district]), order=1, by=judge())
    with make.refused(NotYourWork):
        actions.withdraw_places(season_id, 1, by=judge("judge_two"))
    actions.settle_places(season_id, 1, is_agreed=False, by=judge("judge_two"))
    actions.propose_places(season_id, places("district", [district]), order=1, by=judge())
    actions.withdraw_places(season_id, 2, by=judge())
    with make.refused(actions.NoSuchRanking):
        actions.settle_places(season_id, 2, is_agreed=True, by=judge("judge_two"))
    assert [(row.number, row.state) for row in queries.decisions_of(season_id)] == [(2, "withdrawn"), (1, "refused")]
    assert queries.published_decision(season_id) is None


def test_nobody_judges_the_own_unit(town: Town, season_id: int) -> None:
    row = Staff.objects.get(pk=judge("judge_of_district").id)
    row.unit_id = town.units["D-01"]
    row.save(update_fields=["unit_id"])
    partial = actor_of(row)
    assert partial.unit_id == town.units["D-01"]
    for act in (
        lambda: actions.propose_places(season_id, places("district", [town.units["D-02"]]), order=1, by=partial),
        lambda: actions.note_for_jury(season_id, town.units["D-02"], "یادداشت", by=partial),
    ):
        with make.refused(actions.JuryIsOfRankedUnit):
            act()
    actions.propose_places(season_id, places("district", [town.units["D-01"]]), order=1, by=judge())
    with make.refused(actions.JuryIsOfRankedUnit):
        actions.settle_places(season_id, 1, is_agreed=True, by=partial)


def test_notes_stay_with_the_jury_and_never_change(town: Town, season_id: int) -> None:
    unit_id = town.units["D-01"]
    actions.note_for_jury(season_id, unit_id, "  در سیل خرداد خوب کار کرد ", by=judge())
    for text in ("", " \u200c", "x" * 2001):
        with make.refused(actions.NoteSaysNothing):
            actions.note_for_jury(season_id, unit_id, text, by=judge())
    with make.refused(actions.NoSuchRanking):
        actions.note_for_jury(season_id, town.units["M"], "یادداشت", by=judge())
    with make.refused(NotYourWork):
        actions.note_for_jury(season_id, unit_id, "یادداشت", by=town.manager)
    (note,) = queries.jury_notes(season_id)
    assert (note.unit_id, note.text) == (unit_id, "در سیل خرداد خوب کار کرد")
    *_earlier, event = timeline("scseason", season_id)
    assert (event.kind, event.data["unit"]) == ("ranking_noted", unit_id)
    assert "سیل" not in str(event.data)
