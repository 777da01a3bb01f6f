"""Everybody sees days and whether others reported it too; who reported it sees the hour and how many others did."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, get_type_hints

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from peygir.cases.listing import CaseListEntry
from peygir.cases.models import Case
from peygir.cases.moves import PublicMove
from peygir.cases.public import PublicLine
from peygir.cases.public_events import PublicEvent
from peygir.cases.queries import PublicCase
from peygir.core import clock
from peygir.core.persian import ascii_digits
from peygir.desks.answers.filling import message_for
from peygir.desks.understanding.queries import likely_same_publicly
from peygir.history.models import Event
from peygir.history.queries import stories, timeline
from peygir.people.models import RateLimitUse
from peygir.web.kit.heard import PossibleDuplicate
from tests import geo, make
from tests.browsers import browser_of, proven
from tests.drain import drain
from tests.geo import Geo
from tests.markup import packed
from tests.pages.test_public_doors import AREA, followed
from tests.public_doors import Probe, probes
from tests.town import PHONES, Town, TownClock

POINT: Final = (29.605, 52.510)
HOUR: Final = re.compile(r"03:17|23:47|3:17")
"""The minute of everything that happens to the case below, in the city and in UTC."""
SEVEN: Final = re.compile(
    r"\b[67]\b (reports?|citizens|others?|گزارش|شهروند|نفر)|\"reports\": ?\"?[67]|<reports>|report_count|report_joined"
)


MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)")


@pytest.fixture
def code(town: Town, town_clock: TownClock) -> str:
    """A case that seven people reported at 03:17 in the night, and that was taken in hand the night after."""
    at = town_clock.moment.replace(hour=23, minute=47, second=41)
    town_clock.moment = at
    code = make.referred(lat=POINT[0], lon=POINT[1], photos_raw=[make.photo()])
    for number in range(1, 7):
        make.report(join_code=code, lat=POINT[0], lon=POINT[1], phone=PHONES[number])
    drain()
    town_clock.forward(days=1)
    make.command(code, "accept", town.clerk)
    town_clock.moment = (at + timedelta(days=2)).replace(hour=8, minute=0, second=0)
    return code


def doors(code: str, town: Town) -> list[Probe]:
    """Every public door, asked for this case and its place."""
    return probes(lat=POINT[0], lon=POINT[1], codes=(code,), area=AREA, following_id=followed(town))


def test_no_door_tells_the_hour_or_how_many(code: str, town: Town) -> None:
    assert Case.objects.get(code=code).report_count == 7
    seen = 0
    for probe in doors(code, town):
        RateLimitUse.objects.all().delete()
        body = ascii_digits(probe.ask())
        seen += code in body
        assert not (found := HOUR.search(body)), (probe, body[max(0, found.start() - 200) : found.end() + 100])
        assert not (count := SEVEN.search(body)), (probe, body[max(0, count.start() - 200) : count.end() + 100])
    assert seen > 40


def test_no_door_answers_otherwise_for_another_hour_or_count(
    code: str, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same case three hours later in the day, and reported by two: every answer is the same."""
    probe_list = doors(code, town)

    def answers_now() -> list[str]:
        answers = []
        for probe in probe_list:
            RateLimitUse.objects.all().delete()
            answers.append(probe.ask())
        return answers

    before = answers_now()
    Case.objects.filter(code=code).update(report_count=2)
    move_on(timedelta(hours=3), monkeypatch)
    for probe, was, now in zip(probe_list, before, answers_now(), strict=True):
        assert was == now, probe


