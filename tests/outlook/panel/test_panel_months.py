"""The months that a panel judges: the night draws what nobody drew, by a seed that nobody chooses; none is lost."""

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as configured
from django.test import Client

from peygir.desks.inspection.actions.planning import month_of
from peygir.history.queries import timeline
from peygir.history.record.growing import extend_record
from peygir.history.record.keys import record_keys
from peygir.ops.methods import panel_sample
from peygir.outlook.panel import actions, month_queries, sample_queries
from peygir.outlook.panel.lot_list import record_root_on
from peygir.outlook.panel.models import PanelSample, PanelTerm
from tests import make
from tests.mark_pages import body
from tests.panel_browsers import page
from tests.panelled import SEED, at_work, members, secretary, today
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
ZONE = ZoneInfo("Asia/Tehran")


def written(day: date, town_clock: TownClock) -> str:
    """The root of the public record, as it is written at noon of a day."""
    town_clock.moment = datetime.combine(day, time(12), tzinfo=ZONE)
    home = configured.HOME
    extend_record(home, record_keys(home, "city.example/record"), town_clock())
    return record_root_on(home, day, "Asia/Tehran")


def night_of(day: date, town_clock: TownClock) -> int:
    """The night's draw early on a day; how many months were drawn."""
    town_clock.moment = datetime.combine(day, time(3), tzinfo=ZONE)
    return actions.draw_due_samples(town_clock())


def states(town: Town) -> list[str]:
    """How it stands with the months, the newest first."""
    return [row.state for row in month_queries.months(town.city_id, today(town))]


def test_the_night_draws_a_month_that_nobody_drew(
    town: Town, town_clock: TownClock, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    # The panel named a public number for its lot: the night knows none, and takes the root of the record.
    term_id = at_work(town, town_clock, sample_size=8, floor_percent=100)
    _first, last_on = month_of(today(town))
    for number in range(8):
        make.done(phone=PHONES[40 + number], text=f"چالهٔ شمارهٔ {number} در خیابان")
    root = written(last_on, town_clock)
    # Friday 22 May 2026 begins the month of Khordad; its third working day is Monday 25 May.
    drawn_on = month_queries.drawn_by_itself_on(town.city_id, last_on)
    assert (last_on, drawn_on) == (date(2026, 5, 21), date(2026, 5, 25))
    assert night_of(drawn_on - timedelta(days=1), town_clock) == 0
    assert states(town) == ["waits"]
    assert night_of(drawn_on, town_clock) == 1
    assert night_of(drawn_on, town_clock) == 0, "once"
    sample = sample_queries.samples(term_id)[0]
    assert (sample.seed, sample.seed_kind, sample.seed_on, sample.by_clock) == (root, "record", last_on, True)
    assert (sample.population, sample.due_on) == (8, drawn_on + timedelta(days=14))
    assert [event.by for event in timeline("panel", term_id) if event.kind == "panel_sample_drawn"] == ["clock"]
    with make.refused(actions.MonthWasDrawn):
        actions.draw_sample(term_id, first_on=_first, last_on=last_on, seed=SEED, by=secretary())
    given = Client().get(f"/panel/samples/{sample.id}/sample.json")
    file = tmp_path / "sample.json"
    file.write_bytes(given.content)
    again = panel_sample.answer(file, SimpleNamespace())  # type: ignore[arg-type]
    assert (again["cases"], again["is_same"], again["is_listed"]) == (8, True, True)
    other = json.loads(given.content)
    file.write_text(json.dumps({**other, "drawn": other["drawn"][1:]}))
    assert panel_sample.answer(file, SimpleNamespace())["is_same"] is False  # type: ignore[arg-type]
    file.write_text(json.dumps({**other, "cases": other["cases"][1:]}))
    assert panel_sample.answer(file, SimpleNamespace())["is_listed"] is False  # type: ignore[arg-type]
    file.write_text(json.dumps({**other, "drawn": 7}))
    with make.refused(panel_sample.SampleIsNotWhole):
        panel_sample.answer(file, SimpleNamespace())  # type: ignore[arg-type]
    shown = page(f"/panel/samples/{sample.id}/")
    assert root in shown
    assert sample.list_digest in shown
    first = sample_queries.sampled(sample.id)
    actions.judge_case(term_id, first[0].id, solved="yes", answer="clear", note="", own=members(term_id)[0])


def test_a_case_that_is_no_longer_public_loses_its_code_and_the_draw_stays(
    town: Town, town_clock: TownClock, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    term_id = at_work(town, town_clock, sample_size=8, floor_percent=100)
    _first, last_on = month_of(today(town))
    codes = [make.done(phone=PHONES[40 + number], text=f"چالهٔ شمارهٔ {number}") for number in range(4)]
    written(last_on, town_clock)
    night_of(month_queries.drawn_by_itself_on(town.city_id, last_on), town_clock)
    sample_id = PanelSample.objects.get(term_id=term_id).pk
    row = make.case(codes[0])
    type(row).objects.filter(pk=row.pk).update(is_confidential=True)
    file = tmp_path / "sample.json"
    file.write_bytes(Client().get(f"/panel/samples/{sample_id}/sample.json").content)
    assert codes[0] not in file.read_text()
    again = panel_sample.answer(file, SimpleNamespace())  # type: ignore[arg-type]
    assert (again["hidden"], again["is_same"], "is_listed" in again) == (1, True, False)


def test_no_month_is_lost_and_each_that_has_none_stands_as_such(
    town: Town, town_clock: TownClock, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    term_id = at_work(town, town_clock, sample_size=8, floor_percent=100)
    _one, first_end = month_of(today(town))
    make.done(phone=PHONES[40])
    written(first_end, town_clock)
    # The machine was away for two months; in the third nothing was finished, and the record was written days later.
    second_end = month_of(first_end + timedelta(days=1))[1]
    town_clock.moment = datetime.combine(second_end - timedelta(days=9), time(12), tzinfo=ZONE)
    make.done(phone=PHONES[41])
    third_end = month_of(second_end + timedelta(days=1))[1]
    night = third_end + timedelta(days=9)
    town_clock.moment = datetime.combine(night, time(3), tzinfo=ZONE)
    assert states(town) == ["late", "late", "late"]
    assert night_of(night, town_clock) == 1, "only one month has a seed: the first"
    assert states(town) == ["late", "late", "drawn"]
    written(third_end + timedelta(days=10), town_clock)
    assert night_of(third_end + timedelta(days=11), town_clock) == 1, "the newest, though members judge the first"
    assert states(town) == ["empty", "late", "drawn"]
    newest = sample_queries.samples(term_id)[0]
    assert (newest.population, newest.seed_on) == (0, third_end + timedelta(days=10))
    assert night_of(third_end + timedelta(days=12), town_clock) == 0, "members are not given several at once"
    assert night_of(third_end + timedelta(days=30), town_clock) == 1
    assert states(town) == ["empty", "drawn", "drawn"]
    home = page("/panel/", "en")
    assert "No public case was finished" in home


def test_months_without_a_panel_and_months_that_nobody_drew(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    PanelTerm.objects.filter(pk=term_id).update(to_on=today(town) + timedelta(days=50))
    town_clock.forward(days=120)
    assert actions.draw_due_samples(town_clock()) == 0, "its term is over"
    assert states(town) == ["no_panel", "no_panel", "missed", "missed"]
    home = body(Client(headers={"Accept-Language": "en"}).get("/panel/"))
    assert "No panel was at work" in home
    assert "Nobody drew its cases" in home
