"""What a case knows of its asset, and what an asset knows of its cases."""

from datetime import timedelta

import pytest

from peygir.assets import queries
from peygir.cases import of_asset
from peygir.cases.actions import CaseHasChanged, MoveNotYours
from peygir.desks.intake.rules import AssetIsNotThere
from peygir.history.queries import verify
from peygir.journey import naming
from tests import asset_register, make
from tests.asset_register import register
from tests.drain import drain
from tests.town import MORNING, Town, TownClock

pytestmark = pytest.mark.usefixtures("town", "town_clock")


@pytest.fixture(autouse=True)
def _types(town: Town, town_clock: TownClock) -> None:
    asset_register.make_types()


def test_a_report_of_an_asset_gets_its_place_and_its_case_names_it(town: Town) -> None:
    tag = register(shift=0.001)
    code = make.report(district="", asset_tag=tag).code
    drain()
    case = make.case(code)
    asset = queries.needed_asset(tag)
    assert (case.lat, case.lon, case.asset_id) == (asset.lat, asset.lon, asset.id)
    assert case.neighbourhood is not None
    assert case.neighbourhood.code == "01-01"
    again = make.report(district="", asset_tag=tag, join_code=code)
    assert make.case(code).asset_id == asset.id
    assert of_asset.times_reported([asset.id], now=MORNING + timedelta(hours=1)) == {asset.id: 2}
    assert again.code != code
    assert verify().breaks == []


def test_a_case_that_takes_another_in_takes_over_its_asset(town: Town) -> None:
    tag, kept = register(), make.in_hand()
    joined, asset = make.in_hand(asset_tag=tag), queries.needed_asset(tag)
    make.command(joined, "merge", town.operator, into=kept)
    assert make.case(kept).asset_id == asset.id
    assert [one.code for one in of_asset.cases_of_asset(asset.id, town.operator)] == [kept]
    assert of_asset.times_reported([asset.id], now=MORNING) == {asset.id: 2}
    assert verify().breaks == []


def test_a_confidential_report_leaves_no_trace_at_an_asset(town: Town) -> None:
    tag = register()
    code = make.report("CNF-01", asset_tag=tag).code
    assert make.case(code).asset_id is None


def test_a_clerk_names_the_asset_of_a_case_and_takes_it_back(town: Town) -> None:
    tag, code = register(), make.in_hand()
    assert naming.name_asset(code, tag, by=town.clerk, version=make.case(code).version)
    assert not naming.name_asset(code, tag, by=town.clerk, version=None)
    assert [one.code for one in of_asset.cases_of_asset(queries.needed_asset(tag).id, town.clerk)] == [code]
    assert of_asset.cases_of_asset(queries.needed_asset(tag).id, town.clerk_two) == []
    assert naming.name_asset(code, "", by=town.clerk, version=None)
    assert make.case(code).asset_id is None
    assert make.kinds(code)[-2:] == ["asset_named", "asset_named"]
    with make.refused(AssetIsNotThere):
        naming.name_asset(code, "1234567", by=town.clerk, version=None)
    with make.refused(MoveNotYours):
        naming.name_asset(code, tag, by=town.mayor, version=None)
    with make.refused(CaseHasChanged):
        naming.name_asset(code, tag, by=town.clerk, version=1)


def test_a_case_within_the_warranty_of_a_repair_says_so(town: Town, town_clock: TownClock) -> None:
    tag = register()
    first = make.done(asset_tag=tag)
    assert naming.warranty_notice(make.case(first)) is None
    town_clock.moment = MORNING + timedelta(days=40)
    second = make.referred(asset_tag=tag)
    notice = naming.warranty_notice(make.case(second))
    assert notice is not None
    assert (notice.repair.code, notice.days, notice.after.days) == (first, 90, 40)
    other = make.referred("CIV-09", asset_tag=tag)
    assert naming.warranty_notice(make.case(other)) is None, "another topic"
    town_clock.moment = MORNING + timedelta(days=91)
    late = make.referred(asset_tag=tag)
    assert naming.warranty_notice(make.case(late)) is None
