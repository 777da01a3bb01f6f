"""The sample city: labelled, whole, told from no other by `verify`, and made once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command

from lab.bench.million.bulk import CopyBuffer
from lab.sample import ensure_sample_city, logins
from lab.sample.crew import TOKEN
from peygir.cases.models import Case, Report
from peygir.centre.contacts.models import OUTCOMES, Contact
from peygir.centre.sessions.models import LiveOrder, LiveSession
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.answers.models import Verdict
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.promises.actions import promise_case, settle_promises
from peygir.desks.promises.models import EscalationStep, Pause, Promise
from peygir.desks.routing import queries as routed
from peygir.desks.routing.models import AgencyReferral, Return
from peygir.desks.surveys.models import SurveyAsk
from peygir.desks.surveys.queries import results
from peygir.desks.understanding.accuracy import accuracy
from peygir.desks.understanding.models import Reading
from peygir.history.queries import timeline, verify
from peygir.people.models import Citizen, Staff
from peygir.people.queries import caller_of_token
from peygir.people.roles import Role
from tests.drain import drain

CONTACTS = 600
# What chance makes of so small a city depends on the day; on this one each kind of case is in it.
MADE_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


# Only the database's owner lets sequences begin again; what chance makes of the sample depends on them.
pytestmark = pytest.mark.usefixtures("tables_owner")


@pytest.fixture
def sample(transactional_db: None) -> Iterator[None]:
    """A small sample in an empty database, and its day."""
    call_command("flush", interactive=False, verbosity=0)
    city.forget()
    moments = count()  # making it takes its time
    with clock.simulated(lambda: MADE_AT + timedelta(microseconds=next(moments))):
        assert ensure_sample_city(contacts=CONTACTS)
        yield


@pytest.mark.usefixtures("sample")
@pytest.mark.slow
def test_a_sample_is_whole_and_made_once() -> None:
    assert not ensure_sample_city(contacts=CONTACTS)
    # Further reports of the same thing are contacts as well, and how many come is chance.
    assert CONTACTS <= Contact.objects.count() <= 1.05 * CONTACTS
    asked = results(city.current_city(settings.CITY).id, MADE_AT - timedelta(days=1), clock.now(), fewest=1)
    assert sum(row.satisfied for row in asked) > sum(row.unsatisfied + row.not_done for row in asked) > 0
    assert asked[0].reached >= max(row.reached for row in asked[1:]), "some unit can be judged"
    assert SurveyAsk.objects.filter(state="open").exists(), "and some are still to be called"
    assert set(LiveSession.objects.values_list("state", flat=True)) == {"over", "planned"}
    assert set(LiveOrder.objects.values_list("state", flat=True)) == {"open", "done"}
    verified = verify()
    assert verified.breaks == []
    assert verified.events > CONTACTS

    # What nobody read by machine has no guesses, in the shape in which a reading has them; the page counts none.
    assert list(Reading.objects.values_list("guesses", flat=True).distinct()) == [[]]
    assert accuracy(city.current_city(settings.CITY).id, since=clock.now() - timedelta(days=400)).whole.count == 0

    # It is labelled everywhere.
    assert city.current_city(settings.CITY).is_sample
    assert not Contact.objects.filter(is_sample=False).exists()
    assert not Staff.objects.filter(is_sample=False).exists()
    assert not Citizen.objects.exclude(phone__startswith="+98997").exists()

    # A call is not a request, and most of what is asked for are urban services.
    reported = Contact.objects.filter(outcome="reported").count() / CONTACTS
    assert 0.38 <= reported <= 0.52
    assert set(Contact.objects.values_list("outcome", flat=True)) <= set(OUTCOMES)
    urban = ("CLN", "WST", "OBS", "SUR", "ASP", "GRN", "ANM", "LGT", "TRF")
    known = Case.objects.exclude(topic=None)
    assert sum(known.filter(topic__code__startswith=group).count() for group in urban) > 0.8 * known.count()

    # Stories agree with the rows beside them, and nothing lies in the future.
    now = clock.now() + timedelta(seconds=1)
    for case in Case.objects.all():
        story = timeline("case", case.pk)
        moved = [line.data["to"] for line in story if "to" in line.data]
        assert case.state == moved[-1]
        assert [line.at for line in story] == sorted(line.at for line in story)
        assert story[-1].at <= now
        assert case.report_count == Report.objects.filter(case=case).count()
        for line in story:
            if line.kind == "case_reopened":
                said_no = Verdict.objects.filter(report_id=line.data["said_in"], report__case=case, is_fixed=False)
                assert said_no.exists()
    assert Verdict.objects.filter(is_fixed=False).exists()
    assert Promise.objects.filter(kind="finish", kept_at__isnull=False).exists()
    assert Promise.objects.filter(broken_at__isnull=False).exists()
    assert Pause.objects.exclude(to_at=None).exists()
    assert EscalationStep.objects.filter(state="fired").exists()
    # What is with an agency stands in its ledger, and what came back is counted.
    assert AgencyReferral.objects.count() == Case.objects.filter(state="referred_out").count() > 0
    assert Return.objects.values("case").distinct().count() == Case.objects.filter(return_count__gt=0).count() > 0
    assert routed.unowned(city.current_city(settings.CITY).id, grace=timedelta(hours=1)).count == 0


@pytest.mark.usefixtures("sample")
@pytest.mark.slow
def test_the_promise_desk_finds_its_clocks_as_it_would_have_left_them() -> None:
    def clocks() -> list[dict[str, object]]:
        models: tuple[Any, ...] = (Promise, Pause, EscalationStep)
        return [row for model in models for row in model.objects.order_by("pk").values()]

    drain()  # who told the survey that nothing was done has the case open again
    before = clocks()
    for case_id in Case.objects.values_list("pk", flat=True):
        settle_promises(case_id, 0)
        promise_case(case_id, 0)
    after = clocks()
    changed = [
        {name: (was[name], now[name]) for name in was if was[name] != now[name]} | {"row": was}
        for was, now in zip(before, after, strict=True)
        if was != now
    ]
    assert changed == []
    assert verify().breaks == []


@pytest.mark.usefixtures("sample")
@pytest.mark.slow
def test_every_role_has_a_login() -> None:
    found = logins()
    assert {login.role for login in found} == set(Role)
    first = found[1]
    staff = authenticate(username=first.username, password=first.password)
    assert isinstance(staff, Staff)
    assert (staff.role, staff.unit and staff.unit.name_fa) == (first.role, first.unit_fa)
    for kind in ("district", "organisation"):
        units = {unit.id for unit in city.units(city.current_city(settings.CITY).id) if unit.kind == kind}
        for role in ("clerk", "manager"):
            assert units <= set(Staff.objects.filter(role=role).values_list("unit_id", flat=True))
    caller = caller_of_token(TOKEN)
    assert caller is not None
    assert caller.may_report


def test_a_row_with_a_name_the_table_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        CopyBuffer()[Evidence].add(colour="red")
