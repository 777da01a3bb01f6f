"""The methods of planning as methods of `./run method`: what they answer, what they refuse, and what they load."""

import subprocess
import sys
from pathlib import Path

import pytest

from peygir.ops.commands.method import make_parser
from tests.method_files import answer, refusal

PANEL = "unit,time,value\n" + "".join(
    f"{unit},{time},{base + time % (2 if unit == 'D' else 3) + (5 if unit == 'A' and time > 6 else 0)}\n"
    for unit, base in (("A", 2), ("B", 1), ("C", 3), ("D", 9))
    for time in range(1, 10)
)
VOTES = (
    "META\nkey;value\nbudget;100\nvote_type;approval\nPROJECTS\nproject_id;cost\na;60\nb;50\nc;1\nd;500\nVOTES\n"
    "voter_id;vote\n1;a\n2;a,b\n3;b,d\n"
)
INCIDENTS = "area,topic,channel,duplicates,exposure\n" + "".join(
    f"{area},{topic},phone,{count},20\n" for area in "12" for topic in "xy" for count in (2, 3, 1 + int(area), 2)
)


def test_a_twin_and_its_placebo(tmp_path: Path) -> None:
    result = answer(tmp_path, "synthetic-control", PANEL, "--treated", "A", "--start", "7")
    assert result["weights"] == {"B": 0.5, "C": 0.5, "D": 0}
    assert (result["effect"], result["times_before"], result["times_after"]) == (5, 6, 3)
    assert result["placebo"]["rank"] == 1
    assert result["placebo"]["p_value"] == 0.25
    assert {row["unit"] for row in result["without_donor"]} == {"B", "C"}
    assert [row["gap"] for row in result["gaps"]] == [0] * 6 + [5] * 3
    later = answer(tmp_path, "synthetic-control", PANEL, "--treated", "A", "--start", "7", "--fit-from", "4")
    assert later["times_before"] == 3
    fewer = answer(
        tmp_path, "synthetic-control", PANEL, "--treated", "A", "--start", "7", "--without", "D", "--no-placebo"
    )
    assert "placebo" not in fewer
    assert "D" not in fewer["weights"]
    lagged = answer(tmp_path, "synthetic-control", PANEL, "--treated", "A", "--start", "7", "--lag", "2", "--lag", "4")
    assert [row["name"] for row in lagged["predictors"]] == ["value at 2", "value at 4"]


def test_predictors_may_be_empty_at_some_times_and_texts_are_none(tmp_path: Path) -> None:
    rows = PANEL.replace("unit,time,value", "region,year,y,parks,note").splitlines()
    content = "\n".join([rows[0], *(f"{row},{'' if ',2,' not in row else len(row)},so" for row in rows[1:])])
    result = answer(tmp_path, "synthetic-control", content, "--treated", "A", "--start", "7")
    assert [row["name"] for row in result["predictors"]] == ["parks", "mean of value"]


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        (PANEL, ("--treated", "X", "--start", "7"), "There is no unit “X”"),
        (PANEL, ("--treated", "A", "--start", "7", "--without", "X"), "There is no unit “X”"),
        (PANEL, ("--treated", "A", "--start", "2"), "1 times before"),
        (PANEL, ("--treated", "A", "--start", "10"), "9 times before and 0 after"),
        (PANEL, ("--treated", "A", "--start", "7", "--without", "A"), "at least two other units"),
        (PANEL, ("--treated", "A", "--start", "2024-05"), "are of two kinds"),
        (PANEL, ("--treated", "A", "--start", "7", "--lag", "8"), "has no value at “8”"),
        (PANEL + "A,۰۹,3\n", ("--treated", "A", "--start", "7"), "row 38: “A · 9” is in row 10 already"),
        (PANEL + "E,1,3\n", ("--treated", "A", "--start", "7"), "The unit “E” has no value at “2”"),
        (PANEL + "A,x,3\n", ("--treated", "A", "--start", "7"), "“x” in “time” is no date or time"),
        (PANEL + "A,11,\n", ("--treated", "A", "--start", "7"), "row 38: the column “value” is empty"),
        (
            "unit,time,value,p\nA,1,1,1\nA,2,1,\nA,3,1,\nB,1,1,\nB,2,1,\nB,3,1,5\nC,1,1,1\nC,2,1,\nC,3,1,\n",
            ("--treated", "A", "--start", "3"),
            "The predictor “p” of the unit “B” is empty",
        ),
    ],
)
def test_panels_that_are_refused(tmp_path: Path, content: str, options: tuple[str, ...], reason: str) -> None:
    assert reason in refusal(tmp_path, "synthetic-control", content, *options).words("en")


