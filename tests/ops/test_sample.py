"""The sample city: labelled, whole, made once by the real actions, and continued after an interruption."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Sum

from lab.sample.crew import TOKEN
from lab.sample.inspections import is_false_closure
from lab.sample.making import SEED, ensure_sample_city, logins
from lab.sample.share import Share, ShareOfLives
from lab.sample.spending import CONTRACTORS
from peygir.cases.models import Case, Report
from peygir.cases.states import WORKABLE
from peygir.centre.contacts.models import OUTCOMES, Contact, QueueWait
from peygir.centre.sessions.models import LiveOrder, LiveSession
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.jalali import to_jalali
from peygir.desks.answers.models import Message, Verdict
from peygir.desks.fieldwork.models import Claim, Contract, CostLine, Evidence
from peygir.desks.fieldwork.queries.costs import costs_of_year
from peygir.desks.inspection.models import InspectionDraw
from peygir.desks.inspection.results import result_of
from peygir.desks.inspection.scored import visits_between
from peygir.desks.intake.models import Photo
from peygir.desks.promises.models import EscalationStep, Pause, Promise
from peygir.desks.routing import queries as routed
from peygir.desks.routing.models import AgencyReferral, Return
from peygir.desks.surveys.models import SurveyAsk
from peygir.desks.surveys.queries import results
from peygir.history.queries import timeline, verify
from peygir.journey.due import next_due_in_cases
from peygir.media import files
from peygir.people.models import Citizen, Staff
from peygir.people.queries import caller_of_token
from peygir.people.roles import Role
from tests.base_state import write_roles

CONTACTS = 240
# What chance makes of so small a city depends on the day; on this one each kind of case is in it.
MADE_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
JOINED = frozenset({"report_joined", "photos_received", "files_received"})

# Only the database's owner lets sequences begin again; what chance makes of the sample depends on them.
pytestmark = [pytest.mark.usefixtures("tables_owner", "empty_city"), pytest.mark.slow]


class Stopped(Exception):
    """Somebody stops the demo while the sample is made."""


@pytest.fixture
def empty_city(transactional_db: None) -> Iterator[None]:
    """No city, and a clock that moves on."""
    call_command("flush", interactive=False, verbosity=0)
    write_roles(apps, None)
    city.forget()
    moments = count()
    with clock.simulated(lambda: MADE_AT + timedelta(microseconds=next(moments))):
        yield


def test_a_sample_is_whole_and_made_once() -> None:
    assert ensure_sample_city(contacts=CONTACTS, processes=1)
    assert not ensure_sample_city(contacts=CONTACTS, processes=1)
    _contacts_are_labelled_and_of_every_kind()
    _cases_agree_with_their_stories()
    _every_desk_has_had_something_to_do()
    _every_role_has_a_login()
    _a_third_has_photos()
    _lateness_is_believable()
    _inspections_find_the_truth()
    _work_has_costs()
    assert verify().breaks == []


def _work_has_costs() -> None:
    year = to_jalali(MADE_AT.date()).year
    costs = costs_of_year(city.current_city(settings.CITY).id, year)
    assert 0 < costs.without < costs.orders, "of some orders nobody knows what they cost"
    assert costs.sums["IRR"] == CostLine.objects.aggregate(total=Sum("amount"))["total"] > 0
    assert Contract.objects.count() == len(CONTRACTORS)
    assert CostLine.objects.filter(check_state="accepted").count() == len(CONTRACTORS)
    assert sorted(Claim.objects.values_list("state", flat=True)) == ["asked", "partly_paid"]


def test_an_interrupted_sample_is_continued() -> None:
    def stop(number: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        ensure_sample_city(contacts=60, processes=1, done=stop)
    made = set(Report.objects.values_list("code", flat=True))
    assert 0 < Contact.objects.count() < 30
    clock_of_next_day = MADE_AT + timedelta(days=1)
    with clock.simulated(lambda: clock_of_next_day):
        assert ensure_sample_city(contacts=60, processes=1)
    assert 57 <= Contact.objects.count() <= 66
    assert made < set(Report.objects.values_list("code", flat=True))
    assert Contact.objects.filter(ended_at__gt=MADE_AT + timedelta(seconds=1)).count() == 0, "the year ended yesterday"


def test_two_shares_have_no_contact_and_no_citizen_in_common() -> None:
    assert ensure_sample_city(contacts=0, processes=1)
    city_id = city.current_city(settings.CITY).id
    shares = [ShareOfLives(Share(city_id, 400, 137, MADE_AT, number, 2)).contacts() for number in range(2)]
    plans = [list(contacts) for contacts in shares]
    numbers = [{contact.number for contact in plan} for plan in plans]
    phones = [{contact.caller.phone for contact in plan} - {""} for plan in plans]
    assert not numbers[0] & numbers[1]
    assert not phones[0] & phones[1]
    assert sorted(numbers[0] | numbers[1]) == list(range(len(numbers[0]) + len(numbers[1])))


def _contacts_are_labelled_and_of_every_kind() -> None:
    # Further reports of the same thing are contacts as well, and how many come is chance.
    total = Contact.objects.count()
    assert 0.9 * CONTACTS <= total <= 1.1 * CONTACTS
    assert city.current_city(settings.CITY).is_sample
    assert not Citizen.objects.exclude(phone__startswith="+98997").exists()
    assert not Message.objects.filter(case__isnull=False).exclude(state="sent").exists(), "nobody writes to the past"
    # A call is not a request, and most of what is asked for are urban services.
    assert 0.36 <= Contact.objects.filter(outcome="reported").count() / total <= 0.54
    assert set(Contact.objects.values_list("outcome", flat=True)) <= set(OUTCOMES)
    assert QueueWait.objects.filter(how="answered").exists()
    urban = ("CLN", "WST", "OBS", "SUR", "ASP", "GRN", "ANM", "LGT", "TRF")
    known = Case.objects.exclude(topic=None)
    assert sum(known.filter(topic__code__startswith=group).count() for group in urban) > 0.8 * known.count()


def _cases_agree_with_their_stories() -> None:
    """Stories agree with the rows beside them, and nothing lies in the future or is still due."""
    now = clock.now() + timedelta(seconds=1)
    for case in Case.objects.all():
        story = timeline("case", case.pk)
        moved = [event.data["to"] for event in story if {"from", "to"} <= event.data.keys()]
        assert case.state == moved[-1]
        # A joined report has the moment at which its call began; a promise may have been broken before the call ended.
        told = [(event.at, event.kind) for event in story if event.kind not in JOINED]
        assert told == sorted(told, key=lambda event: event[0]), case.code
        assert story[-1].at <= now
        assert case.report_count == Report.objects.filter(case=case).count()
    due = next_due_in_cases()
    assert due is not None
    assert due.at > MADE_AT - timedelta(minutes=1)


def _a_third_has_photos() -> None:
    total = Case.objects.count()
    photographed = set(Photo.objects.values_list("case_id", flat=True))
    assert 0.22 <= len(photographed) / total <= 0.45
    assert set(Photo.objects.values_list("state", flat=True)) == {"ready"}
    finished = Case.objects.filter(
        pk__in=photographed, state__in=("done", "confirmed", "closed"), close_kind="confirmed"
    )
    shown = set(Photo.objects.filter(is_public=True).values_list("case_id", flat=True))
    mended = set(Evidence.objects.filter(is_public=True).values_list("case_id", flat=True))
    assert finished.exists()
    assert {case.pk for case in finished} <= shown & mended, "the street before and after, for everybody"
    pictures = Photo.objects.values_list("picture", flat=True)
    assert len(set(pictures)) == len(pictures), "no two cases share a photo"
    assert max(len(files.read(name)) for name in pictures) < 60_000


def _lateness_is_believable() -> None:
    collected = [topic.id for topic in city.topics(city.current_city(settings.CITY).id) if topic.collection_kind]
    assert not Case.objects.filter(topic_id__in=collected, state="scheduled").exists(), (
        "no money is awaited for a round"
    )
    very_late = Case.objects.filter(state__in=WORKABLE, due_at__lt=MADE_AT - timedelta(days=30))
    assert very_late.count() <= 0.04 * Case.objects.count()


def _every_desk_has_had_something_to_do() -> None:
    assert Verdict.objects.filter(is_fixed=True).exists()
    assert Promise.objects.filter(kind="finish", kept_at__isnull=False).exists()
    assert Promise.objects.filter(broken_at__isnull=False).exists()
    assert Pause.objects.exclude(to_at=None).exists()
    assert EscalationStep.objects.filter(state="fired").exists()
    assert AgencyReferral.objects.exists()
    assert Return.objects.values("case").distinct().count() == Case.objects.filter(return_count__gt=0).count() > 0
    city_id = city.current_city(settings.CITY).id
    assert routed.unowned(city_id, grace=timedelta(hours=1)).count == 0
    asked = results(city_id, MADE_AT - timedelta(days=1), clock.now(), fewest=1)
    assert sum(row.satisfied for row in asked) > 0
    assert SurveyAsk.objects.filter(state="open").exists(), "some are still to be called"
    assert set(LiveSession.objects.values_list("state", flat=True)) == {"over", "planned"}
    assert set(LiveOrder.objects.values_list("state", flat=True)) == {"open", "done"}


def _inspections_find_the_truth() -> None:
    draws = list(InspectionDraw.objects.select_related("unit", "plan"))
    assert {draw.plan.seed_kind for draw in draws} >= {"public_event", "two_people"}
    assert len({draw.state for draw in draws}) >= 3
    truth = [is_false_closure(SEED, draw.unit.code if draw.unit else "", draw.case_id) for draw in draws]
    visits = visits_between(city.current_city(settings.CITY).id, MADE_AT - timedelta(days=366), MADE_AT)
    assert result_of(visits).told >= 20
    # The truth of the sample is about what inspectors find; a missed visit and a citizen's "not fixed" count besides.
    visited = {draw.pseudonym for draw in draws if draw.state == "visited"}
    found = result_of([visit for visit in visits if visit.code in visited])
    assert found.estimate.low <= sum(truth) / len(truth) <= found.estimate.high
    seen = {visit.code: visit for visit in visits if visit.finding not in ("missed", "not_seen")}
    for draw, is_false in zip(draws, truth, strict=True):
        if draw.state == "visited" and draw.pseudonym in seen:
            assert seen[draw.pseudonym].is_false == is_false


def _every_role_has_a_login() -> None:
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
