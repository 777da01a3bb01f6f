"""The methods that watch counts as methods of `./run method`: what they answer, and what they refuse."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from peygir.ops.commands.method import make_parser, run
from peygir.ops.method_rows import ResultIsNoNumber
from tests.method_files import answer, refusal

SCAN = "cell,period,count,baseline,x,y\n"
ITS = "period,count,exposure,after\n"


def scan_rows(*, periods: tuple[str, ...] = ("1", "2", "3"), factor: int = 6) -> str:
    """Nine cells in a square; two neighbours in a corner have more in the last two periods."""
    rows = []
    for period in periods:
        for cell in range(9):
            is_more = cell in (0, 1) and period in periods[-2:]
            rows.append(f"c{cell},{period},{4 * factor if is_more else 4},4.0,{cell % 3},{cell // 3}\n")
    return "".join(rows)


def test_a_scan_names_cells_duration_and_periods(tmp_path: Path) -> None:
    result = answer(tmp_path, "scan", SCAN + scan_rows(), "--neighbours", "3", "--draws", "99", "--seed", "7")
    (cluster,) = result["clusters"]
    assert (cluster["cells"], cluster["duration"], cluster["count"], cluster["baseline"]) == (["c0", "c1"], 2, 96, 16)
    assert (cluster["from"], cluster["to"], cluster["p"]) == ("2", "3", 0.01)
    assert cluster["llr"] == pytest.approx(92.008909, abs=1e-6), "96 log(96/16) + 16 - 96"
    shuffled = SCAN + "".join(reversed(scan_rows().splitlines(keepends=True)))
    assert answer(tmp_path, "scan", shuffled, "--neighbours", "3", "--draws", "99", "--seed", "7") == result


def test_a_scan_reads_dates_and_populations(tmp_path: Path) -> None:
    days = SCAN + scan_rows(periods=("1404-12-29", "1405-01-01", "1405-01-02"))
    result = answer(tmp_path, "scan", days, "--model", "population", "--max-duration", "2", "--draws", "19")
    assert (result["clusters"][0]["cells"], result["clusters"][0]["from"]) == (["c0", "c1"], "1405-01-01")
    assert result["clusters"][0]["expected"] == pytest.approx(16 * 188 / 108), "the scaled baseline"
    degrees = "cell,period,count,expected,lon,lat\n" + scan_rows()
    assert answer(tmp_path, "scan", degrees, "--degrees", "--draws", "19")["clusters"][0]["cells"] == ["c0", "c1"]


def test_ears_in_order_of_time(tmp_path: Path) -> None:
    counts = [2, 3, 1, 4, 2, 3, 2, 9]
    rows = [f"{week},{count}\n" for week, count in enumerate(counts, start=1)]
    result = answer(tmp_path, "ears", "period,count\n" + "".join(rows), "--method", "C1", "--weeks", "7")
    assert result["alarms"] == ["8"]
    assert (result["rows"][0]["period"], result["rows"][0]["upper"], result["rows"][0]["alarm"]) == ("1", None, False)
    assert result["rows"][7]["upper"] == pytest.approx(2.428571 + 1.644854 * 0.9759, abs=1e-5)
    turned = answer(tmp_path, "ears", "period,count\n" + "".join(reversed(rows)))
    assert [row["upper"] for row in turned["rows"]] == [row["upper"] for row in result["rows"]]
    assert answer(tmp_path, "ears", "count\n" + "1\n" * 7 + "5\n")["alarms"] == [9]
    assert answer(tmp_path, "ears", "year,week,period,count\n2026,1,a,3\n")["rows"][0]["period"] == "a"


def test_periods_are_named_by_year_and_week_or_month(tmp_path: Path) -> None:
    rows = [f"{year},{week},{week % 3}\n" for year in (2010, 2011) for week in range(1, 13)]
    result = answer(tmp_path, "ears", "year,week,count\n" + "".join(reversed(rows)))
    assert [row["period"] for row in result["rows"]][::12] == ["2010-W01", "2011-W01"]
    assert [row["row"] for row in result["rows"]] == list(range(25, 1, -1)), "they are put in order"
    named = "".join(f"{row[:4]}-W{row[5:]}" for row in reversed(rows))
    assert [row["upper"] for row in answer(tmp_path, "ears", "period,count\n" + named)["rows"]] == [
        row["upper"] for row in result["rows"]
    ]
    months = "".join(f"{year},{month},{month},9,{year - 1401}\n" for year in (1401, 1402) for month in range(1, 13))
    assert answer(tmp_path, "its", "year,month,count,exposure,after\n" + months, "--harmonics", "1")["n"] == 24
    days = "".join(f"2011,1,{day},{day % 2}\n" for day in range(1, 31))
    assert answer(tmp_path, "changepoints", "year,month,day,value\n" + days)["segments"][0]["to"] == "2011-01-30"


def test_changepoints_count_rows_from_0_and_skip_gaps(tmp_path: Path) -> None:
    values = ["1", "2"] * 10 + ["9", "۱۰"] * 10
    values[4], values[30] = "", "NA"
    content = "time,value\n" + "".join(f"{1381 + place},{value}\n" for place, value in enumerate(values))
    result = answer(tmp_path, "changepoints", content)
    assert (result["n"], result["changepoints"]) == (40, [20])
    assert [(part["from"], part["to"]) for part in result["segments"]] == [("1381", "1400"), ("1401", "1420")]
    assert answer(tmp_path, "changepoints", "value\n1\n2\n")["changepoints"] == []
    assert answer(tmp_path, "changepoints", "time,value\na,NaN\nb,\n")["segments"] == []


def test_an_interrupted_series(tmp_path: Path) -> None:
    rows = "".join(f"{t},{100 if t <= 20 else 50},{1000},{int(t > 20)}\n" for t in range(1, 41))
    result = answer(tmp_path, "its", ITS + rows, "--harmonics", "0")
    assert result["ratio"] == 0.5
    assert (result["interval"], result["dispersion"], result["trend"]) == ([0.5, 0.5], 0, 1)
    assert (result["count_after"], result["expected_after"]) == (1000, 2000)
    both = answer(tmp_path, "its", ITS + rows, "--slope", "--harmonics", "2", "--season", "12")
    assert both["slope"] == pytest.approx(1, abs=1e-6)


def test_a_bound_beyond_every_number_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rows.csv"
    rows = "".join(f"{t},{10**15 if t == 3 else t},9,{int(t > 20)}\n" for t in range(40))
    file.write_text(ITS + rows, encoding="utf-8")
    with pytest.raises(ResultIsNoNumber):
        run(argparse.Namespace(rest=["its", str(file)]))
    assert capsys.readouterr().out == ""


def test_run_lengths_of_several_charts(tmp_path: Path) -> None:
    content = "chart,k,h,lambda,L,shift,sides\nCUSUM,.5,4,,,0,\nEWMA,,,.1,2.814,1,\ncusum,.5,4,,,0,1\n"
    rows = answer(tmp_path, "run-lengths", content)["rows"]
    assert [row["arl"] for row in rows] == pytest.approx([167.68, 10.33, 335.37], abs=0.01)


def test_farringtons_rule(tmp_path: Path) -> None:
    content = "count\n" + "9\n11\n" * 140 + "30\n"
    (week,) = answer(tmp_path, "farrington", content)["rows"]
    assert (week["row"], week["alarm"], week["dispersion"]) == (282, True, 1)
    assert week["expected"] == pytest.approx(10, abs=0.4)
    assert len(answer(tmp_path, "farrington", content, "--last", "5")["rows"]) == 5


def test_hot_spots_by_number_and_by_distance(tmp_path: Path) -> None:
    rows = "".join(f"{x}-{y},{9 if x > 4 and y > 4 else (x * y) % 3},{x},{y}\n" for x in range(8) for y in range(8))
    nearest: tuple[str, ...] = ()
    for options in (nearest, ("--within", "1.5")):
        result = answer(tmp_path, "hot-spots", "cell,value,x,y\n" + rows, *options)
        hot = {cell["cell"] for cell in result["cells"] if cell["class"] == "hot"}
        assert {"6-6", "7-7", "5-6"} <= hot <= {f"{x}-{y}" for x in (4, 5, 6, 7) for y in (4, 5, 6, 7)}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("scan", SCAN + "a,1,1,1,0,0\na,1,2,1,0,0\n", "row 3: “a · 1” is in row 2 already"),
        ("scan", SCAN + "a,1,1,0,0,0\n", "row 2: there are reports, and the baseline is 0"),
        ("scan", SCAN + "a,1,1,-2,0,0\n", "row 2: -2 in “baseline” lies outside 0 to 1000000000000"),
        ("scan", SCAN + "a,1,1.5,1,0,0\n", "row 2: 1.5 in “count” is no whole number"),
        ("scan", SCAN + "a,1,1,1,0,0\na,2,1,1,0,5\n", "row 3: “a” has another x or y in an earlier row"),
        ("scan", SCAN + "a,1,1,1,0,0\nb,2,1,1,0,5\n", "“a” has no row for the period “2”"),
        ("scan", "cell,count\na,1\n", "does not name: period, baseline, x, y"),
        ("ears", "period,count\n1,-1\n", "row 2: -1 in “count” is no whole number"),
        ("scan", SCAN + "a1,1,1,1,0,0\na۱,۱,2,1,0,0\n", "row 3: “a1 · 1” is in row 2 already"),
        ("ears", "period,count\n1,1\n1,2\n", "row 3: “1” is in row 2 already"),
        ("ears", "period,count\n1,1\n۱,2\n", "row 3: “1” is in row 2 already"),
        ("hot-spots", "cell,value,x,y\n1,1,0,0\n۱,1,0,1\n", "row 3: “1” is in row 2 already"),
        ("changepoints", "time,value\n1,x\n", "row 2: “x” in “value” is no number"),
        ("changepoints", "value\n" + "1\n" * 10_001, "A series of 10001 values is too long"),
        ("its", ITS + "1,2,0,0\n", "row 2: 0 in “exposure” is not above 0"),
        ("its", ITS + "".join(f"{t},{5 * (t < 20)},9,{int(t >= 20)}\n" for t in range(40)), "counts before and after"),
        ("its", ITS + "1,2,1,2\n", "row 2: 2 in “after” lies outside 0 to 1"),
        ("its", ITS + "".join(f"{t},{t},9,0\n" for t in range(1, 40)), "at least 8 in all"),
        ("run-lengths", "chart,shift\nshewhart,0\n", "row 2: “shewhart” is no chart"),
        ("run-lengths", "chart,shift,k,h\ncusum,0,,4\n", "row 2: the column “k” is empty"),
        ("farrington", "count\n" + "3\n" * 70, "70 weeks are too few"),
        ("hot-spots", "cell,value,x,y\na,1,0,0\na,1,0,1\n", "row 3: “a” is in row 2 already"),
        ("hot-spots", "cell,value,x,y\n" + "".join(f"{n},1,{n},0\n" for n in range(2001)), "2001 cells are too many"),
    ],
)
def test_what_cannot_be_used_is_refused(tmp_path: Path, name: str, content: str, reason: str) -> None:
    assert reason in refusal(tmp_path, name, content).words("en")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("scan", ("--neighbours", "0")),
        ("scan", ("--draws", "1.5")),
        ("ears", ("--method", "C4")),
        ("ears", ("--weeks", "1")),
        ("ears", ("--alpha", "1")),
        ("its", ("--season", "0")),
        ("farrington", ("--years", "1")),
        ("hot-spots", ("--within", "-1")),
    ],
)
def test_options_out_of_range_are_refused(
    name: str, options: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        make_parser().parse_args([name, "file", *options])
    assert left.value.code == 2
    assert options[0] in capsys.readouterr().err


def test_too_large_a_scan_is_refused(tmp_path: Path) -> None:
    rows = SCAN + "".join(f"{cell},1,1,1,{cell},0\n" for cell in range(50))
    options = ("--neighbours", "50", "--draws", "1000000", "--max-duration", "9")
    assert answer(tmp_path, "scan", rows, "--draws", "9")["cells"] == 50
    many = SCAN + "".join(f"{cell},1,1,1,{cell},0\n" for cell in range(300))
    assert "too much to scan" in refusal(tmp_path, "scan", many, *options).words("en")


def test_they_bring_no_large_parts_of_scipy() -> None:
    code = (
        "import importlib, pkgutil, sys\n"
        "from peygir.ops.commands.method import methods\n"
        "assert 'scan' in [name for name, module in methods()]\n"
        "assert not [name for name in sys.modules if name.startswith('peygir.outlook.insight')]\n"
        "import peygir.outlook.insight.methods as package\n"
        "for found in pkgutil.iter_modules(package.__path__):\n"
        "    importlib.import_module(f'{package.__name__}.{found.name}')\n"
        "large = {'scipy.stats', 'scipy.optimize', 'scipy.integrate', 'scipy.sparse', 'scipy.interpolate', 'pandas'}\n"
        "print(sorted(large & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