def test_what_a_vote_funds_and_why_not(tmp_path: Path) -> None:
    result = answer(tmp_path, "equal-shares", VOTES)
    assert (result["funded"], result["spent"], result["voters"]) == (["b"], 50, 3)
    why = {row["project"]: row["why"] for row in result["projects"]}
    assert why == {"a": "supporters_cannot_pay", "b": "funded", "c": "no_votes", "d": "above_budget"}
    assert "increment" not in result
    raised = answer(tmp_path, "equal-shares", VOTES, "--completion", "increase", "--increment", "0.5")
    assert raised["funded"] == ["b"]
    assert raised["increases"] > 0
    points = VOTES.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")
    points = points.replace("1;a", "1;a;4").replace("2;a,b", "2;a,b;1,3").replace("3;b,d", "3;b,d;2,2")
    row = answer(tmp_path, "equal-shares", points, "--utility", "cardinality")["projects"][1]
    assert (row["votes"], row["points"]) == (2, 5)
    assert "Line 7" in refusal(tmp_path, "equal-shares", VOTES.replace("a;60", "a;x")).words("en")


def test_a_portfolio_and_its_chances(tmp_path: Path) -> None:
    content = "project,cost,profit,benefit_low,benefit_high\nA,6,۹,7,12\nB,6,8,6,11\nC,0.05,1,0.9,1.1\n"
    result = answer(tmp_path, "portfolio", content, "--budget", "10", "--draws", "50")
    assert (result["chosen"], result["benefit"], result["gap"]) == (["A", "C"], 10, 0)
    assert result["small_and_sure"] == ["C"]
    assert result["candidates"][2]["p"] == 1
    assert result["candidates"][0]["p"] + result["candidates"][1]["p"] == pytest.approx(1)
    knapsack = answer(tmp_path, "portfolio", "1\n3 1 7\n5 4 3\n2 3 1\n5\n")
    assert knapsack["problems"][0]["benefit"] == 9
    assert knapsack["problems"][0]["chosen"] == [1, 2]


@pytest.mark.parametrize(
    ("content", "options", "reason"),
    [
        ("candidate,cost,benefit\nA,5,1\n", (), "give the --budget"),
        ("candidate,cost,benefit\nA,5,1\nA,5,1\n", ("--budget", "9"), "row 3: “A” is in row 2 already"),
        ("candidate,cost,benefit\nA,-5,1\n", ("--budget", "9"), "row 2: -5 in “cost” lies outside"),
        ("candidate,cost,benefit,after\nA,5,1,B\n", ("--budget", "9"), "Row 2: there is no candidate “B”"),
        ("candidate,cost,benefit,district,floor\nA,5,1,n,10\n", ("--budget", "9"), "No portfolio keeps the budget"),
        ("candidate,cost,benefit,district,floor\nA,5,1,n,1\nB,5,1,n,2\n", ("--budget", "9"), "row 3: “n” has another"),
        ("candidate,cost,benefit,floor\nA,5,1,1\n", ("--budget", "9"), "row 2: the column “district” is empty"),
        ("candidate,cost,benefit,load\nA,5,1,1\n", ("--budget", "9"), "row 2: there is a load, and no unit"),
        ("candidate,cost,benefit,cost_low,cost_high\nA,5,1,3,2\n", ("--budget", "9"), "“cost_low” is more than"),
        ("candidate,cost,benefit,cost_low\nA,5,1,3\n", ("--budget", "9"), "the column “cost_high” is empty"),
        ("candidate,cost,benefit,after\nA,5,1,\nB۲,5,1,A|B2\n", ("--budget", "9"), "row 3: “B2” comes after itself"),
        ("candidate,cost,benefit\nA,1e300,1\n", ("--budget", "9"), "lies outside 0 to 1000000000000000"),
        ("candidate,cost,benefit\n", ("--budget", "9"), "no rows below its headings"),
        ("1\n2 1\n", (), "it ends too early"),
        ("1\n3 1 7\n5 4 x\n2 3 1\n5\n", (), "line 3: “x” is no number from 0"),
    ],
)
def test_portfolios_that_are_refused(tmp_path: Path, content: str, options: tuple[str, ...], reason: str) -> None:
    assert reason in refusal(tmp_path, "portfolio", content, *options).words("en")


