"""A month of the town tested for gaming: the facts of each statement, the flags, the job, and the findings."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from peygir.city.models import Topic
from peygir.core import clock
from peygir.desks.inquiries.models import MorningBrief
from peygir.history.queries import timeline, verify
from peygir.journey.dispatch import run_job
from peygir.outlook.scoring import actions, gaming_queries
from peygir.outlook.scoring.gaming import peers
from peygir.outlook.scoring.gaming.catalogue import TESTS
from peygir.outlook.scoring.gaming.words import GamingKind
from peygir.outlook.scoring.models import GamingFlag, GamingMonth
from peygir.people.models import Staff
from peygir.storage.jobs.rules import PendingJob
from tests import make
from tests.drain import drain
from tests.scores import KHORDAD, LivedMonth, at, close
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def facts(kind: GamingKind, town: Town) -> list[tuple[Any, ...]]:
    """The rows that the statement of a test gathers for Khordad."""
    zone = "Asia/Tehran"
    values: dict[str, Any] = {"city": town.city_id, "since": KHORDAD.since(zone), "until": KHORDAD.until(zone)}
    with connection.cursor() as cursor:
        cursor.execute(TESTS[kind].statement, values)
        return list(cursor.fetchall())


def hits(kind: GamingKind, town: Town) -> dict[int, bool]:
    """Which cases of Khordad are hits of a test that compares shares."""
    return {row[1]: bool(row[2]) for row in facts(kind, town)}


def ids(codes: Sequence[str]) -> set[int]:
    """The ids of the cases of some codes."""
    return {make.case(code).pk for code in codes}


def test_the_statements_gather_the_closures_of_the_month(town: Town, lived: LivedMonth) -> None:
    closed = (lived.in_time, lived.late, lived.reopened, lived.silent)
    days = {case: (unit, value) for unit, case, value in facts(GamingKind.HEAPED, town)}
    assert set(days) == ids([*closed, lived.declined])
    assert days[make.case(lived.in_time).pk] == (town.units["D-01"], pytest.approx(-2.208, abs=0.01))
    assert days[make.case(lived.late).pk][1] > 6
    accounts = {case: by for _unit, case, by, _at in facts(GamingKind.SERIES, town)}
    assert accounts[make.case(lived.in_time).pk] == str(town.clerk)
    assert hits(GamingKind.DECLINED, town) == dict.fromkeys(ids(closed), False) | {make.case(lived.declined).pk: True}
    answers = {case: text for _unit, case, text in facts(GamingKind.COPIED, town) if case is not None}
    assert answers[make.case(lived.in_time).pk] == "چاله پر شد."
    moved = facts(GamingKind.MOVED_OUT, town)
    assert moved == [(town.units["D-01"], make.case(lived.returned).pk, False)]


def test_reports_and_verdicts_of_staff_are_told_by_their_phones(town: Town, lived: LivedMonth) -> None:
    assert not any(hits(GamingKind.STAFF_REPORTS, town).values())
    assert not any(hits(GamingKind.OWN_VERDICTS, town).values())
    MorningBrief.objects.create(staff_id=town.staff["clerk"], phone=PHONES[0])
    mine = make.case(lived.in_time).pk
    assert [case for case, is_hit in hits(GamingKind.STAFF_REPORTS, town).items() if is_hit] == [mine]
    verdicts = hits(GamingKind.OWN_VERDICTS, town)
    assert [case for case, is_hit in verdicts.items() if is_hit] == [mine]
    assert make.case(lived.reopened).pk not in verdicts  # the citizen said no


def test_a_merge_after_done_is_a_hit(town: Town, lived: LivedMonth) -> None:
    assert not any(hits(GamingKind.MERGED, town).values())
    make.command(lived.reopened, "merge", town.clerk, into=lived.never)
    drain()
    merged = hits(GamingKind.MERGED, town)
    assert [case for case, is_hit in merged.items() if is_hit] == [make.case(lived.reopened).pk]


def test_pauses_and_new_topics_count_only_just_before_due(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    early, paused, changed, calm = (make.in_hand(phone=PHONES[number]) for number in range(4))
    topic = Topic.objects.exclude(code="CIV-01").filter(code__startswith="CIV").first()
    assert topic is not None
    pause = {"reason": "weather", "until": make.moment("2026-06-10T10:00:00+03:30"), "note": "باران"}
    make.command(early, "wait", town.clerk, **pause)
    drain()
    at(town_clock, "2026-05-26T08:00:00+00:00")  # due at 11:00
    make.command(paused, "wait", town.clerk, **pause)
    make.command(changed, "topic", town.clerk, topic_id=topic.pk, note="اشتباه بود")
    drain()
    at(town_clock, "2026-06-30T06:00:00+00:00")
    drain()
    for kind, hit in ((GamingKind.PAUSED, paused), (GamingKind.RETOUCHED, changed)):
        gathered = hits(kind, town)
        assert ids([early, paused, changed, calm]) >= set(gathered)
        assert [case for case, is_hit in gathered.items() if is_hit] == [make.case(hit).pk], kind
    assert hits(GamingKind.PHOTOS, town) == {}


def test_a_small_city_is_tested_once_after_its_closing(
    town: Town, lived: LivedMonth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "FEWEST", 2)
    for number in range(6):
        staff = Staff.objects.order_by("pk")[number]
        MorningBrief.objects.update_or_create(staff=staff, defaults={"phone": PHONES[number]})
    assert actions.plan_examinations() == 0
    close(town)
    assert actions.plan_examinations() == 1
    run_job(PendingJob(0, town.city_id, 0, actions.TEST_FOR_GAMING, 0))
    month = GamingMonth.objects.get()
    assert (month.first_on, month.rates["heaped"]) == (KHORDAD.first_on, 0.01)
    assert month.tests > 0
    flags = gaming_queries.flags_of_month(month.pk)
    own = {flag.kind: flag for flag in flags if flag.unit_id == town.units["D-01"]}
    filed = own[GamingKind.STAFF_REPORTS]
    assert filed.figures["count"] == 3
    codes, total = gaming_queries.cases_of_flag(filed.id, town.inspectorate)
    assert set(codes) == {lived.in_time, lived.late, lived.reopened}
    assert total == 3
    assert gaming_queries.cases_of_flag(filed.id, town.clerk_two) == ([], 3)
    kinds = [event.kind for event in timeline("scgaming", month.pk)]
    assert kinds == ["score_gaming_tested"]
    assert actions.examine_closed_months(town.city_id, clock.now()) == 0
    assert actions.examine_month(town.city_id, KHORDAD, now=clock.now()) == month
    assert GamingFlag.objects.count() == len(flags)


def test_the_inspectorate_records_what_it_found(town: Town) -> None:
    month = GamingMonth(city_id=town.city_id, first_on=KHORDAD.first_on, tested_at=clock.now(), tests=1, rates={})
    month.save()
    flag = GamingFlag.objects.create(
        month=month, unit_id=town.units["D-01"], kind="declined", p_value=1e-4, q_value=1e-3, figures={}
    )
    with make.refused(actions.FlagNotYours):
        actions.judge_flag(flag.pk, "real", by=town.manager)
    with make.refused(actions.FlagFindingIsUnknown):
        actions.judge_flag(flag.pk, "punish", by=town.inspectorate)
    with make.refused(actions.NoSuchFlag):
        actions.judge_flag(flag.pk + 1, "real", by=town.inspectorate)
    actions.judge_flag(flag.pk, "honest", by=town.inspectorate)
    with make.refused(actions.FlagIsJudged):
        actions.judge_flag(flag.pk, "real", by=town.inspectorate)
    flag.refresh_from_db()
    assert (flag.finding, flag.found_by_id) == ("honest", town.staff["inspectorate"])
    event = timeline("scgaming", month.pk)[-1]
    assert (event.kind, event.data["finding"]) == ("score_flag_judged", "honest")
    assert verify().breaks == []


def test_a_rate_is_set_by_the_inspectorate_within_limits(town: Town) -> None:
    with make.refused(actions.FlagNotYours):
        actions.set_gaming_rate(town.city_id, "heaped", 0.02, by=town.admin)
    for kind, rate in (("heaped", 0.5), ("heaped", 0.0), ("heaped", float("nan")), ("unknown", 0.02)):
        with make.refused(actions.GamingRateIsWrong):
            actions.set_gaming_rate(town.city_id, kind, rate, by=town.inspectorate)
    actions.set_gaming_rate(town.city_id, "heaped", 0.02, by=town.inspectorate)
    assert gaming_queries.rates_of(town.city_id)["heaped"] == 0.02
    assert gaming_queries.rates_of(town.city_id)["series"] == 0.01
