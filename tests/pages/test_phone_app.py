"""Peygir on the phone: manifest, service worker, pages for nobody, and a report that is sent late."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from peygir.core.translation import citizen_languages, languages
from peygir.people.models import Staff
from tests import make
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
LAT, LON = point_in("1")
FORM = {
    "key": "b" * 32,
    "lat": str(LAT),
    "lon": str(LON),
    "topic": "CIV-01",
    "text": make.POTHOLE,
    "phone": PHONES[5],
}
LATE = {"Accept": "application/json"}


@pytest.fixture
def client(town: Town) -> Client:
    return Client(headers={"Accept-Language": "fa"})


@pytest.fixture
def built_files(settings: Any, tmp_path: Any) -> None:
    """A manifest as Vite writes it: what is built depends on no Node in the tests."""
    rows = {
        "_shared.js": {"file": "shared.0123456789ab.js"},
        "src/kit/main.ts": {
            "file": "main.0123456789ab.js",
            "css": ["main.0123456789ab.css"],
            "imports": ["_shared.js"],
        },
        "src/public/report.ts": {"file": "report.0123456789ab.js", "imports": ["_shared.js", "src/public/waiting.ts"]},
        "src/public/waiting.ts": {"file": "waiting.0123456789ab.js", "imports": ["_shared.js"]},
        "src/kit/map.ts": {"file": "map.0123456789ab.js"},
        "src/public/worker.ts": {"file": "worker.0123456789ab.js", "imports": ["_shared.js"]},
        "src/kit/mark.svg": {"file": "mark.svg"},
        "src/kit/icons/mark-192.png": {"file": "192.png"},
        "src/kit/icons/mark-512.png": {"file": "512.png"},
        "src/kit/icons/mark-maskable-512.png": {"file": "maskable.png"},
    }
    (tmp_path / "manifest.json").write_text(json.dumps(rows))
    settings.BUILT_PAGES = str(tmp_path)


@pytest.mark.usefixtures("built_files")
def test_the_manifest_makes_it_installable(client: Client) -> None:
    answer = client.get(reverse("manifest"))
    assert answer["Content-Type"].startswith("application/manifest+json")
    manifest = json.loads(answer.content)
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert (manifest["dir"], manifest["lang"], manifest["short_name"]) == ("rtl", "fa", "پیگیر")
    sizes = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    english = json.loads(client.get(reverse("manifest"), headers={"Accept-Language": "en"}).content)
    assert (english["dir"], english["lang"]) == ("ltr", "en")


@pytest.mark.usefixtures("built_files")
def test_the_worker_is_served_from_the_root_and_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Service-Worker-Allowed"] == "/"
    script = answer.content.decode()
    assert script.startswith('import "/static/built/worker.0123456789ab.js";')
    worker_data = json.loads(script.partition("self.peygir = ")[2].rstrip(";\n"))
    assert not [file for file in worker_data["kept"] if "map" in file], (
        "the map is heavy, and useless without a connection"
    )
    assert "/static/built/shared.0123456789ab.js" in worker_data["kept"]
    of_staff = {f"{part}:{language}" for part in ("crew", "inspector") for language in languages()}
    of_citizens = {f"{part}:{language}" for part in ("report", "waiting") for language in citizen_languages()}
    assert set(worker_data["shells"]) == of_staff | of_citizens
    assert client.get("/sw.js").content == answer.content, "the same version while nothing has changed"


def test_without_built_files_there_is_no_worker(client: Client, settings: Any, tmp_path: Any) -> None:
    settings.BUILT_PAGES = str(tmp_path)
    assert client.get("/sw.js").status_code == 404


@pytest.mark.parametrize("part", ["report", "waiting"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_shell_is_nobodys_page(client: Client, language: str, part: str) -> None:
    address = reverse("shell", args=[language, part])
    stranger = client.get(address).content.decode()
    staff = Client()
    staff.force_login(Staff.objects.get(username="supervisor"))
    seen = staff.get(address, headers={"Accept-Language": "en"})
    assert seen.content.decode() == stranger, "whoever asks, in whatever language"
    assert "Set-Cookie" not in seen.headers
    assert f'lang="{language}"' in stranger
    assert "نام supervisor" not in stranger
    assert "Supervisor" not in stranger
    if part == "report":
        assert re.search(r'name="key"\s+id="id_key"', stranger), "its key is drawn on the phone"
        assert "data-shell" in stranger
        assert "hx-post" not in stranger.partition("<form")[2].partition(">")[0]


def test_there_are_no_other_shells(client: Client) -> None:
    for address in ("/shell/fa/inbox/", "/shell/de/report/"):
        assert client.get(address).status_code == 404


# ── places while one types ──────────────────────────────────────────────────────────────────────────────────────────


def names(client: Client, typed: str) -> list[str]:
    """What is suggested for some letters."""
    return [place["name"] for place in client.get(reverse("report_places"), {"q": typed}).json()["places"]]


def test_places_are_suggested_by_their_first_letters(client: Client) -> None:
    assert names(client, "سرو") == ["سروستان"]
    assert names(client, "كوه سار") == ["کوهسار"], "in any spelling"
    assert names(client, "خیابان اصلی نزدیک سروستان") == ["سروستان"], "a name in a whole address"
    for nothing in ("", "س", "  ", "zzzz", "x" * 500):
        assert names(client, nothing) == []


def test_a_neighbourhood_is_a_place_to_look_from(client: Client) -> None:
    (place,) = client.get(reverse("report_places"), {"q": "ارم"}).json()["places"]
    assert (place["area"], place["isPoint"]) == ("01-01", False)
    assert abs(place["lat"] - LAT) < 0.01
    assert "منطقه یک" in place["more"]