def test_rates_of_reports(tmp_path: Path) -> None:
    result = answer(tmp_path, "under-reporting", INCIDENTS)
    assert [row["term"] for row in result["coefficients"]] == ["(rate)", "area: 2", "topic: y"]
    assert result["reference"] == {"area": "1", "topic": "x"}
    first, second = result["areas"]
    assert first["rate"] == pytest.approx(9 / 80, rel=1e-3)
    assert first["rate_interval"][0] < first["rate"] < first["rate_interval"][1]
    assert second["median_days"] < first["median_days"]
    assert first["demand_interval"][0] <= first["demand"] <= first["demand_interval"][1]
    assert first["p_reported"] == pytest.approx(first["incidents"] / first["demand"], rel=1e-5)
    assert len(result["groups"]) == 4
    sparse = answer(tmp_path, "under-reporting", INCIDENTS + "3,x,phone,0,1\n")
    assert sparse["areas"][2] == {"area": "3", "incidents": 1, "duplicates": 0, "is_estimable": False}
    measured = answer(tmp_path, "under-reporting", "area,duplicates,exposure\n−0.5,2,9\n۱٫۰,3,9\n2,1,9\n")
    assert [row["term"] for row in measured["coefficients"]] == ["(rate)", "area"]
    inflated = answer(tmp_path, "under-reporting", INCIDENTS, "--model", "zero-inflated", "--days", "10")
    assert inflated["never_reported_again"] < 0.05


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("duplicates,exposure\n1,0\n", "row 2: 0 in “exposure” is not above 0"),
        ("duplicates,exposure\n-1,3\n", "row 2: -1 in “duplicates” is no whole number"),
        ("duplicates,exposure\n1.5,3\n", "row 2: 1.5 in “duplicates” is no whole number"),
        ("duplicates,exposure\n1e14,3\n", "1e14 in “duplicates” lies outside 0 to 1000000"),
        ("duplicates,exposure\n1,1e14\n", "1e14 in “exposure” lies outside 0 to 1000000"),
        ("duplicates,exposure\n0,3\n0,4\n", "No incident was reported a second time"),
        ("incident,duplicates,exposure\na,1,3\na,1,3\n", "row 3: “a” is in row 2 already"),
        ("area,duplicates,exposure\na,1,3\n", ""),
        ("area,topic,duplicates,exposure\na,x,1,3\nb,y,1,3\n", "areas, topics and channels"),
    ],
)
def test_incidents_that_are_refused(tmp_path: Path, content: str, reason: str) -> None:
    if not reason:
        assert answer(tmp_path, "under-reporting", content)["incidents"] == 1
        return
    assert reason in refusal(tmp_path, "under-reporting", content).words("en")


def test_options_that_are_none_are_refused_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        ("forecast", "--horizon", "0"),
        ("forecast", "--horizon", "x"),
        ("portfolio", "--gap", "1"),
        ("portfolio", "--draws", "-5"),
        ("portfolio", "--seed", "-1"),
        ("rank-sets", "--seed", "-1"),
        ("synthetic-control", "--treated", "A", "--start", "soon"),
    ):
        with pytest.raises(SystemExit) as ended:
            make_parser().parse_args([arguments[0], str(tmp_path), *arguments[1:]])
        assert ended.value.code == 2
        assert " · " in capsys.readouterr().err


def test_nothing_of_planning_is_loaded_before_it_is_used() -> None:
    """`./run method` lists all methods, and neither it nor a web process loads HiGHS or scipy.optimize for that."""
    code = (
        "import sys\n"
        "from peygir.ops.commands.method import methods\n"
        "names = [name for name, module in methods()]\n"
        "assert {'portfolio', 'forecast', 'equal-shares', 'under-reporting', 'synthetic-control'} <= set(names)\n"
        "large = {'highspy', 'scipy.optimize', 'scipy.signal', 'pandas', 'peygir.outlook.planning'}\n"
        "print(sorted(large & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
