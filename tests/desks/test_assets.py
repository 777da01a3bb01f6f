"""Assets: types and attributes, one asset's life, the nearest ones, and what a case knows of its asset."""

from datetime import date, timedelta
from typing import Any

import pytest

from peygir.assets import actions, queries
from peygir.assets.actions import AssetContent
from peygir.assets.attributes import (
    AttributeIsNeeded,
    AttributeIsUnknown,
    DefinitionIsWrong,
    ValueDoesNotFit,
    ValueIsNotListed,
    read_definitions,
    written_definitions,
)
from peygir.assets.models import Asset
from peygir.assets.queries import AssetFilter
from peygir.assets.row_reading import AssetEndsBeforeItBegins
from peygir.core.refusals import Refusal
from peygir.desks.intake.rules import AssetIsNotThere
from peygir.history.queries import timeline, verify
from peygir.journey import naming
from peygir.people.actions import NotYourWork
from tests import asset_register, make
from tests.asset_register import register
from tests.town import MORNING, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town", "town_clock")
TODAY = date(2026, 5, 3)


@pytest.fixture(autouse=True)
def _types(town: Town, town_clock: TownClock) -> None:
    asset_register.make_types()


def content(tag: str, **changed: Any) -> AssetContent:
    """What an asset says now, with changes."""
    asset = queries.needed_asset(tag)
    names = ("lat", "lon", "number", "name", "address", "unit_id", "state", "installed_on", "attributes")
    return AssetContent(**{name: getattr(asset, name) for name in names} | changed)


def test_an_asset_is_registered_with_a_tag_and_its_place(town: Town) -> None:
    tag = register("bin", number="K-7", attributes={"volume": "۷۷۰", "lid": "بسته", "emptied_on": "1405/02/01"})
    asset = queries.needed_asset(tag)
    assert len(tag) == 7
    assert (asset.district_code, asset.neighbourhood_code) == ("1", "01-01")
    assert asset.attributes == {"volume": 770.0, "lid": "closed", "emptied_on": "2026-04-21"}
    assert [event.kind for event in timeline("asset", asset.id)] == ["asset_registered"]
    assert verify().breaks == []


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, AttributeIsNeeded),
        ({"volume": "many"}, ValueDoesNotFit),
        ({"volume": "1", "lid": "half"}, ValueIsNotListed),
        ({"volume": "1", "emptied_on": "yesterday"}, ValueDoesNotFit),
        ({"volume": "1", "colour": "red"}, AttributeIsUnknown),
    ],
)
def test_values_of_the_wrong_type_are_refused(given: dict[str, str], refusal: type[Refusal]) -> None:
    with make.refused(refusal):
        register("bin", attributes=given)
    assert not Asset.objects.exists()


def test_a_point_outside_the_city_and_a_taken_number_are_refused() -> None:
    with make.refused(actions.AssetPointIsWrong):
        register(shift=3.0)
    register(number="K-1")
    with make.refused(actions.AssetNumberIsTaken):
        register(number="K-1")


def test_a_change_names_what_changed_and_a_stale_page_is_refused() -> None:
    tag = register(name="نام")
    version = queries.needed_asset(tag).version
    assert actions.change_asset(tag, content(tag), version=version, by="test") == []
    assert actions.change_asset(tag, content(tag, name="نو", state="damaged"), version=version, by="test") == [
        "name",
        "state",
    ]
    with make.refused(actions.AssetHasChanged):
        actions.change_asset(tag, content(tag, name="سوم"), version=version, by="test")
    asset = queries.needed_asset(tag)
    assert [event.kind for event in timeline("asset", asset.id)] == ["asset_registered", "asset_changed"]
    assert timeline("asset", asset.id)[-1].data == {"changed": ["name", "state"], "state": "damaged"}
    assert verify().breaks == []


def test_a_moved_asset_gets_the_neighbourhood_of_its_new_place() -> None:
    tag = register()
    lat, lon = point_in("2", north=True)
    actions.change_asset(tag, content(tag, lat=lat, lon=lon), by="test")
    assert queries.needed_asset(tag).neighbourhood_code == "02-02"


def test_a_removed_asset_is_offered_no_more_and_may_come_back() -> None:
    tag = register(installed_on=date(2025, 1, 1))
    with make.refused(AssetEndsBeforeItBegins):
        actions.remove_asset(tag, on=date(2024, 12, 31), by="test")
    with make.refused(AssetEndsBeforeItBegins):
        actions.remove_asset(tag, on=TODAY + timedelta(days=1), by="test")
    actions.remove_asset(tag, on=TODAY, by="test")
    asset = queries.needed_asset(tag)
    assert (asset.state, asset.removed_on) == ("removed", TODAY)
    assert queries.nearest(asset.city_id, lat=asset.lat, lon=asset.lon) == []
    with make.refused(AssetIsNotThere):
        make.report(asset_tag=tag)
    actions.restore_asset(tag, by="test")
    assert [one.tag for one in queries.nearest(asset.city_id, lat=asset.lat, lon=asset.lon)] == [tag]


