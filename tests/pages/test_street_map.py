"""The street map under every map: which tiles a page names, and the ranges of our own file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.city.actions import load_city
from peygir.city.approximate_map import LINES, POINTS
from peygir.city.reading import SHIPPED
from peygir.web.kit import stored_files, street_map
from tests.markup import packed
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")
CONTENT = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
def anew() -> Iterator[None]:
    """Each test looks at its own settings."""
    street_map.forget()
    yield
    street_map.forget()


@pytest.fixture
def tiles(town: Town, settings: Any, tmp_path: Path) -> Path:
    """A file that the setting names."""
    path = tmp_path / "city.pmtiles"
    path.write_bytes(CONTENT)
    settings.MAP_TILES = str(path)
    return path


def address() -> str:
    found = street_map.street_map()
    assert found is not None
    return found.url


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_without_a_map_pages_show_the_borders_alone(town: Town) -> None:
    assert street_map.street_map() is None
    page = packed(Client().get(reverse("map")).content.decode())
    assert 'data-tiles=""' in page


def test_every_map_names_the_file_and_whom_to_credit(tiles: Path) -> None:
    page = packed(Client().get(reverse("map")).content.decode())
    assert f'data-tiles="pmtiles:{address()}"' in page
    assert 'data-credit="© OpenStreetMap contributors"' in page
    assert f'data-tiles="pmtiles:{address()}"' in packed(Client().get(reverse("report")).content.decode())


def test_the_file_is_served_by_ranges_that_may_be_kept(tiles: Path) -> None:
    part = Client().get(address(), headers={"Range": "bytes=256-511"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 256-511/{len(CONTENT)}")
    assert body(part) == CONTENT[256:512]
    assert "immutable" in part["Cache-Control"]
    assert "Set-Cookie" not in part.headers
    assert Client().get(address(), headers={"If-None-Match": part["ETag"]}).status_code == 304
    assert Client().get(address(), headers={"Range": "bytes=99999999-"}).status_code == 416


def test_a_slow_reader_cannot_ask_for_the_whole_file(tiles: Path) -> None:
    for headers in ({}, {"Range": "bytes=0-9,20-29"}, {"Range": "bytes=0-9", "If-Range": '"another"'}):
        refused = Client().get(address(), headers=headers | {"Accept-Language": "en"})
        assert refused.status_code == 422
        assert "served in parts only" in refused.content.decode()
    size = stored_files.MOST_BYTES + 10
    tiles.write_bytes(bytes(size))
    street_map.forget()
    answer = Client().get(address(), headers={"Range": "bytes=4-"})
    assert answer["Content-Range"] == f"bytes 4-{stored_files.MOST_BYTES + 3}/{size}"
    assert len(body(answer)) == stored_files.MOST_BYTES


def test_another_content_has_another_name(tiles: Path) -> None:
    before = address()
    tiles.write_bytes(CONTENT + b"more")
    street_map.forget()
    assert address() != before
    assert Client().get(before).status_code == 404


def test_a_file_that_is_gone_leaves_the_borders(tiles: Path) -> None:
    name = address()
    tiles.unlink()
    assert Client().get(name).status_code == 404
    street_map.forget()
    assert street_map.street_map() is None


@pytest.mark.parametrize("name", ["0" * 16, "..%2Fsecret_key", "x"])
def test_no_other_file_is_served(tiles: Path, name: str) -> None:
    assert Client().get(f"/maps/{name}.pmtiles").status_code == 404


@pytest.mark.parametrize(
    ("setting", "kind"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png", "raster"),
        ("https://tiles.example/{z}/{x}/{y}.pbf?key=1", "vector"),
        ("https://tiles.example/city.pmtiles", "pmtiles"),
        ("/own/{z}/{x}/{y}.webp", "raster"),
    ],
)
def test_tiles_of_another_server(town: Town, settings: Any, setting: str, kind: str) -> None:
    settings.MAP_TILES = setting
    found = street_map.street_map()
    assert found is not None
    assert found.told == f"{kind}:{setting}"


def drawn_kinds() -> set[str]:
    features = Client().get(reverse("areas")).json()["features"]
    return {feature["properties"]["kind"] for feature in features}


def test_without_a_map_the_shipped_city_shows_what_is_known(
    tmp_path: Path, fresh_city: None, db: None, settings: Any
) -> None:
    for name in ("topics.csv", "units.csv", "agencies.csv", "districts.geojson", "neighbourhoods.geojson", "city.toml"):
        (tmp_path / name).write_bytes((SHIPPED / "shiraz" / name).read_bytes())
    load_city(tmp_path, code="shiraz", by="system", on=date(2026, 5, 1))
    settings.CITY = "shiraz"
    assert drawn_kinds() == {"district", "neighbourhood"} | LINES | POINTS
    settings.MAP_TILES = "https://tiles.example/{z}/{x}/{y}.pbf"
    assert drawn_kinds() == {"district", "neighbourhood"}


def test_another_city_shows_its_borders_alone(town: Town) -> None:
    assert drawn_kinds() == {"district", "neighbourhood"}
    page = packed(Client(headers={"Accept-Language": "fa"}).get(reverse("map")).content.decode())
    assert 'data-approximate="تقریبی"' in page
    assert 'data-no-streets="نقشهٔ خیابان‌ها بارگذاری نشده است' in page
