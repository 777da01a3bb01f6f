"""The staff's pages of assets: the register, the life of one, forms, labels, types and imports."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from peygir.assets import queries
from peygir.assets.models import Asset
from peygir.people.models import Staff
from tests import asset_register, make
from tests.asset_register import register, right_row, write_table
from tests.town import MORNING, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town", "town_clock")


@pytest.fixture(autouse=True)
def _types(town: Town, town_clock: TownClock) -> None:
    asset_register.make_types()


@pytest.fixture
def signed() -> Callable[[str], Client]:
    """`signed("manager")`: a browser in which this member of staff is signed in."""

    def sign_in(name: str) -> Client:
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(Staff.objects.get(username=name))
        return client

    return sign_in


def words_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_the_register_is_narrowed_and_tells_what_is_open(signed: Callable[[str], Client]) -> None:
    tag, other = register(name="سرو"), register("bin", district="2", unit="D-02", attributes={"volume": "1"})
    make.referred(asset_tag=tag)
    clerk = signed("clerk")
    page = clerk.get(reverse("planner_assets"))
    assert f"/desk/assets/{tag}/" in page.content.decode()
    assert f"/desk/assets/{other}/" in page.content.decode()
    for query in ("type=light", "unit=D-01", "neighbourhood=01-01", "q=سرو", f"q={tag}"):
        narrowed = clerk.get(f"{reverse('planner_assets')}?{query}").content.decode()
        assert f"/desk/assets/{tag}/" in narrowed, query
        assert f"/desk/assets/{other}/" not in narrowed, query
    assert "1 open cases" in words_of(clerk.get(reverse("planner_asset_map")))
    empty = words_of(clerk.get(f"{reverse('planner_assets')}?state=removed"))
    assert "No asset is found by these filters" in empty


def test_the_life_of_an_asset_tells_its_cases_to_who_may_see_them(signed: Callable[[str], Client]) -> None:
    tag = register("bin", attributes={"volume": "770", "lid": "closed"})
    code = make.referred(asset_tag=tag)
    page = words_of(signed("clerk").get(reverse("planner_asset", args=[tag])))
    assert "Reports in a year: 1" in page
    assert "Volume (litres) 770" in page
    assert "Lid closed" in page
    assert code in re.sub(r"\s", "", page)
    other = words_of(signed("clerk_two").get(reverse("planner_asset", args=[tag])))
    assert code not in re.sub(r"\s", "", other)


def test_a_manager_registers_changes_and_removes_the_own_assets(signed: Callable[[str], Client], town: Town) -> None:
    manager, lat_lon = signed("manager"), point_in("1")
    place = dict(zip(("lat", "lon"), lat_lon, strict=True))
    form = {**place, "unit": town.units["D-01"], "state": "in_use", "name": "مخزن نو", "attribute_volume": "۷۷۰"}
    new = f"{reverse('planner_asset_new')}?type=bin"
    assert manager.get(new).status_code == 200
    assert manager.post(new, {**form, "attribute_volume": ""}).status_code == 422
    assert manager.post(new, {**form, "attribute_volume": "زیاد"}).status_code == 422
    assert manager.post(new, {**form, "lat": ""}).status_code == 422
    assert manager.post(new, form).status_code == 302
    asset = queries.asset_of(Asset.objects.get().tag)
    assert asset is not None
    assert asset.attributes == {"volume": 770.0}
    edit = reverse("planner_asset_edit", args=[asset.tag])
    assert 'value="770"' in manager.get(edit).content.decode()
    changed = {**form, "version": asset.version, "installed_on": "1402/05/03", "state": "damaged"}
    assert manager.post(edit, changed).status_code == 302
    assert manager.post(edit, {**changed, "name": "x"}).status_code == 409
    assert str(queries.needed_asset(asset.tag).installed_on) == "2023-07-25"
    page = words_of(manager.get(reverse("planner_asset", args=[asset.tag])))
    assert "Changed: day of installation, state. Now: damaged." in page
    photo = SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")
    tag = asset.tag

    def press(deed: str, **values: Any) -> Any:
        return manager.post(reverse("planner_asset_press", args=[tag, deed]), values)

    assert press("photo", photo=photo).status_code == 302
    picture: Any = manager.get(reverse("planner_asset_photo", args=[asset.tag, 1]))
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(picture.streaming_content).startswith(b"\xff\xd8")
    assert manager.get(reverse("planner_asset_photo", args=[asset.tag, 2])).status_code == 404
    press("photo-drop", number="1")
    assert queries.needed_asset(asset.tag).photos == ()
    press("remove", on="1390/01/01")
    assert queries.needed_asset(asset.tag).state == "damaged", "before its installation"
    press("remove")
    assert queries.needed_asset(asset.tag).state == "removed"
    press("restore")
    assert queries.needed_asset(asset.tag).state == "in_use"
    assert press("paint").status_code == 404


def test_another_units_assets_are_not_changed(signed: Callable[[str], Client], town: Town) -> None:
    tag = register(unit="D-02")
    manager = signed("manager")
    form = {"lat": point_in("1")[0], "lon": point_in("1")[1], "unit": town.units["D-01"], "state": "damaged"}
    assert manager.post(reverse("planner_asset_edit", args=[tag]), form).status_code == 403
    assert queries.needed_asset(tag).state == "in_use"
    assert "Keep the register" not in words_of(manager.get(reverse("planner_asset", args=[tag])))


@pytest.mark.parametrize("language", ["fa", "en"])
def test_labels_are_printed_with_codes_that_lead_to_the_assets(language: str, town: Town) -> None:
    tags = [register(shift=number / 10_000) for number in range(25)]
    client = Client(headers={"Accept-Language": language})
    client.force_login(Staff.objects.get(username="clerk"))
    sheet = client.get(reverse("planner_asset_labels"))
    assert sheet.headers["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(sheet.content)
    assert len(document) == 2
    text = document[0].get_textpage().get_text_range()
    assert tags[-1][-3:] in text if language == "en" else text.strip()
    one = pypdfium2.PdfDocument(client.get(f"{reverse('planner_asset_labels')}?only={tags[0]}").content)
    assert len(one) == 1


def test_a_file_of_the_register_is_sent_and_other_forms_are_not(signed: Callable[[str], Client]) -> None:
    register(name="سرو")
    clerk = signed("clerk")
    file = clerk.get(f"{reverse('planner_asset_export', args=['csv'])}?type=light")
    assert "سرو" in file.getvalue().decode()
    assert clerk.get(reverse("planner_asset_export", args=["doc"])).status_code == 404


def test_an_administrator_describes_types_and_warranties(signed: Callable[[str], Client], town: Town) -> None:
    admin = signed("admin")
    form = {"code": "bench", "name_fa": "نیمکت", "topics": ["GRN-07"], "attributes": "seats | number | تعداد جا"}
    new = reverse("admin_asset_type_new")
    assert admin.post(new, {**form, "attributes": "seats | weight | x"}).status_code == 422
    assert admin.post(new, {**form, "code": "Bench!"}).status_code == 422
    assert admin.post(new, form).status_code == 302
    kind = queries.asset_type(town.city_id, "bench")
    assert (kind.topic_ids, kind.attributes[0].code) == ((town.topics["GRN-07"],), "seats")
    page = admin.get(reverse("admin_asset_type", args=["bench"])).content.decode()
    assert "seats | number | تعداد جا" in page
    listed = reverse("admin_assets")
    assert admin.post(listed, {"days_GRN-07": "ten"}).status_code == 422
    assert admin.post(listed, {"days_GRN-07": "۳۰", "days_CIV-01": ""}).status_code == 302
    today = MORNING.date()
    assert queries.warranties(town.city_id, on=today) == {town.topics["GRN-07"]: 30}
    supervisor = signed("supervisor")
    assert supervisor.get(listed).status_code == 200
    assert supervisor.post(listed, {"days_GRN-07": "1"}).status_code == 403


def test_an_administrator_imports_a_file_by_the_page(
    signed: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, address = signed("admin"), reverse("admin_asset_import")
    right = write_table(tmp_path / "bins.csv", [right_row(number) for number in range(2, 7)]).read_bytes()
    wrong = write_table(tmp_path / "wrong.csv", [right_row(2) | {"unit": "D-99"}]).read_bytes()

    def send(content: bytes, step: str) -> Any:
        return admin.post(address, {"file": SimpleUploadedFile("bins.csv", content), "step": step})

    assert admin.get(address).status_code == 200
    assert admin.post(address, {"step": "do"}).status_code == 422
    refused = send(wrong, "do")
    assert refused.status_code == 422
    assert "“D-99” is no unit of this city" in words_of(refused)
    assert send(right, "look").status_code == 200
    assert not Asset.objects.exists()
    monkeypatch.setattr("peygir.web.admin.asset_import.MOST_ROWS", 4)
    assert send(right, "do").status_code == 422
    monkeypatch.setattr("peygir.web.admin.asset_import.MOST_ROWS", 5)
    assert send(right, "do").status_code == 302
    assert Asset.objects.count() == 5
    assert "bins.csv" in words_of(admin.get(address))
