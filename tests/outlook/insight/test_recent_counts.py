"""What half a year lets expect where years are missing, and that honest cities with a short past stay quiet."""

from collections import deque
from datetime import date

import numpy as np
import pytest

from peygir.outlook.insight.findings import AlarmFinding, ScannedCell, alarms_among, is_about_the_same, told_once
from peygir.outlook.insight.methods.recent_counts import recent_week, usual_dispersion
from peygir.outlook.insight.methods.weekly_alarms import MEMORY
from peygir.outlook.insight.models import Alarm
from peygir.outlook.insight.scan_findings import GroupCounts, scan_findings
from peygir.outlook.insight.weekly_findings import TopicSeries, weekly_findings
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod, AlarmOpinion

WEEK = date(2026, 4, 25)
CELLS = [
    ScannedCell(f"0{district}-0{half}", f"{district}", 29.6 + 0.01 * half, 52.5 + 0.02 * district)
    for district in (1, 2, 3)
    for half in (1, 2)
]


def test_the_last_half_year_without_the_last_two_weeks_is_expected() -> None:
    expected = recent_week([100] * 10 + [4, 6] * 13 + [50, 60])
    assert expected is not None
    assert expected.mean == 5
    # Its own dispersion is below 1, which no count has.
    assert expected.dispersion == 1
    assert expected.uncertainty == pytest.approx(5 / 26)
    assert recent_week([5] * 9) is None, "seven weeks and the lag"
    assert recent_week([5] * 10) is not None


def test_a_wild_series_is_drawn_towards_the_others() -> None:
    wild = [0, 20] * 13
    own, drawn = recent_week([*wild, 0, 0]), recent_week([*wild, 0, 0], usual=1.2)
    assert own is not None
    assert drawn is not None
    assert 1.2 < own.dispersion < drawn.dispersion < 10.4
    assert usual_dispersion([[*wild, 0, 0]]) == pytest.approx(10.4)
    assert usual_dispersion([[4, 6] * 13, [0] * 30, [9]]) == 1


def test_without_a_report_one_is_not_impossible() -> None:
    rare = recent_week([0] * 28)
    assert rare is not None
    assert 0 < rare.mean < 0.1


def test_honest_cities_with_a_short_past_have_few_alarms() -> None:
    rng, weeks, alarms = np.random.default_rng(20), 0, 0
    for _city in range(4):
        levels = rng.uniform(2, 12, 12)
        counts = rng.poisson(rng.gamma(np.outer(np.ones(60), levels) / 0.3) * 0.3)
        memory: deque[tuple[list[float], int]] = deque(maxlen=MEMORY)
        for week in range(30, 60):
            series = [TopicSeries(f"T{place}", "G", "1", counts[:week, place]) for place in range(12)]
            examined = weekly_findings(series)
            alarms += len(
                alarms_among(
                    examined.findings,
                    quiet=examined.quiet,
                    earlier=[p_value for p_values, _quiet in memory for p_value in p_values],
                    earlier_quiet=sum(quiet for _p_values, quiet in memory),
                    rate=0.05,
                )
            )
            memory.append(([finding.p_value for finding in examined.findings], examined.quiet))
            weeks += 1
    assert weeks == 120
    # One in twenty years of weeks would be six; a rise of one week is seen in up to three.
    assert alarms <= 6


def test_the_scan_finds_the_neighbourhood_and_leaves_a_rise_everywhere_alone() -> None:
    rng = np.random.default_rng(5)
    counts = rng.poisson(3.0, size=(40, len(CELLS)))
    local, everywhere = counts.copy(), counts.copy()
    local[-2:, 0] += 9
    everywhere[-2:] = rng.poisson(9.0, size=(2, len(CELLS)))
    (cluster,) = scan_findings([GroupCounts("CIV", local)], CELLS, WEEK).findings
    assert cluster.neighbourhood_codes == ("01-01",)
    assert cluster.weeks == 2
    assert cluster.p_value < 0.0005
    assert cluster.observed > 2 * cluster.expected
    assert AlarmOpinion.POPULATION in cluster.opinions
    assert [day for day, _count, _expected in cluster.series][-1] == "2026-04-25"
    assert scan_findings([GroupCounts("CIV", everywhere)], CELLS, WEEK).findings == ()
    young = scan_findings([GroupCounts("CIV", local[-10:]), GroupCounts("GRN", local * 0)], CELLS, WEEK)
    assert (young.findings, young.quiet) == ((), 2)


def finding(method: AlarmMethod, group: str, district: str = "", areas: tuple[str, ...] = ()) -> AlarmFinding:
    """A finding of a group."""
    topic = f"{group}-01" if district else ""
    return AlarmFinding(
        method, topic, group, district, areas, 2, 20, 8.0, 1e-5, AlarmBaseline.RECENT, (AlarmOpinion.C1,), ()
    )


def test_what_a_weekly_alarm_tells_is_not_told_again_by_the_scan() -> None:
    weekly = finding(AlarmMethod.WEEKLY, "CIV", "1")
    inside = finding(AlarmMethod.SCAN, "CIV", areas=("01-01", "01-02", "02-01"))
    elsewhere = finding(AlarmMethod.SCAN, "CIV", areas=("02-01", "02-02"))
    other = finding(AlarmMethod.SCAN, "GRN", areas=("01-01",))
    districts = {cell.code: cell.district_code for cell in CELLS}
    joined, *left = told_once([weekly, inside, elsewhere, other], districts)
    assert joined.neighbourhood_codes == inside.neighbourhood_codes
    assert joined.opinions == (AlarmOpinion.C1, AlarmOpinion.SCAN)
    assert left == [elsewhere, other]


def test_which_alarm_a_finding_goes_on_with() -> None:
    alarm = Alarm(method="weekly", topic_code="CIV-01", group_code="CIV", district_code="1", neighbourhood_codes=[])
    scan = Alarm(method="scan", group_code="CIV", neighbourhood_codes=["01-01", "01-02"])
    assert is_about_the_same(finding(AlarmMethod.WEEKLY, "CIV", "1"), alarm)
    assert not is_about_the_same(finding(AlarmMethod.WEEKLY, "CIV", "2"), alarm)
    assert not is_about_the_same(finding(AlarmMethod.WEEKLY, "GRN", "1"), alarm)
    assert is_about_the_same(finding(AlarmMethod.SCAN, "CIV", areas=("01-02", "02-01")), scan)
    assert not is_about_the_same(finding(AlarmMethod.SCAN, "CIV", areas=("02-01",)), scan)
    assert not is_about_the_same(finding(AlarmMethod.SCAN, "GRN", areas=("01-01",)), scan)