def move_on(by: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    """Move all that happened on in its day; events, which nobody may change in the database, as they are read."""
    shift = f"interval '{by.total_seconds():.0f} seconds'"
    moments = {
        "cases_case": ("opened_at", "state_at", "due_at", "until"),
        "cases_report": ("received_at",),
        "promises_promise": ("given_at", "due_at", "given_due_at"),
    }
    with connection.cursor() as cursor:
        for table, columns in moments.items():
            changed = ", ".join(f"{column} = {column} + {shift}" for column in columns)
            cursor.execute(f"UPDATE {table} SET {changed}")  # noqa: S608 - names from above

    def moved(read: Callable[..., list[Event]]) -> Callable[..., list[Event]]:
        def read_moved(*args: Any) -> list[Event]:
            events = read(*args)
            for event in events:
                event.at += by
                event.body = MOMENT.sub(lambda at: (datetime.fromisoformat(at[0]) + by).isoformat(), event.body)
            return events

        return read_moved

    monkeypatch.setattr("peygir.cases.tracking.timeline", moved(timeline))
    monkeypatch.setattr("peygir.cases.moves.stories", moved(stories))


def page_of(client: Client, code: str) -> str:
    return packed(client.get(reverse("public_case", args=[code])).content.decode())


def test_who_reported_it_sees_the_hour_and_how_many_others(code: str) -> None:
    stranger = page_of(Client(headers={"Accept-Language": "en"}), code)
    own = page_of(browser_of(code), code)
    assert "more than one citizen" in stranger
    assert "03:17" in own
    assert "you and 6 others" in own
    assert own.count("Another citizen reported the same.") == 6
    assert "Another citizen reported the same." not in stranger
    assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', stranger)
    assert "T03:17" in own or "T23:47" in own


def test_who_proved_the_phone_of_the_report_sees_it_too(code: str) -> None:
    for phone, sees in ((PHONES[0], True), (PHONES[30], False)):
        client = proven(Client(headers={"Accept-Language": "en"}), phone)
        assert ("03:17" in page_of(client, code)) is sees


def test_who_joined_does_not_learn_when_the_others_came(town: Town, town_clock: TownClock) -> None:
    town_clock.moment = town_clock.moment.replace(hour=6, minute=1, second=0)
    first = make.referred(lat=POINT[0], lon=POINT[1])
    town_clock.forward(hours=1, minutes=2)
    joined = make.report(join_code=first, phone=PHONES[1]).code
    town_clock.forward(hours=1, minutes=5)
    make.report(join_code=first, phone=PHONES[2])
    town_clock.forward(hours=1, minutes=7)
    make.command(first, "accept", town.clerk)
    own = page_of(browser_of(joined), joined)
    shown = set(re.findall(r"\d\d:\d\d", re.sub(r"<svg.*?</svg>", "", own)))
    assert "10:33" in shown, "when the own report came"
    assert "12:45" in shown, "what the city did afterwards"
    assert not {"09:31", "11:38"} & shown, "when the first and the third came"
    assert "you and 2 others" in own


# ── Open311 ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_open311_tells_moments_of_its_own_reports_to_the_key_that_sent_them(town: Town, town_clock: TownClock) -> None:
    town_clock.moment = town_clock.moment.replace(hour=9, minute=17, second=5)
    mine, others = Geo(geo.key_for(name="mine")), Geo(geo.key_for(name="others"))
    status, [receipt] = mine.post("requests", service_code="CIV-01", description="hole", lat=29.605, long=52.51)
    assert status == 200
    own = receipt["service_request_id"]
    other = make.referred(phone=PHONES[3])

    def times(client: Geo, code: str) -> tuple[str, str]:
        [row] = client.get(f"requests/{code}", extensions="true", api_key=client.key)[1]
        return row["requested_datetime"], row["notes"][0]["datetime"]

    day = "2026-05-03T00:00:00+03:30"
    assert times(Geo(), own) == times(others, own) == times(mine, other) == (day, day)
    assert times(Geo("wrong"), own) == (day, day)
    assert times(mine, own) == ("2026-05-03T09:17:05Z", "2026-05-03T09:17:05Z")
    rows = {row["update_id"]: row["updated_datetime"] for row in mine.get("servicerequestupdates", api_key=mine.key)[1]}
    assert (rows[f"{own}-1"], rows[f"{other}-1"]) == ("2026-05-03T09:17:05Z", day)


@pytest.mark.parametrize("name", ["start_date", "end_date", "updated_after", "updated_before"])
def test_open311_filters_by_whole_days(town: Town, town_clock: TownClock, name: str) -> None:
    """Whatever moment of its day bounds the list, the case is on it; and on neither side of another day."""
    town_clock.moment = town_clock.moment.replace(hour=9, minute=17, second=5)
    code = make.referred()
    town_clock.forward(days=2)

    def is_told(hour: str, day: int = 3) -> bool:
        rows = Geo().get("requests", **{name: f"2026-05-{day:02d}T{hour}:00+03:30"})[1]
        return code in {row["service_request_id"] for row in rows}

    assert [is_told(hour) for hour in ("00:00", "09:17", "12:46", "12:48", "23:59")] == [True] * 5
    is_lower = name in ("start_date", "updated_after")
    assert (is_told("12:00", 2), is_told("12:00", 4)) == (is_lower, not is_lower)


def test_open311_lists_a_days_cases_by_code_however_few_are_asked_for(town: Town, town_clock: TownClock) -> None:
    codes = []
    for number in range(5):
        town_clock.forward(minutes=7)
        codes.append(make.referred(phone=PHONES[number]))
    turned = [Geo().get("requests", page=page, page_size=1)[1][0]["service_request_id"] for page in range(1, 6)]
    assert turned == sorted(codes)
    updates = [row["service_request_id"] for row in Geo().get("servicerequestupdates")[1]]
    assert updates == sorted(updates)


def test_numbers_of_updates_leave_no_gap_where_others_reported_it(code: str) -> None:
    rows = Geo().get("servicerequestupdates", start_date="2026-05-01", end_date="2026-05-10")[1]
    assert [row["update_id"] for row in rows] == [f"{code}-{number}" for number in range(1, len(rows) + 1)]


def test_how_like_a_known_case_is_counts_days(code: str, town: Town) -> None:
    case = Case.objects.get(code=code)

    def score() -> float:
        [like] = likely_same_publicly(
            town.city_id, topic_id=case.topic_id, lat=POINT[0], lon=POINT[1], citizen_ids=[], at=clock.now()
        )
        return like.score

    before = score()
    Case.objects.filter(code=code).update(opened_at=case.opened_at + timedelta(hours=9))
    assert score() == before


def test_what_public_pages_get_has_no_moment_and_no_count() -> None:
    """A new page cannot show what it does not get; the moment of an event is for who reported the case."""
    for kind in (PublicLine, PublicCase, CaseListEntry, PublicMove, PossibleDuplicate):
        hints = get_type_hints(kind)
        assert not {name for name, hint in hints.items() if hint in (datetime, datetime | None)}, kind
        assert not {name for name in hints if "count" in name or name.endswith("_at") or name == "reports"}, kind
    assert {name for name, hint in get_type_hints(PublicEvent).items() if hint == datetime | None} == {"at"}


def test_a_message_to_who_joined_tells_the_day_of_the_promise(town: Town, town_clock: TownClock) -> None:
    """The promise counts from the first report, and clock C may end it at any minute."""
    code = make.referred(phone=PHONES[0])
    Case.objects.filter(code=code).update(due_at=town_clock.moment.replace(hour=23, minute=47) + timedelta(days=2))
    joined = make.report(join_code=code, phone=PHONES[1]).code
    case = make.case(code)

    def message_to(report: str) -> str:
        row = make.report_row(report)
        return message_for(row, "referred", case=case, channel="sms", answer="", data={})[1]

    assert "۰۳:۱۷" in message_to(code)
    assert "۰۳:۱۷" not in message_to(joined)
    assert "۱۶ اردیبهشت" in message_to(joined)
