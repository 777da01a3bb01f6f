"""Pictures by Open311: several addresses in one report, addresses and files with a later update, and their limits."""

import io
from collections.abc import Iterator
from typing import Any, Final

import pytest
from PIL import Image

from peygir.cases.queries import notes_of
from peygir.desks.intake.actions import fetch_media
from peygir.desks.intake.details.queries import details_of
from peygir.desks.intake.details_rules import LONGEST_URL, MOST_URLS, one_a_line, urls_in
from peygir.desks.intake.models import Photo, ReceivedUpdate
from peygir.gateways.results import GatewayFailed
from peygir.media import files
from peygir.media.photos import MOST_PHOTOS
from tests import make
from tests.drain import deliver_again, drain
from tests.fake_http import Provider, serving
from tests.geo import PLACE, Geo, code_of, key_for
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
COLOURS: Final = ("red", "blue")


class Pictures(Provider):
    """A web server with a picture for each colour (`/red`, and so on); `status` is what it answers instead."""

    status = 200

    def answer(self, path: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, Any]:
        colour = path.strip("/")
        if self.status != 200:
            return self.status, b"not now"
        return (200, make.photo(colour=colour)) if colour in COLOURS else (404, b"none") if colour else (200, b"words")


@pytest.fixture
def app(town: Town) -> Geo:
    """An app with a key."""
    return Geo(key_for())


@pytest.fixture
def host(settings: Any) -> Iterator[tuple[Pictures, str]]:
    settings.FETCH_PRIVATE_HOSTS = True
    provider = Pictures()
    with serving(provider) as url:
        yield provider, url


def colours(code: str) -> list[str]:
    """The colour of each photo that a report has, in order."""
    result = []
    for photo in Photo.objects.filter(report__code=code, state="ready").order_by("position"):
        pixel: Any = Image.open(io.BytesIO(files.read(photo.picture))).convert("RGB").getpixel((5, 5))
        result.append("red" if pixel[0] > pixel[2] else "blue")
    return result


def uploads(count: int) -> list[io.BytesIO]:
    """So many files of a form, red and blue by turns."""
    made = [io.BytesIO(make.photo(colour=COLOURS[number % 2])) for number in range(count)]
    for number, file in enumerate(made):
        file.name = f"{number}.jpg"
    return made


def test_every_address_of_a_report_is_fetched_in_order(app: Geo, host: tuple[Pictures, str]) -> None:
    urls = [f"{host[1]}/red", f"{host[1]}/gone", f"{host[1]}/", f"{host[1]}/blue", f"{host[1]}/red"]
    code = code_of(app.post("requests", service_code="CIV-01", media_url=urls, **PLACE))
    deliver_again(drain())
    assert colours(code) == ["red", "blue"]
    [told] = details_of(make.case(code).pk)
    assert told.media_urls == tuple(urls[:4])


def test_what_cannot_be_fetched_now_is_fetched_later_once(app: Geo, host: tuple[Pictures, str]) -> None:
    provider, url = host
    code = code_of(app.post("requests", service_code="CIV-01", media_url=[f"{url}/red", f"{url}/blue"], **PLACE))
    provider.status = 503
    with pytest.raises(GatewayFailed):
        fetch_media(make.case(code).pk, 1)
    assert not Photo.objects.exists()
    provider.status = 200
    drain()
    assert colours(code) == ["red", "blue"]


def test_a_report_takes_as_many_pictures_as_there_is_room_for(app: Geo, host: tuple[Pictures, str]) -> None:
    urls = [f"{host[1]}/{COLOURS[number % 2]}?{number}" for number in range(MOST_PHOTOS)]
    given = {f"media{number}": file for number, file in enumerate(uploads(MOST_PHOTOS - 1))}
    code = code_of(app.post("requests", service_code="CIV-01", media_url=urls, **given, **PLACE))
    drain()
    assert len(colours(code)) == MOST_PHOTOS
    [told] = details_of(make.case(code).pk)
    assert told.media_urls == tuple(urls)


def test_addresses_are_kept_one_a_line() -> None:
    long = "https://storage.example/" + "x" * (LONGEST_URL + 1)
    kept = one_a_line([" https://a.example/1 2.jpg\n", "\x00", "https://b.example/3,4.jpg", long])
    assert urls_in(kept) == ("https://a.example/1 2.jpg", "https://b.example/3,4.jpg", long[:LONGEST_URL])
    assert urls_in(one_a_line([])) == ()
    assert len(urls_in(one_a_line(list(map(str, range(MOST_URLS + 5)))))) == MOST_URLS


def test_an_update_brings_pictures_once(app: Geo) -> None:
    code = make.referred()
    values = {"service_request_id": code, "update_id": "u-1", "status": "OPEN", "description": "هنوز هست"}
    addresses = ["https://fms.example/1.jpg", "https://fms.example/2.jpg"]
    for _ in range(2):
        red, blue = uploads(2)
        answer = app.post("servicerequestupdates", **values, media_url=addresses, photo1=red, photo2=blue)
        assert answer == (200, [{"update_id": "u-1"}])
    drain()
    assert colours(code) == ["red", "blue"]
    assert not Photo.objects.filter(is_public=True).exists()
    [note] = notes_of(make.case(code).pk).values()
    assert (note.text.split("\n"), note.is_public) == (["هنوز هست", *addresses], False)


def test_an_update_stays_when_its_pictures_do_not(app: Geo, settings: Any) -> None:
    code = make.referred()
    broken = io.BytesIO(b"no picture")
    broken.name = "a.jpg"
    values = {"service_request_id": code, "description": "x", "locale": "en"}
    status, [receipt] = app.post("servicerequestupdates", update_id="u-1", **values, photo=broken)
    assert (status, receipt["update_id"], bool(receipt["service_notice"])) == (200, "u-1", True)
    many = {f"photo{number}": file for number, file in enumerate(uploads(MOST_PHOTOS + 1))}
    status, [receipt] = app.post("servicerequestupdates", update_id="u-2", **values, **many)
    assert (status, receipt["service_notice"]) == (200, "A report takes up to 8 photos.")
    drain()
    assert (ReceivedUpdate.objects.count(), Photo.objects.count()) == (2, 0)
    assert not [path for path in settings.UPLOADS.rglob("*") if path.is_file()]
