"""A closed month is provisional until its day, or until two people publish it; who sees it before, and who does not."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from peygir.core import clock
from peygir.history.queries import timeline, verify
from peygir.journey.clock import tick
from peygir.outlook.scoring import actions, comparison_queries, queries
from peygir.outlook.scoring.models import ScoredMonth
from peygir.outlook.scoring.people_queries import appeal_totals, restatements
from peygir.outlook.scoring.ranking_queries import closed_months_of, ranking_seasons, season_order
from peygir.outlook.scoring.rules import SchemeIsNotRight, content_from, content_kept, first_content
from peygir.outlook.scoring.seeing import sees_all_provisional, units_of_provisional
from peygir.outlook.scoring.snapshot_queries import months_with_snapshots
from peygir.people.actions import NotYourWork
from peygir.people.rules import ANONYMOUS, SYSTEM
from tests import make
from tests.committee import decide_appeal
from tests.drain import drain
from tests.juries import agreed_season, seen
from tests.outlook.scoring.whole_marks import content
from tests.scores import KHORDAD, LivedMonth, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
DAYS = 11
PUBLIC = (
    "/marks/1405-03/",
    "/marks/1405-03/D-01/",
    "/marks/of/D-01/",
    "/marks/1405-03/marks.csv",
    "/marks/1405-03/parts.csv",
    "/marks/1405-03/marks.json",
    "/marks/1405-03/report.pdf",
    "/marks/1405-03/report.xlsx",
    "/comparisons/1405-03/",
    "/comparisons/1405-03/standings.csv",
    "/comparisons/1405-03/standings.json",
)


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, whose marks are published eleven days after the closing, and ranked."""
    decide_scheme(town, publication_days=DAYS)
    agreed_season(town)
    return live_khordad(town, town_clock)


def test_a_scheme_without_such_days_is_the_scheme_that_it_was() -> None:
    old = content()
    assert "publication_days" not in old
    assert "publication_days" not in content_from(old).as_json()
    assert content_from({**old, "publication_days": 0}).digest == content_from(old).digest
    assert content_from({**old, "publication_days": 5}).as_json()["publication_days"] == 5
    assert content_kept(first_content().as_json()).publication_days == DAYS
    for wrong in (-1, 61, "many"):
        with pytest.raises(SchemeIsNotRight):
            content_from({**old, "publication_days": wrong})


def test_who_sees_the_marks_before_and_who_does_not(town: Town, month: ScoredMonth) -> None:
    first, second = town.units["D-01"], town.units["D-02"]
    everything = {first, second, town.units["C"]}
    assert month.publish_on == date(2026, 7, 18)
    for by, units in (
        (town.manager, {first}),
        (town.deputy, {first, second}),
        (town.mayor, everything),
        (town.admin, everything),
        (town.inspectorate, everything),
        (SYSTEM, everything),
        (town.clerk, set()),
        (town.council, set()),
        (town.operator, set()),
        (ANONYMOUS, set()),
    ):
        assert {row.unit_id for row in queries.marks_of_month(month.pk, by)} == units, by
        assert [one.id for one in queries.scored_months(town.city_id, by)] == ([month.pk] if units else []), by
        assert {one.unit_id for one in comparison_queries.standings_of_month(month.pk, by)} == units, by
        assert bool(comparison_queries.comparison_digest(month.pk, by)) == bool(units), by
        assert bool(comparison_queries.compared_months(town.city_id, by)) == bool(units), by
        for unit_id in (first, second):
            assert (queries.mark_of_unit(month.pk, unit_id, by) is not None) == (unit_id in units), by
            assert bool(queries.history_of_unit(unit_id, by)) == (unit_id in units), by
            assert bool(comparison_queries.standings_of_unit(month.pk, unit_id, by)) == (unit_id in units), by
    assert not sees_all_provisional(town.deputy)
    assert units_of_provisional(town.clerk) == frozenset()


def test_nothing_public_tells_of_it_until_its_day(
    town: Town, lived: LivedMonth, month: ScoredMonth, town_clock: TownClock
) -> None:
    visitor, season_id = Client(headers={"Accept-Language": "en"}), only_season(town)
    assert {path: visitor.get(path).status_code for path in PUBLIC} == dict.fromkeys(PUBLIC, 404)
    assert "1405-03" not in visitor.get("/marks/").content.decode()
    assert "No marks yet" in visitor.get("/marks/").content.decode()
    drain(twice=True)
    assert season_order(seen(town, season_id)) is None, "the jury sees no order of months that nobody may read"
    assert closed_months_of(seen(town, season_id)) == 0
    assert months_with_snapshots(town.city_id) == []
    case_id = make.case(lived.never).pk
    row = actions.appeal(month.pk, town.units["D-01"], "solved", case_id=case_id, reason="تعطیل بود", by=town.manager)
    decide_appeal(town, row.pk)
    drain(twice=True)
    assert (appeal_totals(town.city_id).made, appeal_totals(town.city_id, town.inspectorate).made) == (0, 1)
    assert restatements(town.city_id) == restatements(town.city_id, town.clerk) == []
    assert len(restatements(town.city_id, town.manager)) == 1
    assert "1405-03" not in visitor.get("/marks/changes/").content.decode()
    town_clock.forward(days=DAYS - 1)
    assert actions.publish_due_months(clock.now()) == 0
    town_clock.forward(days=1)
    tick(clock.now())
    drain(twice=True)
    actions.publish_due_months(clock.now())
    month.refresh_from_db()
    assert month.published_at is not None
    assert actions.publish_due_months(clock.now()) == 0, "once"
    drain(twice=True)
    assert {path: visitor.get(path).status_code for path in PUBLIC} == dict.fromkeys(PUBLIC, 200)
    assert "1405-03" in visitor.get("/marks/").content.decode()
    assert visitor.get("/marks/1405-03/?version=1").status_code == 200, "the version before the appeal"
    assert "1405-03" in visitor.get("/marks/changes/").content.decode()
    assert season_order(seen(town, season_id)) is not None
    event = timeline("scmonth", month.pk)[-1]
    latest = queries.versions_of(month.pk)[-1]
    assert (event.kind, event.data) == ("score_month_published", {"mark_version": 2, "digest": latest.digest})
    assert verify().breaks == []
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


