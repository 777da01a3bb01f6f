"""Explore asks the lake as it is now, in a process that is small, is killed when it hangs, and has a short queue."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from peygir.outlook.insight.engines import apart
from peygir.outlook.insight.engines.embedded import QuestionIsTooLarge
from peygir.outlook.insight.exploring.rules import LakeScope
from peygir.outlook.insight.shown_answers import asking
from tests import make
from tests.drain import drain
from tests.lake_town import fill, written
from tests.pages.test_explore_page import browser_of, read
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def lake(town: Town, town_clock: TownClock, settings: Any) -> Path:
    """A lake with something in every table."""
    folder = Path(settings.HOME) / "lake"
    fill(town, town_clock)
    folder.mkdir(parents=True, exist_ok=True)
    written(folder, town)
    return folder


def test_an_old_lake_is_called_old(town: Town, lake: Path, town_clock: TownClock) -> None:
    assert "These figures are old" not in read(browser_of("supervisor"), "")
    town_clock.forward(seconds=timedelta(days=3).total_seconds())
    assert "These figures are old" in read(browser_of("supervisor"), "")


def test_the_answer_changes_with_the_lake(town: Town, lake: Path) -> None:
    client = browser_of("supervisor")
    assert "“Cases opened”: 7." in read(client, "cases_opened~to.14050331")
    count = read(client, "cases_opened").split('explore-number">')[1].split("<")[0]
    make.report(topic="CIV-01")
    drain()
    written(lake, town)
    later = read(client, "cases_opened").split('explore-number">')[1].split("<")[0]
    assert int(later) == int(count) + 1


def test_the_tables_as_they_are_now_answer_where_the_settings_say_so(town: Town, lake: Path, settings: Any) -> None:
    client, question = browser_of("supervisor"), "cases_opened~by.district~from.14050301~to.14050331"
    by_lake = read(client, question, more={"as": "table"}).split("data-explore-answer", 1)[1]
    settings.LAKE_ENGINE = "fresh"
    fresh = read(client, question, more={"as": "table"}).split("data-explore-answer", 1)[1]
    assert by_lake.split("<table", 1)[1].split("</table>")[0] == fresh.split("<table", 1)[1].split("</table>")[0]
    assert "The root of their histories" in by_lake
    assert "The root of their histories" not in fresh
    count = read(client, "cases_opened").split('explore-number">')[1].split("<")[0]
    make.report(topic="CIV-01")
    drain()
    assert int(read(client, "cases_opened").split('explore-number">')[1].split("<")[0]) == int(count) + 1
    assert "District 2" not in read(browser_of("manager"), "cases_opened~by.unit").split("data-explore-answer", 1)[1]
    cases = read(client, "cases_opened~in.district.1~from.14050301~to.14050331", path=reverse("explore_cases"))
    assert cases.count('class="row-link code"') == 5
    (lake / "manifest.json").unlink()
    assert "explore-number" in read(client, "cases_opened"), "no lake is needed"
    settings.LAKE_ENGINE = "oracle"
    assert "is no engine for questions" in read(client, "cases_opened", 422)


def test_the_process_is_small_and_is_killed_when_it_hangs(
    town: Town, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = _modules_of_pages()
    assert loaded & {"django", "numpy"} == {"django", "numpy"}
    assert not loaded & {"duckdb", "ibis", "pyarrow", "scipy"}
    apart.make_ready()
    number = apart.answering_process()
    assert number is not None
    monkeypatch.setattr(apart, "ANSWER_SECONDS", 0.0)
    with pytest.raises(QuestionIsTooLarge):
        apart.rows_apart(lake, ["cases_opened"], None)
    assert "too large" in read(browser_of("supervisor"), "cases_opened~by.state", 409)
    monkeypatch.undo()
    assert apart.rows_apart(lake, ["cases_opened~to.14050331"], None)["answers"] == [[[[], 7, 7]]]
    assert apart.answering_process() != number


def test_a_document_is_made_of_one_state_of_the_lake(town: Town, lake: Path) -> None:
    with asking(lake, LakeScope(None, is_exact=True)) as asker:
        (whole,) = asker.answer("cases_opened").rows
        assert asker.answer("cases_opened~by.state").last_event == asker.manifest.last_event
        make.report(topic="CIV-01")
        drain()
        written(lake, town)
        with make.refused(apart.LakeIsBusy):
            asker.answer("cases_opened")
    with asking(lake, LakeScope(None, is_exact=True)) as asker:
        assert asker.answer("cases_opened").rows[0].value == int(whole.value or 0) + 1


def _modules_of_pages() -> set[str]:
    """The modules that a process has after it imported all pages."""
    code = (
        "import os, sys, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'peygir.settings'; django.setup();"
        "import peygir.urls; print(*sys.modules)"
    )
    return set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split())


def test_when_many_ask_at_once_the_third_is_told_so(town: Town, lake: Path) -> None:
    places = apart._answerer.places  # noqa: SLF001 - to stand in the queue
    assert places.acquire(blocking=False)
    assert places.acquire(blocking=False)
    try:
        opened = read(browser_of("supervisor"), "cases_opened~by.urgency", 503)
    finally:
        places.release()
        places.release()
    assert "answering others" in opened
