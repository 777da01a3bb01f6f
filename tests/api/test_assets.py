"""Assets by JSON and Open311: read, kept by a member of staff's key, named in reports; webhooks tell of changes."""

import json
from typing import Any

import pytest
from django.test import Client

from peygir.assets import queries
from peygir.desks.partners.actions import make_webhook
from peygir.desks.partners.actions.delivering import gather_events
from peygir.desks.partners.models import Delivery
from peygir.people.actions import issue_key, make_system_token
from peygir.people.models import ApiKey
from peygir.people.rules import SYSTEM
from tests import asset_register, make
from tests.api.caller import Caller, is_refusal, report_body
from tests.asset_register import register
from tests.town import Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town", "town_clock")


@pytest.fixture(autouse=True)
def _types(town: Town, town_clock: TownClock) -> None:
    asset_register.make_types()


def key(*scopes: str, acts_as: str = "") -> Caller:
    return Caller(issue_key(f"{acts_as} {' '.join(scopes)}", scopes=scopes, acts_as=acts_as, by=SYSTEM))


def test_the_register_is_read_with_its_scope(town: Town) -> None:
    tag, other = register(), register("bin", district="2", unit="D-02", attributes={"volume": "770", "lid": "open"})
    system = key("assets")
    assert [one["tag"] for one in system.get("/assets")[1]["assets"]] == [other, tag]
    assert [one["tag"] for one in system.get("/assets", type="light")[1]["assets"]] == [tag]
    assert system.get("/assets", type="none")[1]["assets"] == []
    status, asset = system.get(f"/assets/{other}")
    assert (status, asset["attributes"], asset["unit"]) == (200, {"volume": 770.0, "lid": "open"}, "D-02")
    lat, lon = point_in("1")
    box = f"{lon - 0.001},{lat - 0.001},{lon + 0.001},{lat + 0.001}"
    assert [one["tag"] for one in system.get("/assets", bbox=box)[1]["assets"]] == [tag]
    assert is_refusal(*system.get("/assets", bbox="a"), 422)
    near = system.get("/assets/near", lat=lat, lon=lon, topic="CIV-01")[1]["assets"]
    assert [(one["tag"], one["metres"]) for one in near] == [(tag, 0)]
    assert system.get("/assets/near", lat=lat, lon=lon, topic="GRN-07")[1]["assets"] == []
    assert is_refusal(*system.get("/assets/near", lat=lat, lon=lon, topic="none"), 404, "NoSuchTopic")
    assert is_refusal(*system.get("/assets/0000000"), 404, "NoSuchAsset")
    types = system.get("/asset-types")[1]["types"]
    assert [(one["code"], one["topics"]) for one in types] == [("bin", ["CLN-01"]), ("light", ["CIV-01", "CIV-09"])]
    assert is_refusal(*key("report").get("/assets"), 403)
    assert is_refusal(*Caller().get("/assets"), 401)


def test_a_key_keeps_the_assets_of_its_persons_unit(town: Town) -> None:
    keeper = key("keep_assets", acts_as="manager")
    lat, lon = point_in("1")
    body = {"type": "bin", "lat": lat, "lon": lon, "unit": "D-01", "attributes": {"volume": 770}}
    status, made = keeper.post("/assets", body)
    assert status == 201
    tag = made["tag"]
    assert is_refusal(*keeper.post("/assets", {**body, "attributes": {}}), 422, "AttributeIsNeeded")
    assert is_refusal(*keeper.post("/assets", {**body, "unit": "D-02"}), 403)
    assert is_refusal(*keeper.post("/assets", {**body, "type": "ship"}), 404, "NoSuchAssetType")
    version = keeper.get(f"/assets/{tag}")[1]["version"]  # who keeps may read
    change = {**body, "state": "damaged", "version": version}
    status, changed = keeper.send("PUT", f"/assets/{tag}", change)
    assert (status, changed["state"]) == (200, "damaged")
    assert is_refusal(*keeper.send("PUT", f"/assets/{tag}", change), 409, "AssetHasChanged")
    status, removed = keeper.post(f"/assets/{tag}/removal", {"on": "2026-05-02"})
    assert (status, removed["state"], removed["removed_on"]) == (200, "removed", "2026-05-02")
    assert is_refusal(*key("assets").post("/assets", body), 403)


def test_a_report_by_json_names_an_asset(town: Town) -> None:
    tag = register()
    system = Caller(make_system_token("app", channel="app"))
    body = report_body(asset=tag)
    for name in ("lat", "lon"):
        del body[name]
    status, receipt = system.post("/reports", body, Idempotency_Key="one")
    assert status == 201
    asset = queries.needed_asset(tag)
    case = make.case(receipt["code"])
    assert (case.asset_id, case.lat) == (asset.id, asset.lat)
    assert system.post("/reports", body, Idempotency_Key="one")[1]["code"] == receipt["code"]
    assert is_refusal(*system.post("/reports", report_body(asset="123")), 422, "AssetIsNotThere")
    reader = key("read", acts_as="operator")
    assert reader.get(f"/cases/{receipt['code']}")[1]["asset"] == tag


def open311(path: str, **values: Any) -> Any:
    client = Client()
    answer = client.post(f"/api/open311/v2/{path}", values) if values else client.get(f"/api/open311/v2/{path}")
    return answer.status_code, json.loads(answer.content)


def test_open311_asks_for_the_tag_and_takes_it(town: Town) -> None:
    tag = register()
    _status, services = open311("services.json")
    assert {one["service_code"]: one["metadata"] for one in services}["CIV-01"] is True
    _status, definition = open311("services/CIV-01.json")
    (asked,) = definition["attributes"]
    assert (asked["code"], asked["datatype"], asked["required"]) == ("asset", "string", False)
    assert open311("services/GRN-07.json")[1]["attributes"] == []
    token = make_system_token("app", channel="app")
    lat, lon = point_in("1")
    given = {"service_code": "CIV-01", "lat": lat, "long": lon, "description": "خاموش", "api_key": token}
    status, made = open311("requests.json", **given, **{"attribute[asset]": tag})
    assert status in (200, 201)
    code = made[0]["service_request_id"]
    assert make.case(code).asset_id == queries.needed_asset(tag).id
    told = json.loads(Client().get(f"/api/open311/v2/requests/{code}.json", {"extensions": "true"}).content)
    assert told[0]["extended_attributes"]["asset"] == tag
    status, refused = open311("requests.json", **given, **{"attribute[asset]": "77"})
    assert status == 400
    assert "77" in refused[0]["description"]


def test_webhooks_tell_of_assets(town: Town) -> None:
    key("events")
    row = ApiKey.objects.latest("pk")
    kinds = ["asset_registered", "asset_changed", "asset_removed"]
    make_webhook("register", key_id=row.pk, url="https://example.org/hook", kinds=kinds, by=town.admin)
    tag = register()
    register("bin", attributes={"volume": "1"})
    assert gather_events() == 2
    body = json.loads(Delivery.objects.order_by("pk")[0].body)
    assert (body["type"], body["data"]["asset"], body["data"]["type"]) == ("asset_registered", tag, "light")
    assert gather_events() == 0
