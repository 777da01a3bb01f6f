"""VRPLIB files that cannot be used are refused with the line that is wrong, in each language."""

import pytest

from peygir.core.refusals import Refusal
from peygir.core.routes.vrplib import read_vrplib
from tests.rules.route_files import OK_SMALL, with_lines, with_section


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it has no DIMENSION"),
        ("hello", "Line 1: this is neither"),
        (OK_SMALL.replace("DIMENSION : 5", "DIMENSION : many"), "Line 2: “many” is not a number"),
        (OK_SMALL.replace("DIMENSION : 5", "DIMENSION : 4.5"), "Line 2: DIMENSION must be a whole number"),
        (OK_SMALL.replace("DIMENSION : 5", "DIMENSION : 5000"), "Line 2: DIMENSION must be 1 to 3000"),
        (OK_SMALL.replace("EXPLICIT", "ROUGHLY"), "Line 3: the type “ROUGHLY” is not known"),
        (OK_SMALL.replace("FULL_MATRIX", "HALF"), "Line 4: the format “HALF” is not known"),
        (OK_SMALL.replace("0     818", "0     x"), "Line 11: “x” is not a number"),
        (OK_SMALL.replace("0     818", "0     -8"), "Line 11: A weight must not be negative"),
        (OK_SMALL.replace("0     818", "0"), "Line 7: FULL_MATRIX of 5 nodes has 25 weights, and here are 24"),
        (OK_SMALL.replace("\n2 5\n", "\n2 nan\n"), "“nan” is not a number"),
        (OK_SMALL.replace("\n2 5\n", "\n2 5 5\n"), "each row has as many"),
        (OK_SMALL.replace("\n2 5\n", "\n2 -5\n"), "a load must not be negative"),
        (OK_SMALL.replace("\n2 5\n", "\n9 5\n"), "Line 15: there is no node 9; there are 5"),
        (OK_SMALL.replace("\n2 5\n", "\n3 5\n"), "node 3 is given twice"),
        (OK_SMALL.replace("\n2 5\n", "\n"), "DEMAND_SECTION has no row for node 2"),
        (OK_SMALL.replace("2 15600 22500", "2 22500 15600"), "the window closes (15600) before it opens (22500)"),
        (OK_SMALL.replace("2 15600 22500", "2 15600"), "1 values stand here and not 2"),
        (OK_SMALL.replace("DEPOT_SECTION\n1", "DEPOT_SECTION\n7"), "“7” is no node that can be one more depot"),
        (OK_SMALL.replace("VEHICLES : 3", "VEHICLES : 0"), "Line 6: VEHICLES must be 1 to"),
        (with_lines("VEHICLES_COLOUR : 3"), "the specification VEHICLES_COLOUR is not known"),
        (with_lines("CAPACITY : 3"), "CAPACITY is given twice"),
        (with_section("MYSTERY", "1,2"), "the section MYSTERY_SECTION is not known"),
        (with_section("VEHICLES_DEPOT", "1,1"), "has no row for vehicle 3"),
        (with_section("VEHICLES_DEPOT", "1,1,2"), "“2” is no depot of the file"),
        (with_section("VEHICLES_ALLOWED_CLIENTS", "2,2,77"), "“77” is no customer of the file"),
        (with_section("MUTUALLY_EXCLUSIVE_GROUP", "2 3,3 4"), "each in one group alone"),
        (with_section("RELEASE_TIME", "0,0,99999,0,0"), "the goods of node 3 are ready after its window"),
        (with_section("CAPACITY", "1,2,3"), "CAPACITY is given above the sections too"),
        (OK_SMALL.replace("NAME : TEST", "TYPE : PDPTW"), "problems of the type “PDPTW” are not solved here"),
        (OK_SMALL + "", ""),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(text: str, reason: str) -> None:
    if not reason:
        read_vrplib(text)
        return
    with pytest.raises(Refusal) as refused:
        read_vrplib(text)
    assert reason in str(refused.value)
    assert refused.value.words("fa") != refused.value.words("en")
