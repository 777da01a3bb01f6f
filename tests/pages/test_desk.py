"""The staff's front page leads each role to its own first page."""

import pytest
from django.urls import reverse

from peygir.people.first_roles import FIRST_ROLES
from peygir.people.rules import Actor
from peygir.web.staff.desk import HOMES, OTHERWISE, home_of
from tests.pages.test_works import signed_in
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.mark.parametrize("who", ["operator", "clerk", "manager", "inspector", "supervisor", "admin", "mayor"])
def test_signing_in_leads_to_the_own_page(town: Town, who: str) -> None:
    client = signed_in(who)
    answer = client.get("/desk/")
    assert answer.status_code == 302
    assert answer["Location"] == reverse(home_of(town.actors[who]))
    assert client.get(answer["Location"]).status_code == 200


def test_every_role_may_open_its_home() -> None:
    assert {name for _permission, name in HOMES} >= {home_of(Actor("staff", 1, role)) for role in FIRST_ROLES} - {
        OTHERWISE
    }


def test_old_addresses_of_the_list_still_lead_to_it(town: Town) -> None:
    answer = signed_in("clerk").get("/desk/?state=done&topic=CIV-01")
    assert answer["Location"] == f"{reverse('inbox')}?state=done&topic=CIV-01"
