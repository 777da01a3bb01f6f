"""The pages of comparisons and weak points: what everybody reads of units, and what those responsible answer."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from peygir.outlook.scoring.fairness.standing import Standing
from peygir.outlook.scoring.models import ScoredMonth, WeakPoint
from peygir.outlook.scoring.words import StandingBand
from peygir.people.models import Staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.standing_words import chance_words, decimal_words, peers_words, topic_words
from peygir.web.public.comparisons import funnel_units, peer_rows
from tests import make
from tests.compared import found_points
from tests.markup import packed
from tests.scores import LivedMonth
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
COMPARISONS, WEAK_POINTS = reverse("comparisons"), reverse("weak_points")


@pytest.fixture
def points(town: Town, month: ScoredMonth) -> dict[bool, WeakPoint]:
    """Two weak points by whether they belong to a unit: that of district 1, and the district."""
    return {one.unit_id is not None: one for one in found_points(town, month)}


def browser_of(username: str = "") -> Client:
    """A browser in English, in which somebody is signed in."""
    client = Client(headers={"Accept-Language": "en"})
    if username:
        client.force_login(Staff.objects.get(username=username))
    return client


def read(client: Client, path: str, status: int = 200) -> str:
    """A page's markup."""
    answer = client.get(path)
    assert answer.status_code == status
    return packed(answer.content.decode())


def test_before_the_first_month_it_says_so(town: Town) -> None:
    assert "No month is compared yet" in read(browser_of(), COMPARISONS)
    assert read(browser_of(), "/comparisons/1405-03/", status=404)
    assert read(browser_of(), "/comparisons/1405-13/", status=404)


def test_everybody_reads_how_units_stand(town: Town, month: ScoredMonth) -> None:
    whole = read(browser_of(), COMPARISONS)
    assert "12.13" in read(browser_of(), "/comparisons/1405-03/")
    assert "12.13" in whole, "the mark of district 2"
    assert "between 1 and 2 of 2" in whole
    assert "The first three" not in whole, "of two units both are"
    solved = read(browser_of(), f"{COMPARISONS}1405-03/?in=solved")
    assert "Solved: failures against expected (not solved)" in solved
    assert 'class="chart-within"' in solved
    assert "As expected" in solved
    assert "12.13" in read(browser_of(), f"{COMPARISONS}1405-03/?in=nothing"), "the whole mark"
    assert "مقایسهٔ منصفانهٔ واحدها" in read(Client(headers={"Accept-Language": "fa"}), COMPARISONS)


def standing(unit_id: int, rank: int | None, low: int, high: int, *, first: bool, of: int = 5) -> Standing:
    """A standing among districts with these ranks; None has too few cases."""
    if rank is None:
        return Standing(unit_id, "solved", "district", StandingBand.TOO_FEW, 3)
    return Standing(
        unit_id,
        "solved",
        "district",
        StandingBand.AS_EXPECTED,
        40,
        observed=Decimal(12),
        expected=Decimal(10),
        spread=Decimal("2.5"),
        ratio=Decimal("1.2"),
        low=Decimal("0.5"),
        high=Decimal("1.7"),
        of=of,
        rank=rank,
        rank_low=low,
        rank_high=high,
        is_among_first=first,
    )


def test_the_first_three_stand_beside_all_who_could_be_among_them(town: Town) -> None:
    codes = ("D-01", "D-02", "D-03", "O-waste", "V-city", "C")
    unit_one, two, three, waste, city, centre = (town.units[code] for code in codes)
    standings = [
        standing(unit_one, 2, 1, 3, first=True),
        standing(two, 1, 1, 1, first=True),
        standing(three, 3, 2, 5, first=True),
        standing(waste, 4, 2, 5, first=True),
        standing(city, 5, 4, 5, first=False),
        standing(centre, None, 0, 0, first=False),
    ]
    with override("en"):
        (group,), units, (few,) = peer_rows(standings), funnel_units(standings), peer_rows(standings[:3])
    assert [row.standing.unit_id for row in group.rows][:2] == [two, unit_one]
    assert {row.standing.unit_id for row in group.rows[2:4]} == {three, waste}
    assert [row.name for row in group.rows[2:4]] == sorted(row.name for row in group.rows[2:4]), "by name, not by rank"
    assert len(group.first) == 3
    assert [row.name for row in group.rows if row.standing.unit_id == waste] == list(group.could_be)
    assert len(group.too_few) == 1
    assert (group.rows[0].ranks, group.rows[1].ranks) == ("place 1 of 5", "between 1 and 3 of 5")
    assert {unit.size for unit in units} == {16.0}
    assert (few.first, few.could_be) == ([], []), "of three all are"


