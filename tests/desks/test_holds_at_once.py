"""Holds against erasures that run at the same moment, and across the cities of one installation."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from peygir.cases.models import Case
from peygir.city.models import City
from peygir.core import clock
from peygir.journey.retention.holding import hold_case
from peygir.journey.retention.own_erasure import carry_out
from peygir.people.models import Citizen, LegalHold, PrivacyRequest
from tests import make
from tests.desks.test_privacy_requests import PHONE, ask
from tests.retained import decide_all, marked_case, night
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def before_lock_of(table: str, do: Callable[[], object]) -> Any:
    """A wrapper of statements that does something just before the first lock of a row of a table."""
    done: list[bool] = []

    def wrapper(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not done and f'"{table}"' in sql and "FOR NO KEY UPDATE" in sql:
            done.append(True)
            do()
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def held_by(town: Town, **what: Any) -> None:
    """A hold as another process has placed it, with the row alone."""
    LegalHold.objects.create(city_id=town.city_id, reason="دادگاه", placed_by="staff:1", placed_at=clock.now(), **what)


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_hold_that_comes_before_the_lock_of_its_case_is_seen(
    is_asked: bool, town: Town, town_clock: TownClock
) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    town_clock.forward(days=1)
    if is_asked:
        ask(town)
    else:
        decide_all(town)
        town_clock.forward(days=70)
    case_id = own.case.pk
    with before_lock_of("cases_case", lambda: held_by(town, case_id=case_id)):
        night(town_clock, days=2)
    assert make.report_row(own.code).text.startswith("چالهٔ زنبق")
    assert Citizen.objects.filter(phone=PHONE).exists()


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_hold_that_comes_before_the_lock_of_its_citizen_is_seen(
    is_asked: bool, town: Town, town_clock: TownClock
) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    citizen = own.citizen.pk
    if is_asked:
        ask(town)
    else:
        decide_all(town)
        town_clock.forward(days=70)
    town_clock.forward(days=2)
    with before_lock_of("people_citizen", lambda: held_by(town, citizen_id=citizen)):
        night(town_clock, days=1)
    assert Citizen.objects.filter(phone=PHONE).exists()


def test_a_case_that_was_opened_again_meanwhile_keeps_its_words(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    request = ask(town)
    case_id = own.case.pk

    def reopen() -> None:
        Case.objects.filter(pk=case_id).update(state="reopened", closed_at=None, close_kind="")

    with before_lock_of("cases_case", reopen):
        night(town_clock, days=2)
    assert make.report_row(own.code).text.startswith("چالهٔ زنبق")
    request.refresh_from_db()
    assert (request.state, request.counts["open_cases"]) == ("waiting", 1)


def test_a_hold_of_another_city_counts_too(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    hold_case(own.code, reason="دادگاه", until=None, by=town.admin)
    row = City.objects.get(pk=town.city_id)
    row.pk, row.code = None, "other"
    row.save(force_insert=True)
    LegalHold.objects.update(city_id=row.pk)
    request = ask(town)
    decide_all(town)
    night(town_clock, days=70)
    assert make.report_row(own.code).text.startswith("چالهٔ زنبق")
    assert PrivacyRequest.objects.get(pk=request.pk).state == "waiting"
    LegalHold.objects.update(until=(clock.now() - timedelta(days=2)).date())
    night(town_clock)
    assert make.report_row(own.code).text == ""


def test_who_reports_again_while_an_erasure_runs_is_still_reached(town: Town, town_clock: TownClock) -> None:
    own = marked_case(town, PHONE, "زنبق", photos=0)
    request = ask(town)
    name = own.citizen.name

    def report_again() -> None:
        make.report(phone=PHONE, name=name, proof="message", text="نسترن")

    town_clock.forward(days=2)
    with before_lock_of("people_citizen", report_again):
        carry_out(request.pk)
    assert Citizen.objects.filter(phone=PHONE).exists()
    request.refresh_from_db()
    assert (request.state, request.counts["open_cases"]) == ("waiting", 1)
