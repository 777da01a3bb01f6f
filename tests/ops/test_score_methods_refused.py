"""Files and options that the statistics of marks refuse, with the row and the reason in both languages."""

from pathlib import Path

import pytest

from peygir.ops.commands.method import make_parser
from tests.method_files import refusal


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
        ("shrink", "events,n\n5,200000000\n3,40\n", "row 2: 200000000 in “n” lies outside"),
        ("heap", "value,threshold\n1e308,1\n", "row 2: 1e308 in “value” lies outside"),
        ("heap", "value,threshold\n1,-1e308\n", "row 2: -1e308 in “threshold” lies outside"),
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
        ("shrink", "events,n\n" + "1,2\n" * 2001, (), "at most 2000 units"),
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
        assert " · " in capsys.readouterr().err
