"""The rows of roles are those with which a city begins, and the database refuses what two people did not decide."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from peygir.people.first_roles import FIRST_ROLES
from peygir.people.models import Post
from peygir.people.role_cache import read_catalogue
from tests import make
from tests.roles import WATER, propose
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)


# ── the rows ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_rows_are_the_first_roles(town: Town) -> None:
    catalogue = read_catalogue()
    assert catalogue is not None
    assert dict(catalogue.roles) == dict(FIRST_ROLES)
    assert list(catalogue.roles) == list(FIRST_ROLES)


@pytest.mark.parametrize("table", ["people_staff", "people_post"])
def test_the_database_knows_no_other_role(town: Town, table: str) -> None:
    at = make.moment("2026-05-03T08:00:00+00:00")
    row = {"staff_id": town.staff["clerk"], "kind": "holder", "from_on": TODAY, "recorded_by": "system"}
    Post.objects.create(role="clerk", recorded_at=at, **row)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET role = 'king'")  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_staff SET role = '' WHERE username = 'clerk_b'")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM people_staffrole WHERE code = 'honours'",
        "UPDATE people_staffrole SET code = 'other' WHERE code = 'honours'",
        "UPDATE people_staffrole SET is_built_in = false WHERE code = 'admin'",
        "UPDATE people_staffrole SET retired_at = now() WHERE code = 'admin'",
        "UPDATE people_staffrole SET permissions = '{all}' WHERE code = 'clerk'",
        "UPDATE people_staffrole SET scope = 'world' WHERE code = 'clerk'",
        "INSERT INTO people_rolebook (id, event_count, event_head) VALUES (2, 0, '')",
        "DELETE FROM people_rolechange",
        "UPDATE people_rolechange SET content = '{}'",
        "UPDATE people_rolechange SET outcome = 'confirmed', decided_by = proposed_by, decided_at = now()",
        "UPDATE people_rolechange SET outcome = 'refused', decided_by = 'staff:0', decided_at = now()",
        "INSERT INTO people_rolechange (role, deed, base, content, before, why, proposed_by, proposed_at, outcome,"
        " decided_by, reason) SELECT role, deed, base, content, before, why, proposed_by, proposed_at, '', '', ''"
        " FROM people_rolechange",
    ],
)
def test_what_the_database_refuses(town: Town, statement: str) -> None:
    propose(WATER, town.admin)
    refused = pytest.raises((IntegrityError, InternalError, ProgrammingError))
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
