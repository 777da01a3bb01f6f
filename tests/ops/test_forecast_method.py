"""`./run method forecast`: times in every calendar, gaps, and series that are refused."""

from pathlib import Path

import pytest

from peygir.ops.method_times import read_time, with_months
from tests.method_files import answer, refusal


def test_times_go_on_in_their_own_calendar(tmp_path: Path) -> None:
    for times, ahead in (
        (("1403-10", "1403-11", "1403-12", "1404-01"), ["1404-02", "1404-03"]),
        (("1403-12-29", "1403-12-30", "1404-01-01", "1404-01-02"), ["1404-01-03", "1404-01-04"]),
        (("۲۰۲۴-۱۲-۳۰", "2024/12/31", "2025-01-01", "2025-01-02"), ["2025-01-03", "2025-01-04"]),
        (("2024-W51", "2024-W52", "2025-W01", "2025-W02"), ["2025-01-13", "2025-01-20"]),
        (("2024Q1", "2024Q2", "2024Q3", "2024Q4"), ["2025-01", "2025-04"]),
        (("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30"), ["2024-05", "2024-06"]),
        (("7", "9", "11", "13"), ["15", "17"]),
        (("2024-05-01T00:00Z", "2024-05-01T01:00Z", "2024-05-01T02:00Z", "2024-05-01T03:00Z"), None),
    ):
        content = "date,count\n" + "".join(f"{time},{place}\n" for place, time in enumerate(times))
        result = answer(tmp_path, "forecast", content, "--horizon", "2")
        shown = [row["time"] for row in result["forecast"]]
        assert shown == (ahead or ["2024-05-01T04:00:00Z", "2024-05-01T05:00:00Z"])
    assert read_time("2024-13") is None
    assert read_time("1403-12-31") is None
    firsts = [time for month in (1, 2, 3) if (time := read_time(f"2024-0{month}-01"))]
    assert [time.kind for time in with_months(firsts)] == ["month"] * 3


def test_a_series_with_gaps_in_any_order(tmp_path: Path) -> None:
    rows = [f"2024-01-{day:02},{day % 7}\n" for day in range(1, 31) if day != 12]
    result = answer(tmp_path, "forecast", "time,value\n" + "".join(reversed(rows)), "--horizon", "3")
    assert (result["n"], result["filled"], result["season"]) == (30, 1, 7)
    assert result["forecast"][0]["time"] == "2024-01-31"
    assert [row["naive"] for row in result["forecast"]] == [30 % 7] * 3
    assert [row["seasonal_naive"] for row in result["forecast"]] == [3, 4, 5], "the 24th to the 26th, again"
    assert set(result["errors"]) >= {"naive", "drift", "seasonal_naive", "combination"}
    assert result["coverage"] is not None
    without = answer(tmp_path, "forecast", "time,value\n" + "".join(rows), "--horizon", "3", "--season", "1")
    assert "seasonal_naive" not in without["errors"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("time,value\n1,1\n2,1\n", "at least 3 values"),
        ("time,value\n1,1\n2,1\n2,5\n", "row 4: “2” is in row 3 already"),
        ("time,value\n1,1\n2,\n3,5\n", "row 3: the column “value” is empty"),
        ("time,value\n1,1\n2024-05,2\n3,5\n", "are of two kinds"),
        ("time,value\n1,1\n2,2\n3,5\n40,3\n", "Of 40 times between the first and the last only 4"),
        ("time,value\n1,1\n2,2\nsoon,5\n", "row 4: “soon” in “time” is no date or time"),
        ("time,value\n1,1\n2,2\n3,1e300\n", "row 4: 1e300 in “value” lies outside"),
    ],
)
def test_series_that_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    assert reason in refusal(tmp_path, "forecast", content, "--horizon", "2").words("en")