def only_season(town: Town) -> int:
    """The id of the town's only season."""
    (season,) = ranking_seasons(town.city_id)
    return season.id


def test_two_people_publish_earlier_and_nobody_holds_it_back(
    town: Town, month: ScoredMonth, town_clock: TownClock
) -> None:
    for who in (town.clerk, town.manager, town.deputy, town.council):
        with make.refused(NotYourWork):
            actions.propose_publication(town.city_id, KHORDAD, by=who)
    with make.refused(actions.PublicationIsNotProposed):
        actions.settle_publication(town.city_id, KHORDAD, is_agreed=True, by=town.mayor)
    actions.propose_publication(town.city_id, KHORDAD, by=town.admin)
    with make.refused(actions.PublicationIsNotProposed):
        actions.propose_publication(town.city_id, KHORDAD, by=town.mayor)
    with make.refused(actions.PublicationNeedsSecondPerson):
        actions.settle_publication(town.city_id, KHORDAD, is_agreed=True, by=town.admin)
    with make.refused(NotYourWork):
        actions.withdraw_publication(town.city_id, KHORDAD, by=town.mayor)
    actions.settle_publication(town.city_id, KHORDAD, is_agreed=False, by=town.mayor)
    actions.propose_publication(town.city_id, KHORDAD, by=town.mayor)
    actions.withdraw_publication(town.city_id, KHORDAD, by=town.mayor)
    assert queries.scored_months(town.city_id) == []
    actions.propose_publication(town.city_id, KHORDAD, by=town.inspectorate)
    actions.settle_publication(town.city_id, KHORDAD, is_agreed=True, by=town.admin)
    month.refresh_from_db()
    assert (month.published_by_id, month.publication_proposed_by_id) == (town.admin.id, town.inspectorate.id)
    assert [one.id for one in queries.scored_months(town.city_id)] == [month.pk]
    kinds = [event.kind for event in timeline("scmonth", month.pk)][3:]
    assert kinds == [
        *("score_publication_proposed", "score_publication_refused") * 2,
        *("score_publication_proposed", "score_month_published"),
    ]
    assert timeline("scmonth", month.pk)[-1].data["proposer"] == town.inspectorate.id
    with make.refused(actions.MonthIsPublished):
        actions.propose_publication(town.city_id, KHORDAD, by=town.admin)
    with make.refused(actions.MonthIsPublished):
        actions.settle_publication(town.city_id, KHORDAD, is_agreed=True, by=town.admin)
    assert verify().breaks == []
    assert actions.verify_month(town.city_id, KHORDAD).differences == ()


def test_a_proposal_that_nobody_agrees_to_ends_with_the_day(
    town: Town, month: ScoredMonth, town_clock: TownClock
) -> None:
    actions.propose_publication(town.city_id, KHORDAD, by=town.admin)
    town_clock.forward(days=DAYS)
    assert actions.publish_due_months(clock.now()) == 1
    month.refresh_from_db()
    assert (month.published_by_id, month.publication_proposed_by_id) == (None, None)


def test_the_database_refuses_one_person_alone(town: Town, month: ScoredMonth) -> None:
    rows = ScoredMonth.objects.filter(pk=month.pk)
    person = {"publication_proposed_by": town.admin.id, "publication_proposed_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**person, published_by=town.admin.id, published_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(published_by=town.admin.id, published_at=clock.now())


def test_by_a_scheme_without_days_closing_is_publishing(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    live_khordad(town, town_clock)
    month = close(town)
    assert month.published_at == month.closed_at
    assert month.publish_on == date(2026, 7, 7)
    kinds = [event.kind for event in timeline("scmonth", month.pk)]
    assert kinds[-1] == "score_month_published"
    assert "score_month_compared" in kinds
    rows = ScoredMonth.objects.filter(pk=month.pk)
    rows.update(published_at=None)
    differences = actions.verify_month(town.city_id, KHORDAD).differences
    assert [one.in_language("en") for one in differences] == ["the publication is not the one that was recorded"]
