"""Files of `./run method` as people make them: further columns, days among times, digits of several scripts."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.method_files import answer, refusal
from tests.ops.test_methods import method


@pytest.mark.parametrize(
    ("name", "columns", "rows", "further"),
    [
        ("shrink", "events,n", ("3,10", "4,20"), "expected"),
        ("funnel-proportion", "numerator,denominator", ("3,10", "4,20"), "population"),
        ("rank-sets", "estimate,se", ("3,1", "4,2"), "score"),
        ("km", "start,end,as_of", ("2026-10-01,2026-10-02,2026-10-12", "2026-10-03,,2026-10-12"), "closed"),
        ("reliability", "item,person,label", ("a,p,1", "a,q,2"), "class"),
        ("heap", "value,threshold", ("3,4", "9,4"), "days"),
        ("wilson", "count,n", ("1,2", "2,5"), "total"),
    ],
)
def test_a_further_column_that_might_mean_another_is_ignored(
    tmp_path: Path, name: str, columns: str, rows: Sequence[str], further: str
) -> None:
    plain = "\n".join([columns, *rows])
    wider = "\n".join([f"{further},{columns}", *(f"77,{row}" for row in rows)])
    assert answer(tmp_path, name, wider) == answer(tmp_path, name, plain)


def test_a_day_among_times_is_meant_to_its_end(tmp_path: Path) -> None:
    given = answer(
        tmp_path,
        "km",
        "start,end,as_of\n2026-10-01T08:00,2026-10-12T10:00,2026-10-12\n2026-10-12T09:00,,2026-10-12\n",
        "--days",
        "30",
    )
    assert (given["n"], given["finished"]) == (2, 1)
    days = "start,end,as_of\n2026-10-01,2026-10-12,2026-10-12\n2026-10-05,,2026-10-12\n"
    assert answer(tmp_path, "km", days, "--curve")["curve"][0]["at_risk"] == 1, "followed for 7 days, not for 8"


def test_digits_of_another_script_name_the_same_item_person_and_unit(tmp_path: Path) -> None:
    given = answer(tmp_path, "reliability", "item,person,label\n1,A1,x\n۱,A۱,x\n۱,B,x\n")
    assert [item["item"] for item in given["items"]] == ["1"]
    assert [person["person"] for person in given["persons"]] == ["A1", "B"]
    assert "row 3" in refusal(tmp_path, "rank-sets", "unit,estimate,se\nD1,1,1\nD۱,2,1\n").words("en")


def test_a_result_that_overflows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("unit,observed,expected\nA,1e15,1e-9\nB,0,1e15\n", encoding="utf-8")
    done = method("funnel-ratio", str(file), "--overdispersed")
    assert done.returncode == 2
    assert "too large or too small" in done.stderr
    assert "Traceback" not in done.stderr
