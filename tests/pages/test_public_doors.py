"""No public door tells more than the public page: neither where a case lies nor that a hidden one is there."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from peygir.cases import public as shown
from peygir.cases.areas import lately_in, news_by_area
from peygir.cases.models import Case, Report
from peygir.cases.public import MapBounds, PublicCaseFilter
from peygir.cases.rules import approximate
from peygir.city.actions import plan_work
from peygir.core import clock
from peygir.core.codes import make_code
from peygir.core.geometry import cell, metres_between
from peygir.desks.answers.actions import follow, prove_following
from peygir.desks.promises.month import month
from peygir.people.models import RateLimitUse
from peygir.web.public.metrics import month_began
from tests import make
from tests.public_doors import NO_CASES, Probe, joining, probes, public_operations, public_pages
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")

# The public point, and places of one field of the public grid that must look alike from outside.
POINT = (29.605, 52.510)
FIELD = ((29.60547, 52.51043), (29.60453, 52.50957), (29.60547, 52.50957), (29.60461, 52.51031))
AREA = "01-01"
NOBODY = make_code(5, 4_321_567)
"""A whole tracking code that no report has."""


@pytest.fixture
def ground(town: Town) -> Any:
    """The town, with works whose edge runs through the field."""
    now = clock.now()
    plan_work(
        town.city_id,
        texts={"title_fa": "روکش", "text_fa": "کار", "title_en": "Paving"},
        topics=["CIV-01"],
        from_at=now - timedelta(hours=1),
        to_at=now + timedelta(days=3),
        lat=29.6058,
        lon=52.5108,
        radius_m=100,
        by="staff:1",
    )
    return town


def followed(town: Town) -> int:
    """A following of the neighbourhood whose phone is proven."""
    number = follow(town.city_id, code="", area_code=AREA, phone=PHONES[60], email="", language="fa")
    prove_following(number)
    return number


def put(code: str, lat: float, lon: float) -> None:
    """Move a case, as if it had been reported there."""
    Case.objects.filter(code=code).update(lat=lat, lon=lon, cell=cell(lat, lon))
    Report.objects.filter(case__code=code).update(lat=lat, lon=lon)


def answers(probe_list: list[Probe]) -> list[str]:
    """What every probe is answered; the counts of guesses are emptied, for a stranger has many addresses."""
    probe_answers = []
    for probe in probe_list:
        RateLimitUse.objects.all().delete()
        probe_answers.append(probe.ask())
    return probe_answers


def test_every_public_door_is_probed_or_reads_no_case(ground: Town) -> None:
    code = make.referred(lat=POINT[0], lon=POINT[1])
    probe_list = probes(lat=POINT[0], lon=POINT[1], codes=(code,), area=AREA, following_id=followed(ground))
    probed = {probe.door for probe in probe_list}
    assert public_pages() - NO_CASES == probed & public_pages()
    assert not NO_CASES - public_pages()
    assert public_operations() == {
        ("get", "/api/v1/data"),
        ("get", "/api/v1/data/{month}"),
        ("get", "/api/v1/map"),
        ("get", "/api/v1/reports/{code}"),
    }
    answered = dict(zip((probe.door for probe in probe_list), answers(probe_list), strict=True))
    assert {door for door, told in answered.items() if told[0] == "5" or told[:3] == "429"} == set()


def test_no_door_tells_where_in_its_field_a_case_lies(ground: Town) -> None:
    """Whatever is asked, the answers are the same for every place of the field: nothing can be located within it."""
    assert {approximate(*there) for there in FIELD} == {POINT}
    code = make.referred(lat=FIELD[0][0], lon=FIELD[0][1], text=f"{make.POTHOLE} جلوی پلاک ۷", address="پلاک ۷")
    beside = make.referred(lat=FIELD[1][0] + 0.0014, lon=FIELD[1][1], phone=PHONES[1])
    probe_list = probes(lat=POINT[0], lon=POINT[1], codes=(code, beside), area=AREA, following_id=followed(ground))
    first = answers(probe_list)
    for there in FIELD[1:]:
        put(code, *there)
        for probe, before, now in zip(probe_list, first, answers(probe_list), strict=True):
            assert before == now, f"{probe.method} {probe.path} {probe.values} tells {there} from {FIELD[0]}"


def test_counts_of_a_crowded_map_tell_no_more(ground: Town) -> None:
    """Many cases are counted in fields whose edges the visitor chooses: they too go by the public points."""
    codes = [make.referred(lat=there[0], lon=there[1], phone=PHONES[n]) for n, there in enumerate(FIELD)]
    boxes = [MapBounds(52.5 - shift, 29.6 - shift, 52.52, 29.62) for shift in (0, 0.0001, 0.00023, 0.0004, 0.00061)]

    def counted() -> list[list[tuple[float, float, int]]]:
        spots = (shown.spots(ground.city_id, PublicCaseFilter(box=box), now=clock.now(), most=1) for box in boxes)
        return [sorted((spot.lat, spot.lon, spot.count) for spot in found) for found in spots]

    first = counted()
    assert all(sum(count for *_point, count in found) == len(codes) for found in first)
    for there in FIELD:
        put(codes[0], *there)
        assert counted() == first


def test_told_distances_come_no_nearer_than_the_public_point(ground: Town) -> None:
    """The place that fits best what askers from all around are told is the public point, not the true one."""
    code = make.referred(lat=FIELD[0][0], lon=FIELD[0][1])
    asked = probes(lat=POINT[0], lon=POINT[1], codes=(), area=AREA, following_id=followed(ground))
    rows = []
    for probe in asked:
        if probe.door == "nearby" and f'"{code}"' in (told := probe.ask()):
            metres = re.search(r'"metres": ?(\d+)', told)
            assert metres is not None
            rows.append((float(probe.values["lat"]), float(probe.values["lon"]), int(metres[1])))
    assert len(rows) > 20

    def misfit(lat: float, lon: float) -> float:
        return sum((metres_between(lat, lon, *row[:2]) - row[2]) ** 2 for row in rows)

    grid = [(29.604 + y * 0.00005, 52.509 + x * 0.00005) for y in range(41) for x in range(41)]
    located = min(grid, key=lambda point: misfit(*point))
    assert metres_between(*located, *FIELD[0]) > metres_between(*located, *POINT)


def test_hidden_cases_are_in_no_public_answer_and_no_count(ground: Town) -> None:
    """Every code that any door lists is one that `cases.public` has, and hidden cases change no number."""
    lat, lon = POINT
    follower = followed(ground)
    open_code, done_code = make.referred(lat=lat, lon=lon), make.done(lat=lat, lon=lon, phone=PHONES[1])
    probe_list = probes(lat=lat, lon=lon, codes=(), area=AREA, following_id=follower)
    before, counted = answers(probe_list), _counts(ground)
    hidden = [
        make.referred("CNF-01", lat=lat, lon=lon, phone=PHONES[2]),
        make.referred("CND-01", lat=lat, lon=lon, phone=PHONES[3]),
        make.referred("INF-01", lat=lat, lon=lon, phone=PHONES[4]),
        make.referred(lat=lat, lon=lon, about_unit_code="D-02", phone=PHONES[5]),
    ]
    public = {open_code, done_code}
    for state in ("open", "late", "finished"):
        lines, _more = shown.lines(ground.city_id, PublicCaseFilter(state=state), now=clock.now())
        assert {line.code for line in lines} <= public
    for probe, first, now in zip(probe_list, before, answers(probe_list), strict=True):
        assert set(re.findall(r"(?<!\d)\d{10}(?!\d)", now)) & {*public, *hidden} <= public, probe
        assert first == now, f"{probe.method} {probe.path} {probe.values} changed by hidden cases"
    assert _counts(ground) == counted


def _counts(town: Town) -> tuple[Any, ...]:
    """What the public is told as numbers: the month, the news of a neighbourhood, what is new in it."""
    now = clock.now()
    counted_month = month(town.city_id, since=month_began(), until=now + timedelta(days=1))
    news = news_by_area(town.city_id, since=now - timedelta(days=1), until=now + timedelta(days=1))
    where = Case.objects.exclude(neighbourhood=None).values_list("neighbourhood_id", flat=True).first()
    assert where is not None
    lately = lately_in(town.city_id, where, since=now - timedelta(days=1), now=now)
    return (
        counted_month.opened,
        counted_month.judged,
        counted_month.kept,
        counted_month.finished,
        news,
        [case.code for case in lately],
    )


def test_a_hidden_code_is_answered_like_none_where_it_can_be_named(ground: Town) -> None:
    """Joining by a code, the numbers of other systems and the list by number know public cases alone."""
    secret = make.referred("CNF-01", lat=POINT[0], lon=POINT[1])
    complaint = make.referred("CND-01", lat=POINT[0], lon=POINT[1], phone=PHONES[1])
    doors, nobody = (*_by_code(NOBODY), joining(NOBODY)), {}
    for probe in doors:
        nobody[probe.door] = _without(probe.ask(), NOBODY)
    for code in (secret, complaint):
        for probe in (*_by_code(code), joining(code)):
            assert _without(probe.ask(), code) == nobody[probe.door], probe
    assert Report.objects.filter(case__code__in=[secret, complaint]).count() == 2


def _by_code(code: str) -> list[Probe]:
    """The doors of Open311 that answer to a number."""
    return [Probe(kind, "get", f"/api/open311/v2/{kind}/{code}.json", {}) for kind in ("requests", "tokens")]


def _without(told: str, code: str) -> str:
    return told.replace(code, "CODE")


def test_of_a_confidential_report_its_code_tells_the_state_alone(ground: Town) -> None:
    secret = make.referred("CNF-01", lat=POINT[0], lon=POINT[1])
    told = Probe("track_report", "get", f"/api/v1/reports/{secret}", {}).ask()
    assert '"received_at": null' in told
    assert '"due_at": null' in told
    page = Probe("public_case", "get", f"/t/{secret}/", {}).ask()
    assert "محرمانه" in page
    assert "دریافت" not in page


@pytest.mark.parametrize(
    "path",
    ["/t/{}/", "/report/done/{}/", "/follow/{}/", "/api/v1/reports/{}", "/api/open311/v2/tokens/{}.json"],
)
def test_codes_cannot_be_listed_by_guessing(town: Town, path: str) -> None:
    """Forty wrong codes, at whichever doors, and a right one is refused as well."""
    right = make.referred()
    for number in range(40):
        wrong = f"{number:010d}"
        assert Probe("guess", "get", path.format(wrong), {}).ask()[:3] == "404"
    for door in ("/t/{}/", "/report/done/{}/", "/api/v1/reports/{}", "/api/open311/v2/tokens/{}.json", path):
        assert Probe("guess", "get", door.format(right), {}).ask()[:3] == "429"


def test_the_page_of_thanks_tells_nobody_whether_a_number_was_left(town: Town) -> None:
    pages = []
    for phone in (PHONES[3], ""):
        code = make.report(phone=phone).code
        answer = Client().get(f"/report/done/{code}/")
        assert answer.status_code == 200
        pages.append(re.sub(r"<svg.*?</svg>", "", answer.content.decode(), flags=re.DOTALL).replace(code, ""))
    links = [re.findall(r'href="([^"]*)"', page) for page in pages]
    assert links[0] == links[1]
