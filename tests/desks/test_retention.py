"""The nightly erasure: nothing without a decision, everything that is due in every copy, nothing that is held."""

import pytest
from django.db import connection, transaction

from peygir.cases.models import Note, Report, SearchEntry
from peygir.desks.intake.models import Photo
from peygir.history.queries import timeline, verify
from peygir.journey.retention.holding import hold_case, lift
from peygir.journey.retention.nightly import erase_due
from peygir.media import files
from peygir.people.actions import NotYourWork
from peygir.people.actions.retention_runs import open_run
from peygir.people.actions.retention_times import (
    HoldIsLifted,
    HoldNeedsAReason,
    NoSuchHold,
    RetentionTimeIsTooSoon,
    RetentionTimeIsWrong,
    check_retention,
    place_hold,
    set_retention,
)
from peygir.people.models import Citizen, RetentionRun
from tests import make
from tests.drain import drain, waiting
from tests.retained import decide, decide_all, end, marked_case, night
from tests.tokens import places_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def test_without_a_decision_nothing_is_erased(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    run = night(town_clock, days=2000)
    assert run.ended_at is not None
    assert run.erased == {}
    assert make.report_row(marked.code).text.startswith("چالهٔ زنبق")


def test_everything_due_is_erased_in_every_copy(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق", photos=2)
    other = marked_case(town, PHONES[2], "نسترن", is_ended=False)
    tokens = [*marked.words, PHONES[1][-10:]]
    assert len(places_of(tokens)) > len(tokens), "the words are in several places"
    decide_all(town)
    run = night(town_clock, days=70)
    assert places_of(tokens) == []
    assert {kind for kind, count in run.erased.items() if count} >= {"words", "names", "phones", "photos", "messages"}
    case = marked.case
    assert (case.state, case.topic_id is not None, case.due_at is not None) == ("closed", True, True)
    assert Note.objects.filter(case=case).exclude(text="", salt="").count() == 0
    assert not Photo.objects.filter(case=case).exclude(raw="", picture="", thumb="").exists()
    assert verify().breaks == []
    assert make.report_row(other.code).text.startswith("چالهٔ نسترن"), "an open case keeps its words"
    assert places_of([PHONES[2][-10:]]), "and its reporter's number"


def test_the_report_names_nobody_and_is_an_event(town: Town, town_clock: TownClock) -> None:
    marked_case(town, PHONES[1], "زنبق")
    decide_all(town)
    run = night(town_clock, days=70)
    event = timeline("city", town.city_id)[-1]
    assert (event.kind, event.data["erased"]) == ("retention_run_ended", run.erased)
    assert "زنبق" not in event.body


def test_it_changes_nothing_the_next_night(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    decide_all(town)
    night(town_clock, days=70)
    before = make.kinds(marked.code)
    assert night(town_clock).erased == {}
    assert make.kinds(marked.code) == before


def test_words_written_after_the_erasure_go_too(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    decide(town, words=1)
    night(town_clock, days=70)
    make.command(marked.code, "note", town.supervisor, note="یادداشت نسترن")
    night(town_clock)
    assert places_of(["نسترن"]) == []


def test_search_finds_erased_words_no_more(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    assert SearchEntry.objects.filter(case=marked.case, words__contains="زنبق").exists()
    decide(town, words=1)
    night(town_clock, days=70)
    entry = SearchEntry.objects.get(case=marked.case)
    assert "زنبق" not in entry.words
    assert entry.words, "the names of topic and place stay"


def test_the_point_is_rounded(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    before = marked.case
    decide(town, words=1)
    night(town_clock, days=70)
    after, report = marked.case, make.report_row(marked.code)
    assert (report.lat, report.lon) == (None, None)
    assert after.lat is not None
    assert before.lat is not None
    assert abs(after.lat - before.lat) < 0.002


def test_equal_pictures_stay_as_long_as_one_row_needs_them(town: Town, town_clock: TownClock) -> None:
    ended = marked_case(town, PHONES[1], "زنبق")
    still_open = marked_case(town, PHONES[2], "نسترن", is_ended=False)
    picture = Photo.objects.get(case=still_open.case).picture
    assert Photo.objects.get(case=ended.case).picture == picture
    decide(town, photos=1)
    night(town_clock, days=70)
    assert files.read(picture)
    end(still_open.code, town)
    night(town_clock, days=70)
    with pytest.raises(files.FileIsMissing):
        files.read(picture)


def test_a_hold_on_a_case_keeps_it_and_its_reporter(town: Town, town_clock: TownClock) -> None:
    marked = marked_case(town, PHONES[1], "زنبق")
    hold = hold_case(marked.code, reason="شکایت در دادگاه", until=None, by=town.supervisor)
    decide_all(town)
    run = night(town_clock, days=70)
    assert run.held["words"] == 1
    assert run.held["phones"] == 1
    assert make.report_row(marked.code).text.startswith("چالهٔ زنبق")
    assert Citizen.objects.filter(phone=PHONES[1]).exists()
    lift(hold, by=town.admin)
    night(town_clock)
    assert places_of([*marked.words, PHONES[1][-10:]]) == []
    assert [kind for kind in make.kinds(marked.code) if kind.startswith("hold")] == ["hold_placed", "hold_lifted"]
    with make.refused(HoldIsLifted):
        lift(hold, by=town.admin)


def test_a_hold_on_a_citizen_keeps_all_their_cases_until_its_last_day(town: Town, town_clock: TownClock) -> None:
    first = marked_case(town, PHONES[1], "زنبق")
    with transaction.atomic():
        place_hold(
            town.city_id,
            reason="پیگرد",
            until=make.moment("2026-09-01T00:00:00Z").date(),
            today=make.moment("2026-05-03T00:00:00Z").date(),
            by=town.admin,
            citizen_id=first.citizen.pk,
        )
    decide(town, words=1)
    assert night(town_clock, days=70).held["words"] == 1
    assert night(town_clock, days=70).held.get("words", 0) == 0
    assert make.report_row(first.code).text == ""


def test_who_may_decide_and_what_is_refused(town: Town) -> None:
    today = make.moment("2026-05-03T09:30:00+03:30").date()
    with make.refused(NotYourWork):
        check_retention(town.city_id, "words", months=3, since=today, today=today, by=town.supervisor)
    with make.refused(RetentionTimeIsTooSoon):
        set_retention(town.city_id, "words", months=240, since=today, today=today, by=town.admin)
    for kind, months, since in (
        ("words", 0, today),
        ("words", 241, today),
        ("wings", 3, today),
        ("words", 3, make.moment("2026-05-02T00:00:00Z").date()),
    ):
        with make.refused(RetentionTimeIsWrong):
            set_retention(town.city_id, kind, months=months, since=since, today=today, by=town.admin)
    code = make.referred()
    with make.refused(NotYourWork):
        hold_case(code, reason="دلیل", until=None, by=town.clerk)
    with make.refused(HoldNeedsAReason):
        hold_case(code, reason=" ", until=None, by=town.admin)
    with make.refused(NoSuchHold):
        lift(10**9, by=town.admin)


def test_a_night_is_done_in_batches_each_a_job(town: Town, town_clock: TownClock) -> None:
    codes = [marked_case(town, PHONES[number], f"گل{number}", photos=0).code for number in (1, 2, 3)]
    decide(town, words=1)
    town_clock.forward(days=70)
    run = open_run(town.city_id, day=make.moment("2026-07-12T12:00:00Z").date(), at=make.moment("2026-07-12T12:00:00Z"))
    steps = 0
    while RetentionRun.objects.get(pk=run.pk).ended_at is None and steps < 100:
        erase_due(town.city_id)
        steps += 1
    assert 15 < steps < 40
    assert not Report.objects.filter(code__in=codes).exclude(text="").exists()
    assert waiting() >= steps - 2, "each batch left a job for the next one"
    drain()
    assert RetentionRun.objects.get(pk=run.pk).erased["words"] >= 3


def test_no_event_holds_the_words(town: Town) -> None:
    marked_case(town, PHONES[1], "زنبق")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM history_event WHERE body LIKE %s", ["%زنبق%"])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM cases_note WHERE text LIKE %s", ["%زنبق%"])
        assert cursor.fetchone() == (1,), "where the words are"