def test_the_nearest_are_those_of_the_topics_types_by_true_distance(town: Town) -> None:
    lat, lon = point_in("1")
    near, far = register(shift=0.0002), register(shift=0.0005)
    register("bin")  # nearer, and of another topic
    register(shift=0.004)  # out of reach
    near_assets = queries.nearest(town.city_id, lat=lat, lon=lon, topic_id=town.topics["CIV-01"])
    assert [one.tag for one in near_assets] == [near, far]
    assert near_assets[0].metres == pytest.approx(22.2, abs=0.5)
    assert queries.nearest(town.city_id, lat=lat, lon=lon, topic_id=town.topics["GRN-07"]) == []
    east = AssetContent(lat=lat, lon=lon + 0.00021)  # more degrees away than the first one, and fewer metres
    nearest = actions.register_asset(town.city_id, "light", east, by="test")
    near_assets = queries.nearest(town.city_id, lat=lat, lon=lon, topic_id=town.topics["CIV-01"])
    assert [one.tag for one in near_assets] == [nearest, near, far]


def test_lists_are_narrowed_and_turned_page_by_page(town: Town) -> None:
    tags = [register(name=f"چراغ {number}", shift=number / 100_000) for number in range(5)]
    first = queries.assets_page(town.city_id, AssetFilter(words="چراغ"), size=3)
    assert [one.tag for one in first.assets] == tags[:1:-1]
    second = queries.assets_page(town.city_id, AssetFilter(words="چراغ"), before=first.next_before, size=3)
    assert [one.tag for one in second.assets] == tags[1::-1]
    assert second.next_before is None
    lat, lon = point_in("1")
    box = (lon - 0.001, lat - 0.001, lon + 0.001, lat + 0.000_015)
    assert queries.count_assets(town.city_id, AssetFilter(box=box)) == 2
    assert queries.count_assets(town.city_id, AssetFilter(words=tags[0])) == 1
    assert queries.count_assets(town.city_id, AssetFilter(district="2")) == 0


def test_definitions_of_attributes_are_read_as_they_are_written() -> None:
    attributes = read_definitions(asset_register.BIN)
    assert read_definitions(written_definitions(attributes)) == attributes
    for wrong in ("Volume | number | حجم", "volume | weight | حجم", "volume | number", "lid | singlevaluelist | در"):
        with make.refused(DefinitionIsWrong):
            read_definitions(wrong)


def test_an_attribute_with_values_stays(town: Town) -> None:
    register("bin")
    with make.refused(actions.AttributeIsInUse):
        actions.set_type(town.city_id, "bin", name_fa="مخزن", attributes=[], topics=["CLN-01"], by="test")


def test_topics_and_warranties_are_data_with_dates(town: Town, town_clock: TownClock) -> None:
    light = queries.asset_type(town.city_id, "light")
    assert light.topic_ids == (town.topics["CIV-01"], town.topics["CIV-09"])
    town_clock.moment = MORNING + timedelta(days=10)
    actions.set_type(town.city_id, "light", name_fa="چراغ", attributes=light.attributes, topics=["CIV-09"], by="test")
    assert queries.asset_type(town.city_id, "light").topic_ids == (town.topics["CIV-09"],)
    assert actions.set_warranties(town.city_id, {"CIV-01": 30}, by="test") == 1
    assert queries.warranty_days(town.topics["CIV-01"], on=TODAY) == 90
    assert queries.warranty_days(town.topics["CIV-01"], on=TODAY + timedelta(days=10)) == 30
    assert actions.set_warranties(town.city_id, {"CIV-01": 0}, by="test") == 1
    assert queries.warranties(town.city_id, on=TODAY + timedelta(days=10)) == {}
    with make.refused(actions.TypeTopicIsUnknown):
        actions.set_warranties(town.city_id, {"CNF-01": 5}, by="test")


def test_who_keeps_which_assets(town: Town) -> None:
    own, other = register(unit="D-01"), register(unit="D-02", shift=0.0001)
    assert naming.change_asset(own, content(own, name="نو"), version=None, by=town.manager) == ["name"]
    for tag, by in ((other, town.manager), (own, town.clerk), (own, town.operator)):
        with make.refused(NotYourWork):
            naming.change_asset(tag, content(tag, name="نو"), version=None, by=by)
    with make.refused(NotYourWork):  # not into another unit's hands either
        naming.change_asset(own, content(own, unit_id=town.units["D-02"]), version=None, by=town.manager)
    naming.change_asset(other, content(other, name="نو"), version=None, by=town.admin)


def test_pictures_are_made_safe_kept_and_taken_out(town: Town) -> None:
    tag = register()
    naming.add_asset_photo(tag, make.photo(), by=town.manager)
    naming.add_asset_photo(tag, make.photo(), by=town.manager)  # the same one
    (name,) = queries.needed_asset(tag).photos
    assert queries.pictures_in_use([name, "other"]) == {name}
    naming.remove_asset_photo(tag, name, by=town.manager)
    assert queries.needed_asset(tag).photos == ()
    with make.refused(NotYourWork):
        naming.add_asset_photo(tag, make.photo(), by=town.clerk)