def test_words_of_numbers_and_peers(town: Town) -> None:
    with override("en"):
        assert [decimal_words(value) for value in (Decimal("1.005"), 0.5, None)] == ["1.01", "0.50", "—"]
        assert chance_words(Decimal("0.05")) == "at most 1 in 20"
        assert chance_words(Decimal(0)) == chance_words(Decimal("0.000001")) == "at most 1 in 10,000"
        assert peers_words("district-2") == "Districts, class of volume 2"
        assert topic_words(current_city().id, "GONE-9") == "GONE-9"
    with override("fa"):
        assert decimal_words(Decimal("1.005")) == "۱٫۰۱"
        assert chance_words(Decimal(0)) == "حداکثر ۱ در ۱۰٬۰۰۰"


def test_a_manager_sees_the_own_weak_points_with_their_cases(
    town: Town, lived: LivedMonth, points: dict[bool, WeakPoint]
) -> None:
    manager, deputy = browser_of("manager"), browser_of("deputy")
    own, place = (reverse("weak_point", args=[points[is_unit].pk]) for is_unit in (True, False))
    assert own in read(manager, WEAK_POINTS)
    assert place not in read(manager, WEAK_POINTS)
    assert own in read(deputy, WEAK_POINTS)
    assert place in read(deputy, WEAK_POINTS)
    assert read(manager, place, status=404)
    opened = read(manager, own)
    assert "30 of 40 not solved" in opened
    for code in (lived.never, lived.reopened):
        assert reverse("case", args=[code]) in opened
    assert reverse("case", args=[lived.in_time]) not in opened
    assert own in read(browser_of("inspectorate"), WEAK_POINTS)
    assert browser_of("clerk").get(WEAK_POINTS).status_code == 403


def test_was_it_real_is_answered_once(town: Town, points: dict[bool, WeakPoint]) -> None:
    own = reverse("weak_point", args=[points[True].pk])
    manager = browser_of("manager")
    for wrong in ({}, {"answer": "perhaps"}, {"answer": "open"}):
        answer = manager.post(own, wrong)
        assert answer.status_code == 422
        assert "Please choose whether it was real." in answer.content.decode()
    assert manager.post(own, {"answer": "real"}).headers["Location"] == WEAK_POINTS
    again = manager.post(own, {"answer": "not_real"})
    assert again.status_code == 409
    assert "already" in again.content.decode()
    points[True].refresh_from_db()
    assert points[True].answer == "real"
    opened = read(manager, own)
    assert 'name="answer"' not in opened
    assert "Yes, it was real" in opened
    assert own not in read(manager, WEAK_POINTS)
    assert own in read(manager, f"{WEAK_POINTS}?state=answered")
    strange = reverse("weak_point", args=[points[False].pk])
    assert manager.post(strange, {"answer": "real"}).status_code == 404, "not even that it is there"
    points[False].refresh_from_db()
    assert points[False].answer == "open"
    assert manager.post(reverse("weak_point", args=[0]), {"answer": "real"}).status_code == 404


def test_cases_come_in_pages_and_those_of_others_are_only_counted(
    town: Town, lived: LivedMonth, points: dict[bool, WeakPoint]
) -> None:
    point = points[True]
    foreign = make.case(lived.silent).pk
    WeakPoint.objects.filter(pk=point.pk).update(cases=[*point.cases, foreign])
    own = reverse("weak_point", args=[point.pk])
    opened = read(browser_of("manager"), own)
    assert reverse("case", args=[lived.silent]) not in opened
    assert "1 more case is not yours to see." in opened
    last = read(browser_of("manager"), f"{own}?page=99")
    assert reverse("case", args=[lived.never]) in last, "the last page stands for any after it"
