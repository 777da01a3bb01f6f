"""An inbox that is asked by a statement composed beforehand shows what the filter itself would show."""

from dataclasses import replace
from typing import Any

import pytest

from peygir.cases import inbox as inbox_queries
from peygir.cases.models import Case
from peygir.cases.queries import COLOURS, ORDERS, Filters, colour, counts, inbox, visible
from peygir.cases.states import WORKABLE, CaseState
from peygir.core import clock
from peygir.desks.promises import queries as promises
from tests import make
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
FILTERS = (
    Filters(),
    Filters(states=tuple(sorted(WORKABLE))),
    Filters(states=("in_hand", "nonsense")),
    Filters(states=("nonsense",)),
    Filters(topic_code="CIV-01"),
    Filters(topic_code="CIV-01", district_code="1"),
    Filters(topic_code="⟦2⟧"),
    Filters(incident_code="i-1"),
    Filters(order="new", size=1),
    Filters(order="old", size=1, page=2),
    *(Filters(order=order, size=2) for order in ORDERS),
    *(Filters(colour=colour) for colour in COLOURS),
)


@pytest.fixture
def cases(town: Town, town_clock: TownClock) -> None:
    """Cases of several units, states and colours, a confidential one and a complaint."""
    make.referred(topic="CIV-09")
    town_clock.forward(hours=30)
    for number, topic in enumerate(("CIV-01", "CLN-01", "EXT-01", "GRN-07")):
        make.referred(topic=topic, phone=PHONES[number])
        town_clock.forward(hours=9)
    make.in_hand(phone=PHONES[7])
    make.done(phone=PHONES[8])
    make.referred(topic="CNF-01", district="", phone=None)
    make.referred(topic="CND-01", district="", about_unit_code="D-01")


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize("filters", FILTERS)
def test_a_page_shows_what_its_filters_say(town: Town, filters: Filters) -> None:
    for name, actor in town.actors.items():
        for own in (filters, replace(filters, assignee_id=actor.id), replace(filters, unit_id=town.units["D-01"])):
            page = inbox(actor, town.city_id, own)
            rows: list[Any] = list(inbox_queries._page(actor, town.city_id, own, clock.now()))
            assert [line.pk for line in page.cases] == [row[0] for row in rows[: own.size]], name
            assert page.has_more == (len(rows) > own.size)
            again = inbox(actor, town.city_id, own)
            assert again == page


@pytest.mark.usefixtures("cases")
def test_the_counts_are_those_of_the_cases(town: Town, town_clock: TownClock) -> None:
    for name, actor in town.actors.items():
        case_counts = counts(actor, town.city_id, day_ends_at=clock.now())
        seen = [case for case in Case.objects.filter(visible(actor)) if case.state != "closed"]
        assert case_counts.by_state == {s: n for s in CaseState if (n := sum(case.state == s for case in seen))}, name
        to_do = [colour(case, clock.now()) for case in seen if case.state in WORKABLE]
        assert case_counts.by_colour == {one: to_do.count(one) for one in COLOURS}, name
        assert (case_counts.total, case_counts.late, case_counts.due_today) == (len(seen), to_do.count("red"), 0)


@pytest.mark.usefixtures("cases")
def test_what_climbed_is_what_may_be_seen(town: Town) -> None:
    for actor in town.actors.values():
        listed = {one.case.pk: one.percent for one in promises.escalated_to(actor, town.city_id)}
        assert promises.escalated(actor, town.city_id) == listed
