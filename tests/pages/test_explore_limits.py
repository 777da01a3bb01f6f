"""What Explore refuses: questions that are none, filters that tell of small groups, and formulas in its files."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.lake_town import fill, written
from tests.pages.test_explore_page import browser_of, read
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


@pytest.fixture
def lake(town: Town, town_clock: TownClock, settings: Any) -> Path:
    """A lake with something in every table: 5 cases in the first district, 2 in the second."""
    folder = Path(settings.HOME) / "lake"
    fill(town, town_clock)
    folder.mkdir(parents=True, exist_ok=True)
    written(folder, town)
    return folder


def test_small_groups_are_not_told_by_two_answers(town: Town, lake: Path) -> None:
    council, many = browser_of("council"), "cases_opened~from.14050301~to.14050331"
    for rare in ("~not.district.2", "~in.district.1", "~in.district.1~not.urgency.E"):
        text = many.replace("~from", f"{rare}~from")
        assert "would give away groups of fewer than 5 rows" in read(council, text, 422), rare
        file = council.get(f"{reverse('explore_file', args=['csv'])}?{urlencode({'q': text})}")
        assert file.status_code == 422, rare
        assert "explore-number" in read(browser_of("supervisor"), text)
    for text in (many, many.replace("~from", "~in.district.1.2~from")):
        assert 'class="explore-number">7<' in read(council, text), "it follows from the total"


def test_a_file_runs_no_formula_of_a_question(town: Town, lake: Path) -> None:
    text = "contacts~not.queue.a_2C_3DHYPERLINK_28_22http_3A_2F_2Fx_22_29"
    response = browser_of("supervisor").get(f"{reverse('explore_file', args=['csv'])}?{urlencode({'q': text})}")
    assert response.status_code == 200
    assert ",'=HYPERLINK" in response.content.decode("utf-8-sig")
    assert ",=HYPERLINK" not in response.content.decode("utf-8-sig")


def test_what_is_no_question_is_said(town: Town, lake: Path) -> None:
    client = browser_of("supervisor")
    for query, refusal in (
        ("cases_opened~from.14050401~to.14050301", "The last day lies before the first one."),
        ("cases_opened~from.۱۴۰۵۰۱۰۱", "cannot be read"),
        ("cases_opened~from.99999999", "cannot be read"),
        ("cases_opened~in.cell_7.9999999999999999999", "cannot be read"),
        ("cases_opened~by.crew", "cannot be read"),
        ("cases_opened" + "~in.topic.CIV-01" * 50, "cannot be read"),
        ("cases_opened~in.topic." + ".".join(map(str, range(101))), "cannot be read"),
        ("cases_opened~in.topic._FF", "cannot be read"),
        ("cases_opened~in.topic._00", "cannot be read"),
        ("cases_opened~by.month.month~by.month", "cannot be read"),
    ):
        opened = read(client, query, 422)
        assert refusal in opened, query
        assert "data-explore-form" in opened, "the form is there to ask again"
