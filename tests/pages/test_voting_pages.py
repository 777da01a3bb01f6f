"""Votes on the budget in a browser: written and opened at the desk, cast by phone, counted, explained, checked."""

import json
from typing import Any

import pytest
from django.test import Client

from peygir.outlook.planning import voting_queries as queries
from peygir.outlook.planning.methods.ballots import read_votes
from peygir.outlook.planning.models import BallotProject, CastBallot, VotingDay
from peygir.people.actions import open_citizen_session
from peygir.web.kit import citizen_session
from tests import planned, voting
from tests.mark_pages import body, signed_in
from tests.planned import TITLE, office
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
FORM = {
    "title": "بودجهٔ مردمی",
    "year": "۱۴۰۶",
    "budget": "۱۰٬۰۰۰",
    "rule": "approval",
    "most": "۲",
    "opens_on": "1405/02/14",
    "opens_time": "08:00",
    "closes_on": "1405/02/20",
    "closes_time": "۲۲:۰۰",
    "p0-title": "زمین بازی",
    "p0-cost": "۶۰۰۰",
    "p1-title": "روشنایی",
    "p1-cost": "5,000",
    "p2-title": "",
    "p2-cost": "",
}


def keeper(role: str, language: str = "fa") -> Client:
    """A browser of the secretariat, or of the budget office."""
    office(role)
    return signed_in(role, language)


def voter(number: int, language: str = "en") -> Client:
    """A browser that has proven a phone."""
    client = Client(headers={"Accept-Language": language})
    client.cookies[citizen_session.COOKIE] = open_citizen_session(PHONES[number])
    return client


def page_of(path: str, language: str = "en") -> str:
    """A page as a stranger reads it."""
    return body(Client(headers={"Accept-Language": language}).get(path))


def test_a_vote_is_written_and_opened_by_two_people(town: Town) -> None:
    first, second = keeper("secretariat"), keeper("budget")
    assert "هنوز رأی‌گیری‌ای نیست" in body(first.get("/desk/votes/"))
    answer = first.post("/desk/votes/new/", FORM)
    assert answer.status_code == 302, body(answer)
    at = str(answer["Location"])
    row = VotingDay.objects.get()
    assert (row.budget, row.most, row.projects.count()) == (10_000, 2, 2)
    assert "زمین بازی" in body(first.get(f"{at}edit/"))
    change = {**FORM, "p2-title": "پیاده‌رو", "p2-cost": "۴۰۰۰"}
    assert first.post(f"{at}edit/", change).status_code == 302
    assert row.projects.count() == 3
    first.post(f"{at}do/open/")
    first.post(f"{at}do/confirm/")
    assert VotingDay.objects.get().state == "draft"
    assert "تأیید به‌عنوان نفر دوم" in body(second.get(at))
    assert Client().get(f"/votes/{row.pk}/").status_code == 404
    second.post(f"{at}do/confirm/")
    assert VotingDay.objects.get().state == "open"
    assert "زمین بازی" in page_of(f"/votes/{row.pk}/", "fa")
    assert first.post(f"{at}edit/", FORM).status_code == 409
    assert first.post(f"{at}do/nothing/").status_code == 404
    assert first.get("/desk/votes/999/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"budget": "ده"},
        {"budget": ""},
        {"rule": "x"},
        {"closes_on": "1405/02/10"},
        {"p0-cost": "۲۰٬۰۰۰"},
        {"most": "0"},
    ],
)
def test_a_faulty_vote_is_not_written(town: Town, change: dict[str, str]) -> None:
    answer = keeper("budget").post("/desk/votes/new/", {**FORM, **change})
    assert answer.status_code == 422
    assert "بودجهٔ مردمی" in body(answer)
    assert not VotingDay.objects.exists()


def test_a_programme_gives_its_title_and_cost(town: Town) -> None:
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    planned.sent_proposal(town, programme_id)
    form = {**FORM, "budget": "۹۰۰۰۰۰۰۰۰۰", "p2-programme": str(programme_id)}
    assert keeper("secretariat").post("/desk/votes/new/", form).status_code == 302
    project = BallotProject.objects.get(number=3)
    assert (project.title, project.cost, project.programme_id) == (TITLE, 4_000_000_000, programme_id)


def test_a_citizen_votes_changes_and_takes_it_back(town: Town, town_clock: TownClock) -> None:
    day_id = voting.opened(town, most=2)
    path = f"/votes/{day_id}/ballot/"
    stranger = Client().get(path)
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/me/?next=")
    client = voter(0)
    assert "Choose up to 2 projects" in body(client.get(path))
    for form in ({}, {"p1": "on", "p2": "on", "p3": "on"}):
        answer = client.post(path, form)
        assert answer.status_code == 422
        assert "at most 2 of the projects" in body(answer)
    assert client.post(path, {"p1": "on", "p3": "on"}).status_code == 302
    page = body(client.get(path))
    assert "Your vote is in" in page
    assert PHONES[0][3:] not in page
    client.post(path, {"p2": "on"})
    assert queries.own_ballot(day_id, PHONES[0]) == {2: 1}
    client.post(path, {"deed": "withdraw"})
    assert not CastBallot.objects.exists()
    town_clock.forward(days=1)
    assert voter(0).get(path)["Location"] == f"/votes/{day_id}/"


def test_points_are_typed_in_any_digits(town: Town) -> None:
    day_id = voting.opened(town, rule="cumulative", most=10)
    client, path = voter(0, "fa"), f"/votes/{day_id}/ballot/"
    assert client.post(path, {"p1": "۶", "p2": "4"}).status_code == 302
    assert queries.own_ballot(day_id, PHONES[0]) == {1: 6, 2: 4}
    for form in ({"p1": "11"}, {"p1": "7", "p2": "7"}, {"p1": "x"}, {"p1": "-1"}):
        assert client.post(path, form).status_code == 422, form


def test_the_result_says_why_and_can_be_checked(town: Town, town_clock: TownClock) -> None:
    day_id = voting.opened(town)
    for number in range(10):
        choices = {"p1": "on", "p3": "on"} if number < 6 else {"p2": "on"}
        assert voter(number).post(f"/votes/{day_id}/ballot/", choices).status_code == 302
    assert Client().get(f"/votes/{day_id}/projects/1/").status_code == 404
    assert Client().get(f"/votes/{day_id}/result.pb").status_code == 404
    voting.counted(day_id, town_clock)
    page = page_of(f"/votes/{day_id}/")
    assert "10 people voted" in page
    row = queries.voting(town.city_id, day_id)
    assert row is not None
    assert row.file_digest in page
    assert "Why it is funded" in page_of(f"/votes/{day_id}/projects/{row.funded[0].number}/")
    assert "Nobody chose it." in page_of(f"/votes/{day_id}/projects/4/")
    lost = next(project for project in row.lost if project.supporters)
    assert "were missing" in page_of(f"/votes/{day_id}/projects/{lost.number}/")
    answer: Any = Client().get(f"/votes/{day_id}/result.pb")
    assert len(read_votes(answer.content.decode()).ballots) == 10
    assert not any(PHONES[number][1:] in answer.content.decode() for number in range(10))
    result = json.loads(Client().get(f"/votes/{day_id}/result.json").content)
    assert (result["ballots"], result["ballots_sha256"]) == (10, row.file_digest)
    for path in (f"/votes/{day_id}/result.csv", f"/votes/{day_id}/projects/9/", "/votes/99/"):
        assert Client().get(path).status_code == 404
    assert "Votes that are over" in page_of("/votes/")
