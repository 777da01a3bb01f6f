"""The statistics of marks as methods of `./run method`: what they answer, and files that are refused with a reason."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from peygir.core.refusals import Refusal
from peygir.ops.commands.method import make_parser, rounded

PERSIAN = "fa"


def answer(tmp_path: Path, name: str, content: str, *options: str) -> Any:
    """What the method prints for a file, as JSON."""
    file = tmp_path / "rows.csv"
    file.write_text(content, encoding="utf-8")
    given = make_parser().parse_args([name, str(file), *options])
    return json.loads(json.dumps(rounded(given.method.answer(given.file, given)), allow_nan=False))


def refusal(tmp_path: Path, name: str, content: str, *options: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        answer(tmp_path, name, content, *options)
    assert refused.value.words(PERSIAN) != refused.value.words("en"), "it is said in Persian too"
    return refused.value


def test_a_funnel_of_ratios(tmp_path: Path) -> None:
    content = "Name; Obs ;Exp;note\r\nA;8;6.239860227;x\r\nB;۱۵۱;106٫4429719;\r\nC;0;240.6273499;\r\n"
    result = answer(tmp_path, "funnel-ratio", content, "--multiplier", "100")
    assert [(unit["unit"], unit["class"]) for unit in result["units"]] == [
        ("A", "none"),
        ("B", "high_001"),
        ("C", "low_001"),
    ]
    assert result["units"][2]["limits_95"] == pytest.approx([0, 1.533027], abs=1e-5)
    assert result["target"] == 100
    around = answer(tmp_path, "funnel-ratio", content, "--limits", "expected", "--target", "average")
    assert around["target"] == pytest.approx(159 / 353.310182, abs=1e-6)
    widened = answer(tmp_path, "funnel-ratio", content, "--overdispersed", "--scale", "sqrt", "--outliers", "truncate")
    assert (widened["scale"], widened["outliers"], widened["units_used"]) == ("sqrt", "truncate", 3)
    assert all(unit["class"] == "none" for unit in widened["units"])


def test_a_funnel_of_shares(tmp_path: Path) -> None:
    content = "Area,numerator,denominator\nNew Forest,35078.4880000,41980\nNorwich,24803.6256000,31824\n"
    result = answer(tmp_path, "funnel-proportion", content, "--target", "0.806424478571495")
    assert [unit["class"] for unit in result["units"]] == ["high_001", "low_001"]
    alone = answer(tmp_path, "funnel-proportion", "count,n\n3,4\n")
    assert (alone["target"], alone["units"][0]["class"]) == (0.75, "none")
    assert "unit" not in alone["units"][0]
    assert answer(tmp_path, "funnel-proportion", "count,n\n4,4\n9,9\n")["units"][0]["limits_95"] == [1, 1]


def test_the_first_of_several_names_counts(tmp_path: Path) -> None:
    content = "name,hospital,unit,observed,expected\na,b,c,1,2\n"
    assert answer(tmp_path, "funnel-ratio", content)["units"][0]["unit"] == "c"
    content = "hospital,area,observed,expected\nb,a,1,2\n"
    assert answer(tmp_path, "funnel-ratio", content)["units"][0]["unit"] == "a"


def test_the_share_finished(tmp_path: Path) -> None:
    rows = "unit,start,end\nA,2026-01-01,2026-01-04\nA,2026-01-01,\nB,2026-01-02,2026-01-20\n"
    result = answer(tmp_path, "km", rows, "--as-of", "2026-01-10", "--curve")
    assert (result["n"], result["finished"], result["share"]) == (3, 1, 0.333333)
    assert result["naive_share"] == 1
    assert result["curve"] == [{"days": 3, "at_risk": 3, "finished": 1, "share": 0.333333}]
    assert [(unit["unit"], unit["share"]) for unit in result["units"]] == [("A", 0.5), ("B", 0)]
    # By then the last one is finished too.
    assert answer(tmp_path, "km", rows, "--as-of", "2026-02-01")["finished"] == 2
    assert not answer(tmp_path, "km", rows, "--as-of", "2026-02-01", "--days", "60")["is_followed"]


def test_dates_instants_offsets_and_jalali_days(tmp_path: Path) -> None:
    plain = answer(tmp_path, "km", "start,end,as_of\n2026-10-23,2026-10-25,\n2026-10-23,,2026-10-30\n", "--days", "2")
    for content in (
        "start,end,as_of\n1405-08-01,۱۴۰۵/۰۸/۰۳,\n1405/8/1,,1405-08-08\n",
        "opened_at;closed_at;as_of\n2026-10-23T03:30:00+03:30;2026-10-25T00:00:00Z;\n2026-10-23 00:00;;2026-10-30\n",
    ):
        assert answer(tmp_path, "km", content, "--days", "2") == plain
    hours = answer(tmp_path, "km", "start,end\n2026-10-23T00:00Z,2026-10-23T06:00Z\n", "--days", "0.25")
    assert (hours["share"], hours["median_days"]) == (1, 0.25)


def test_rank_sets_by_either_end(tmp_path: Path) -> None:
    content = "country,score,standard_error\nA,3,0.01\nB,2,0.01\nC,1,0.01\n"
    result = answer(tmp_path, "rank-sets", content, "--top", "1")
    assert result["may_be_top"] == ["A"]
    assert [unit["simultaneous"] for unit in result["units"]] == [[1, 1], [2, 2], [3, 3]]
    lowest = answer(tmp_path, "rank-sets", content, "--top", "2", "--best", "lowest", "--level", "0.9")
    assert lowest["may_be_top"] == ["B", "C"]
    unnamed = answer(tmp_path, "rank-sets", "estimate,se\n1,0.1\n", "--top", "1")
    assert (unnamed["may_be_top"], unnamed["units"][0]["marginal"]) == ([2], [1, 1])
    assert "may_be_top" not in answer(tmp_path, "rank-sets", content)


def test_shrinkage_by_either_end(tmp_path: Path) -> None:
    content = "hospital,deaths,operations\nA,2,50\nB,9,60\nC,0,0\nD,20,80\n"
    result = answer(tmp_path, "shrink", content)
    assert [unit["rank"] for unit in result["units"]][0::3] == [1, 4]
    assert result["units"][2]["estimate"] is None
    lowest = answer(tmp_path, "shrink", content, "--worst", "lowest")
    assert [unit["rank"] for unit in lowest["units"]][0::3] == [4, 1]
    assert lowest["units"][0]["p_worst"] == result["units"][0]["p_best"]
    for unit, other in zip(result["units"], lowest["units"], strict=True):
        assert unit["rank_interval"] == [5 - rank for rank in reversed(other["rank_interval"])]
        assert unit["interval"] == other["interval"]
    poisson = answer(tmp_path, "shrink", "unit,observed,expected\nA,9,4.5\nB,3,6.1\n", "--model", "gamma-poisson")
    assert 0.5 < poisson["units"][0]["mean"] < 2


def test_labels_in_any_digits(tmp_path: Path) -> None:
    content = "task,worker,answer\n" + "".join(
        f"t{task},w{worker},{'۱' if task % 2 else '10'}\n" for task in range(6) for worker in range(3)
    )
    result = answer(tmp_path, "reliability", content)
    assert result["labels"] == ["1", "10"]
    assert [item["label"] for item in result["items"]] == ["10", "1"] * 3
    assert result["persons"][0]["confusion"] == {"1": {"1": 1, "10": 0}, "10": {"1": 0, "10": 1}}


def test_a_heap_of_numbers_and_of_dates(tmp_path: Path) -> None:
    values = [day for day in range(1, 15) for _ in range(12)] + [7] * 60
    numbers = "value\n" + "".join(f"{value}\n" for value in values)
    result = answer(tmp_path, "heap", numbers, "--threshold", "7")
    assert (result["verdict"], result["n"], result["window"]) == ("heap", 228, 1)
    dates = "unit,closed,due\n" + "".join(f"U,2026-03-{value:02},2026-03-07\n" for value in values)
    assert answer(tmp_path, "heap", dates)["units"][0]["p_value"] == result["p_value"]
    assert answer(tmp_path, "heap", "value,threshold\n1,2\n")["verdict"] == "too_few"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("funnel-ratio", "observed,expected\n1,1\n3,0\n", "row 3: 0 in “expected” is not above 0"),
        ("funnel-ratio", "observed,expected\n3,-2\n", "row 2: -2 in “expected” is not above 0"),
        ("funnel-ratio", "observed,expected\n3.5,2\n", "row 2: 3.5 in “observed” is no whole number from 0"),
        ("funnel-ratio", "observed,expected\n-1,2\n", "row 2: -1 in “observed” is no whole number from 0"),
        ("funnel-ratio", "observed,expected\n1e300,2\n", "row 2: 1e300 in “observed” is no whole number"),
        ("funnel-ratio", "observed,expected\n12%,2\n", "row 2: “12%” in “observed” is no number"),
        ("funnel-ratio", "unit,observed,expected\nA,1,2\nB,1,2\nA,2,3\n", "row 4: “A” is in row 2 already"),
        ("funnel-ratio", "unit,observed\nA,1\n", "does not name: expected"),
        ("funnel-proportion", "numerator,denominator\n1,0\n", "row 2: 0 in “denominator” is not above 0"),
        ("funnel-proportion", "numerator,denominator\n3,2\n", "row 2: the numerator is more than the denominator"),
        ("funnel-proportion", "numerator,denominator\n-1,2\n", "row 2: -1 in “numerator” is below 0"),
        ("funnel-proportion", "numerator,denominator\n0,2\n0,5\n", "All counts are 0"),
        ("km", "start,end\n2026-01-05,2026-01-04\n", "row 2: it ends before it starts"),
        ("km", "start,end\n2026-01-05,\n", "row 2: it has no end"),
        ("km", "start,end,as_of\n2026-01-05,,2026-01-01\n", "row 2: it starts after the day"),
        ("km", "start,end\n2026-02-30,\n", "row 2: “2026-02-30” in “start” is no date or time"),
        ("km", "start,end\n1405-12-30,\n", "row 2: “1405-12-30” in “start” is no date or time"),
        ("km", "start,end\n,2026-01-04\n", "row 2: the column “start” is empty"),
        ("rank-sets", "estimate,se\n1,0\n", "row 2: 0 in “se” is not above 0"),
        ("rank-sets", "estimate,se\nNA,1\n", "row 2: “NA” in “estimate” is no number"),
        ("rank-sets", "estimate,se\n1e300,1\n", "row 2: 1e300 in “estimate” lies outside"),
        ("shrink", "events,n\n3,2\n", "row 2: the count 3 is more than n, 2"),
        ("shrink", "events,n\n1.5,2\n", "row 2: 1.5 in “events” is no whole number"),
        ("shrink", "events,n\n0,20\n0,30\n3,40\n", "at least two units with events"),
        ("shrink", "events,n\n3,40\n", "at least two units with events"),
        ("reliability", "item,person,label\nx,,1\n", "row 2: the column “person” is empty"),
        ("reliability", "item,person,label\n" + "".join(f"x,y,{n}\n" for n in range(51)), "51 different labels"),
        ("heap", "value,threshold\n1,x\n", "row 2: one of value and threshold is a number"),
        ("heap", "value,threshold\nx,y\n", "row 2: “x” in “value” is no date or time"),
        ("heap", "value\n1\n", "does not name: threshold"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_row(tmp_path: Path, name: str, content: str, reason: str) -> None:
    assert reason in refusal(tmp_path, name, content).words("en")


@pytest.mark.parametrize(
    ("name", "content", "options", "reason"),
    [
        ("rank-sets", "estimate,se\n1,1\n2,1\n", ("--top", "3"), "--top 3 is not between 1"),
        ("rank-sets", "estimate,se\n1,1\n", ("--top", "0"), "--top 0 is not between 1"),
        ("rank-sets", "estimate,se\n" + "1,1\n" * 2001, (), "2001 units are more than 2000"),
        ("funnel-proportion", "count,n\n1,2\n", ("--target", "1.2"), "between 0 and 1"),
        ("funnel-ratio", "observed,expected\n0,2\n", ("--target", "average"), "All counts are 0"),
        ("shrink", "events,n\n1,0\n", ("--model", "gamma-poisson"), "row 2: there are events, and n is 0"),
        ("shrink", "events,n\n" + "1,2\n" * 3001, (), "at most 3000 units"),
        ("km", "start,end\n2026-01-05,\n", ("--as-of", "2026-01-01"), "row 2: it starts after the day"),
    ],
)
def test_options_that_do_not_fit_are_refused(
    tmp_path: Path, name: str, content: str, options: tuple[str, ...], reason: str
) -> None:
    assert reason in refusal(tmp_path, name, content, *options).words("en")


def test_options_that_are_none_are_refused_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in (
        ("funnel-ratio", "--target", "0"),
        ("funnel-ratio", "--multiplier", "-1"),
        ("km", "--as-of", "yesterday"),
        ("km", "--days", "0"),
        ("heap", "--threshold", "soon"),
        ("rank-sets", "--level", "1"),
    ):
        with pytest.raises(SystemExit) as ended:
            make_parser().parse_args([arguments[0], str(tmp_path), *arguments[1:]])
        assert ended.value.code == 2
        assert "نیست" in capsys.readouterr().err


def test_the_methods_bring_no_large_parts_of_scipy() -> None:
    """Beside numpy and scipy.special nothing is loaded, and by `./run method wilson` none of it."""
    code = (
        "import importlib, pkgutil, sys\n"
        "from peygir.ops.commands.method import methods\n"
        "names = [name for name, module in methods()]\n"
        "assert 'shrink' in names and not [one for one in sys.modules if one.startswith('peygir.outlook')], names\n"
        "import peygir.outlook.scoring.methods as package\n"
        "for found in pkgutil.iter_modules(package.__path__):\n"
        "    importlib.import_module(f'{package.__name__}.{found.name}')\n"
        "large = {'scipy.stats', 'scipy.optimize', 'scipy.integrate', 'scipy.sparse', 'scipy.interpolate', 'pandas'}\n"
        "print(sorted(large & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
