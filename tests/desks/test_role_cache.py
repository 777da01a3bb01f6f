"""Each process keeps the roles in memory, and knows at once when another has changed them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from peygir.cases.inbox import Filters, inbox
from peygir.people.actions import make_system_token
from peygir.people.first_roles import FIRST_ROLES
from peygir.people.models import RoleBook, Staff
from peygir.people.queries import caller_of_token
from peygir.people.role_cache import FRESH_SECONDS, ROLE_CACHE, roles_that_may
from peygir.people.role_catalogue import RoleCatalogue, put_in_force, rights_of, roles_in_force
from peygir.people.sessions import viewers_of
from tests import make
from tests.roles import WATER, change_role_by_two, made_role
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock", "fresh_city")


def former(stamp: bytes = b"") -> None:
    """Let this process have the roles in memory that it had before anything was changed."""
    put_in_force(RoleCatalogue(stamp, FIRST_ROLES))


def client_of(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(Staff.objects.get(pk=town.staff[who]))
    return client


def test_a_request_is_decided_by_the_roles_as_they_are_now(town: Town) -> None:
    client = client_of(town, "inspector")
    address = reverse("unit_load")
    assert client.get(address).status_code == 403
    change_role_by_two(town, "inspector", permissions=frozenset({"read_cases", "write_cases", "see_load"}))
    former()  # as another process, which has answered a request a moment ago
    ROLE_CACHE.look()
    assert not rights_of("inspector").may("see_load")
    assert client.get(address).status_code != 403
    assert rights_of("inspector").may("see_load")
    change_role_by_two(town, "inspector", permissions=frozenset({"read_cases", "write_cases"}))
    put_in_force(RoleCatalogue(b"then", {**FIRST_ROLES, "inspector": FIRST_ROLES["manager"]}))
    assert client.get(address).status_code == 403


def test_it_costs_no_statement(town: Town) -> None:
    client = client_of(town, "clerk")
    client.get(reverse("inbox"))
    with CaptureQueriesContext(connection) as first:
        client.get(reverse("inbox"))
    assert not [query for query in first if "people_staffrole" in query["sql"]]
    stamped = [query["sql"] for query in first if "people_rolebook" in query["sql"]]
    assert len(stamped) == 1
    assert "django_session" in stamped[0]
    former(b"other")
    with CaptureQueriesContext(connection) as second:
        client.get(reverse("inbox"))
    assert len(second) == len(first) + 1, "the rows are read once, in one statement"


def test_a_key_is_decided_by_them_too(town: Town) -> None:
    token = make_system_token("other", channel="api", acts_as=Staff.objects.get(pk=town.staff["clerk"]))
    made_role(town, WATER)
    Staff.objects.filter(pk=town.staff["clerk"]).update(role="water")
    former()
    ROLE_CACHE.look()
    caller = caller_of_token(token)
    assert caller is not None
    assert caller.actor.rights.scope == "city"


def test_so_is_the_live_stream(town: Town) -> None:
    client = client_of(town, "clerk")
    change_role_by_two(town, "clerk", scope="city")
    former()
    key = client.session.session_key
    assert viewers_of([str(key)])[str(key)].actor.rights.scope == "city"


def test_a_process_without_requests_asks_every_five_seconds(town: Town) -> None:
    change_role_by_two(
        town, "council", permissions=frozenset({"read_cases", "lead_unit", "work_at_desk", "write_cases"})
    )
    former()
    ROLE_CACHE.see(roles_in_force().stamp)
    with CaptureQueriesContext(connection) as none:
        assert "council" not in roles_that_may("lead_unit")
    assert not none.captured_queries
    ROLE_CACHE.forget()  # as after FRESH_SECONDS
    assert FRESH_SECONDS <= 5
    assert "council" in roles_that_may("lead_unit")


def test_what_was_read_before_a_change_is_read_again(town: Town) -> None:
    """A request that began before a change may come with an older stamp: it reads the rows as they are."""
    change_role_by_two(town, "clerk", scope="city")
    ROLE_CACHE.see(b"an older stamp")
    assert rights_of("clerk").scope == "city"
    assert roles_in_force().stamp == bytes(RoleBook.objects.get().event_head)
    ROLE_CACHE.see(None)
    assert rights_of("clerk").scope == "city"


def test_lists_follow_a_changed_role(town: Town) -> None:
    """The statement of a role's list is compiled once: not beyond a change of the role."""
    code = make.referred("CIV-01", district="2")
    assert inbox(town.clerk, town.city_id, Filters()).cases == []
    change_role_by_two(town, "clerk", scope="city")
    assert [row.code for row in inbox(town.clerk, town.city_id, Filters()).cases] == [code]
    change_role_by_two(town, "clerk", scope="own_unit")
    assert inbox(town.clerk, town.city_id, Filters()).cases == []
