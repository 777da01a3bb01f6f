"""A member's watch-list: each thing leads to its own public cases, with what is open, late and new since a visit."""

import pytest

from peygir.outlook.panel import actions, watch_queries
from peygir.outlook.panel.models import PanelMember, PanelWatch
from peygir.outlook.planning.models import PlanProblem, ProblemCase, Programme
from tests import make
from tests.mark_pages import body
from tests.panel_browsers import holder, member
from tests.panelled import at_work, members
from tests.planned import problem_of, programme_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def watch(client: object, thing: str) -> PanelWatch:
    """Watch something on the desk; returns the row."""
    client.post("/panel/me/do/watch/", {"thing": thing})  # type: ignore[attr-defined]
    return PanelWatch.objects.latest("pk")


def test_watched_things_lead_to_their_public_cases(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    in_one = make.referred(phone=PHONES[40], district="1")
    in_two = make.referred(phone=PHONES[41], district="2")
    secret = make.referred("CNF-01", phone=PHONES[42])
    topic = make.case(in_one).topic_id
    client = member(term_id, language="en")
    rows = {
        "unit": watch(client, f"unit:{make.case(in_one).unit_id}"),
        "place": watch(client, f"place:{town.districts['1']}"),
        "topic": watch(client, f"topic:{topic}"),
    }
    for kind, row in rows.items():
        shown = body(client.get(f"/panel/me/watches/{row.pk}/"))
        assert in_one in shown, kind
        assert (in_two in shown) == (kind == "topic"), kind
        assert secret not in shown, kind
    assert "?area=1" in body(client.get(f"/panel/me/watches/{rows['place'].pk}/"))
    area = make.case(in_one).neighbourhood_id
    small = watch(client, f"area:{area}")
    assert (small.kind, small.neighbourhood_id, small.district_id) == ("place", area, town.districts["1"])
    assert in_one in body(client.get(f"/panel/me/watches/{small.pk}/"))
    assert watch(client, f"area:{area}").pk == small.pk, "once"
    assert client.get("/panel/me/watches/999999/").status_code == 404
    assert member(term_id, 2).get(f"/panel/me/watches/{small.pk}/").status_code == 404, "another member's"
    assert holder(PHONES[95]).get(f"/panel/me/watches/{small.pk}/").status_code == 403
    assert body(client.get(f"/panel/me/watches/{small.pk}/?list=nonsense"))


def test_counts_and_what_is_new_are_told_by_days(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    own = members(term_id)[0]
    actions.watch(term_id, kind="place", thing=town.districts["1"], own=own)
    member_id = PanelMember.objects.get(term_id=term_id, number=1).pk
    old = make.referred(phone=PHONES[40], district="1")
    town_clock.forward(days=1)
    assert "1 open, 0 late" in body(member(term_id, language="en").get("/panel/me/"))
    (row,) = watch_queries.watches_of(town.city_id, member_id)
    assert (row.open, row.late, row.new) == (1, 0, 0), "the first visit has none before it"
    town_clock.forward(days=2)
    new = make.referred(phone=PHONES[41], district="1")
    make.referred("CNF-01", phone=PHONES[42], district="1")
    client = member(term_id, language="en")
    for _twice in range(2):
        desk = body(client.get("/panel/me/"))
        assert "2 open" in desk
        assert "1 new" in desk, "and another look on the same day does not make it old"
    listed = watch_queries.watched_cases(town.city_id, member_id, row.id, which="open")
    assert [(case.code, case.is_new) for case in listed] == [(new, True), (old, False)]
    assert [case.code for case in watch_queries.watched_cases(town.city_id, member_id, row.id, which="new")] == [new]
    town_clock.forward(days=60)
    assert watch_queries.watches_of(town.city_id, member_id)[0].late == 2
    late = body(member(term_id, language="en").get(f"/panel/me/watches/{row.id}/?list=late"))
    assert new in late
    assert old in late


def test_a_programme_counts_the_public_cases_of_its_public_problem(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    shown, hidden = make.referred(phone=PHONES[40]), make.referred("CNF-01", phone=PHONES[42])
    programme = Programme.objects.get(pk=programme_of(town, problem_of(town, [shown])))
    ProblemCase.objects.create(problem=programme.problem, case=make.case(hidden), by="staff:1", at=town_clock())
    PlanProblem.objects.filter(pk=programme.problem_id).update(is_public=False)
    client = member(term_id, language="en")
    row = watch(client, f"programme:{programme.pk}")
    assert ProblemCase.objects.filter(problem=programme.problem_id).count() == 2
    assert "its cases are not public" in body(client.get("/panel/me/"))
    PlanProblem.objects.filter(pk=programme.problem_id).update(is_public=True)
    assert "1 open, 0 late" in body(client.get("/panel/me/"))
    answer = client.get(f"/panel/me/watches/{row.pk}/")
    assert (answer.status_code, answer["Location"]) == (302, f"/plans/programmes/{programme.pk}/")
