"""Who had an authenticator app before passkeys came signs in with it afterwards."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from peygir.people.models import Staff
from tests.pages.test_own_account import LOGIN, code_now, is_in
from tests.town import PASSWORD, Town

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.mark.slow
@pytest.mark.usefixtures("tables_owner", "town_clock")
def test_an_authenticator_outlasts_the_migration(town: Town) -> None:
    row = Staff.objects.get(username="clerk")
    row.set_password(PASSWORD)
    row.totp_secret = SECRET
    row.save()
    MigrationExecutor(connection).migrate([("people", "0019_two_person_changes")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT totp_secret FROM people_staff WHERE username = 'clerk'")
        assert cursor.fetchone() == (SECRET,)
    MigrationExecutor(connection).migrate([("people", "0021_sign_in")])
    client = Client()
    assert client.post(LOGIN, {"username": "clerk", "password": PASSWORD})["Location"] == "/staff/code/"
    assert client.post("/staff/code/", {"code": code_now(SECRET)}).status_code == 302
    assert is_in(client)
