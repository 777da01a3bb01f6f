"""The council's page of the district's mark: the own district beside its peers, of published months alone."""

import pytest
from django.urls import reverse

from peygir.outlook.scoring import actions, queries
from peygir.outlook.scoring.models import ScoredMonth
from tests.mark_pages import body, mark_text, signed_in
from tests.scores import KHORDAD, LivedMonth, close, decide_scheme, live_khordad
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PAGE = reverse("watched_marks")


@pytest.fixture
def lived(town: Town, town_clock: TownClock) -> LivedMonth:
    """The cases of Khordad, whose marks are published eleven days after the closing."""
    decide_scheme(town, publication_days=11)
    return live_khordad(town, town_clock)


def test_the_own_district_stands_beside_its_peers_once_the_month_is_published(town: Town, month: ScoredMonth) -> None:
    council = signed_in("council")
    assert PAGE in body(council.get(reverse("watched")))
    assert "No marks yet" in body(council.get(PAGE))
    actions.propose_publication(town.city_id, KHORDAD, by=town.admin)
    actions.settle_publication(town.city_id, KHORDAD, is_agreed=True, by=town.mayor)
    for code in ("1", "2"):
        page = body(council.get(PAGE, {"district": code}))
        for unit in ("D-01", "D-02"):
            unit_mark = queries.mark_of_unit(month.pk, town.units[unit])
            assert unit_mark is not None
            assert mark_text(unit_mark.mark) in page
        own = page.index("this district")
        assert (page.index("/D-01/") < own < page.index("/D-02/")) == (code == "1"), "the mark of the chosen one"
    assert signed_in("clerk").get(PAGE).status_code == 403


def test_a_city_without_marks_has_an_empty_page(town: Town) -> None:
    assert "No marks yet" in body(signed_in("council").get(PAGE))


def test_closing_alone_shows_nothing(town: Town, lived: LivedMonth) -> None:
    close(town)
    assert "No marks yet" in body(signed_in("council").get(PAGE))
