"""What the inspectorate and the mayor's desk learn of changes to accounts of their roles."""

from typing import Any

import pytest

from peygir.desks.answers.models import Message, Notice
from peygir.desks.answers.notices import notices_of
from peygir.history.queries import timeline
from peygir.people.actions import (
    confirm_account_change,
    open_account,
    reset_password,
)
from peygir.people.models import Staff
from peygir.people.rules import SYSTEM
from tests.accounts import (
    change,
    into_the_inspectorate,
)
from tests.drain import drain
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def told_to(town: Town, name: str) -> list[tuple[str, str]]:
    return [(line.account, line.event.kind) for line in notices_of(town.actors[name])]


def test_all_of_these_roles_hear_of_proposal_and_confirmation(town: Town, settings: Any) -> None:
    Staff.objects.filter(pk=town.staff["inspectorate"]).update(email="i@example.ir")
    number = into_the_inspectorate(town)
    drain()
    clerk = "نام clerk"
    assert told_to(town, "inspectorate") == told_to(town, "mayor") == [(clerk, "account_change_proposed")]
    assert told_to(town, "admin") == told_to(town, "clerk") == []
    confirm_account_change(number, by=town.mayor)
    drain()
    assert set(told_to(town, "inspectorate")) == {
        (clerk, "account_change_proposed"),
        (clerk, "account_change_confirmed"),
        (clerk, "staff_changed"),
    }
    assert told_to(town, "mayor") == [(clerk, "account_change_proposed")], "not of what one did oneself"
    mails = Message.objects.filter(kind="account_changed")
    assert {mail.address for mail in mails} == {"i@example.ir"}
    assert len(mails) == 3
    assert all(clerk in mail.body and "/desk/accounts/" in mail.body for mail in mails)


def test_they_hear_of_what_is_done_at_once_and_on_the_server(town: Town) -> None:
    open_account(town.staff["mayor"], is_active=False, by=town.admin)
    reset_password(town.staff["inspectorate"], password="lantern-orchard-9", by=SYSTEM)
    drain()
    assert set(told_to(town, "inspectorate")) == {
        ("نام mayor", "staff_changed"),
        ("نام inspectorate", "password_reset"),
    }


def test_of_other_accounts_nobody_hears(town: Town) -> None:
    change(town, "clerk", role="manager")
    reset_password(town.staff["clerk"], password="lantern-orchard-9", by=town.admin)
    drain()
    assert not Notice.objects.exists()


def test_an_event_that_is_delivered_twice_tells_once(town: Town) -> None:
    from peygir.desks.answers.actions import tell_account_keepers

    Staff.objects.filter(pk=town.staff["mayor"]).update(email="m@example.ir")
    into_the_inspectorate(town)
    drain()
    number = timeline("staff", town.staff["clerk"])[-1].number
    tell_account_keepers(town.staff["clerk"], number)
    assert Notice.objects.count() == 2
    assert Message.objects.filter(kind="account_changed").count() == 1
