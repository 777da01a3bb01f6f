"""Faces and plates are covered before everybody sees a photo."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from peygir.desks.fieldwork.models import Evidence
from peygir.desks.intake.models import Photo
from peygir.desks.intake.queries import pictures_of
from peygir.media import files, queries
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.pictures import encoded, is_near, opened
from tests.town import Town
from tests.tus_sender import TusSender, report_fields, same_browser

pytestmark = pytest.mark.usefixtures("town_clock")
ROWS = {"left": ["10", ""], "top": ["20", ""], "width": ["30", ""], "height": ["40", ""]}


def member(username: str) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(Staff.objects.get(username=username))
    return client


def white_photo() -> Photo:
    """A white photo of a case in the first district."""
    make.report(photos_raw=[encoded(Image.new("RGB", (400, 200), "white"), "JPEG")])
    drain()
    return Photo.objects.select_related("case").get()


@pytest.fixture
def photo(town: Town) -> Photo:
    return white_photo()


@pytest.fixture
def live_photo(live_town: Town) -> Photo:
    """For tests with a refusal, after which a transaction is over."""
    return white_photo()


def path_of(photo: Photo) -> str:
    return reverse("case_cover", args=[photo.case.code, "report", photo.pk])


def covered_path(photo: Photo, size: str = "full") -> str:
    return reverse("case_covered", args=[photo.case.code, "report", photo.pk, size])


def seen(photo: Photo) -> dict[str, str]:
    """The field of a page that was opened now."""
    photo.refresh_from_db()
    return {"seen": json.dumps(photo.covers)}


def public_pixel(photo: Photo, at: tuple[int, int], size: str = "full") -> Any:
    place = 1 + [one.id for one in pictures_of(photo.case_id)].index(photo.pk)
    answer: Any = Client().get(f"/t/{photo.case.code}/photo/report/{place}/{size}/")
    return opened(b"".join(answer.streaming_content)).getpixel(at) if answer.status_code == 200 else answer.status_code


def publish(client: Client, photo: Photo) -> None:
    client.post(reverse("case_publish", args=[photo.case.code, "report", photo.pk]), {"show": "yes"})


def test_what_is_covered_is_covered_for_everybody(photo: Photo) -> None:
    clerk = member("clerk")
    assert clerk.post(path_of(photo), ROWS).status_code == 302
    publish(clerk, photo)
    photo.refresh_from_db()
    assert photo.covers == [[100, 200, 300, 400]]
    assert is_near(public_pixel(photo, (100, 80)), (24, 32, 40))
    assert is_near(public_pixel(photo, (300, 150)), (255, 255, 255))
    assert is_near(public_pixel(photo, (100, 80), "thumb"), (24, 32, 40))
    original: Any = clerk.get(reverse("case_photo", args=[photo.case.code, "report", photo.pk, "full"]))
    assert is_near(opened(b"".join(original.streaming_content)).getpixel((100, 80)), (255, 255, 255)), "staff see it"
    page = clerk.get(path_of(photo)).content.decode()
    assert 'name="left" inputmode="decimal" autocomplete="off" value="10"' in " ".join(page.split())
    assert covered_path(photo) in page
    panel = clerk.get(reverse("case", args=[photo.case.code])).content.decode()
    assert covered_path(photo, "thumb") in panel, "the panel shows what everybody sees"
    assert make.kinds(photo.case.code).count("photo_covered") == 1


def test_undone_covers_take_the_photo_off_the_public_page(photo: Photo) -> None:
    clerk = member("clerk")
    clerk.post(path_of(photo), ROWS)
    publish(clerk, photo)
    photo.refresh_from_db()
    painted = [photo.covered, photo.covered_thumb]
    clerk.post(path_of(photo), {"clear": "yes", **seen(photo)})
    photo.refresh_from_db()
    assert (photo.covers, photo.covered, photo.is_public) == ([], "", False)
    assert public_pixel(photo, (0, 0)) == 404
    assert set(queries.unwanted_names(9)) == set(painted)
    drain()
    for name in painted:
        with pytest.raises(files.FileIsMissing):
            files.read(name)
    assert files.read(photo.picture)


def test_a_changed_cover_is_painted_from_the_original(photo: Photo) -> None:
    clerk = member("clerk")
    clerk.post(path_of(photo), ROWS)
    clerk.post(path_of(photo), ROWS | {"left": ["60", ""]} | seen(photo))
    publish(clerk, photo)
    assert is_near(public_pixel(photo, (100, 80)), (255, 255, 255))
    assert is_near(public_pixel(photo, (300, 80)), (24, 32, 40))


def test_one_press_covers_and_shows_and_the_next_photo_comes(town: Town) -> None:
    make.report(photos_raw=[encoded(Image.new("RGB", (400, 200), colour), "JPEG") for colour in ("white", "red")])
    drain()
    first, second = Photo.objects.select_related("case").order_by("position")
    clerk = member("clerk")
    answer = clerk.post(path_of(first), ROWS | {"show": "yes"})
    assert answer["Location"] == path_of(second)
    assert is_near(public_pixel(first, (100, 80)), (24, 32, 40))
    assert public_pixel(second, (100, 80)) == 404
    answer = clerk.post(path_of(second), ROWS | {"show": "yes"})
    assert answer["Location"] == reverse("case", args=[first.case.code]) + "#public"
    assert make.kinds(first.case.code).count("photo_shown") == 2


def test_a_photo_without_covers_is_not_shown_by_mistake(live_photo: Photo) -> None:
    clerk = member("clerk")
    for fields in ({"show": "yes"}, {}):
        answer = clerk.post(path_of(live_photo), fields)
        assert answer.status_code == 422
        assert "There is no cover yet" in answer.content.decode()
    live_photo.refresh_from_db()
    assert not live_photo.is_public


def test_two_people_at_one_photo_lose_no_cover(live_photo: Photo) -> None:
    opened_before = seen(live_photo)
    assert member("supervisor").post(path_of(live_photo), ROWS).status_code == 302
    answer = member("clerk").post(path_of(live_photo), ROWS | {"left": ["60", ""], "show": "yes"} | opened_before)
    assert answer.status_code == 409
    page = " ".join(answer.content.decode().split())
    assert "Somebody else covered parts of this photo meanwhile" in page
    for left in ("10", "60"):
        assert f'name="left" inputmode="decimal" autocomplete="off" value="{left}"' in page
    live_photo.refresh_from_db()
    assert (live_photo.covers, live_photo.is_public) == ([[100, 200, 300, 400]], False)
    both = {side: [values[0], "60" if side == "left" else values[0]] for side, values in ROWS.items()}
    assert member("clerk").post(path_of(live_photo), both | seen(live_photo)).status_code == 302
    live_photo.refresh_from_db()
    assert live_photo.covers == [[100, 200, 300, 400], [600, 200, 300, 400]]


def test_the_same_covers_again_change_nothing(photo: Photo) -> None:
    clerk, fields = member("clerk"), ROWS | seen(photo)
    for _ in range(2):
        assert clerk.post(path_of(photo), fields).status_code == 302
    assert make.kinds(photo.case.code).count("photo_covered") == 1
    photo.refresh_from_db()
    assert files.read(photo.covered)


def test_a_page_that_says_nonsense_of_what_it_had_is_an_old_page(live_photo: Photo) -> None:
    clerk = member("clerk")
    assert clerk.post(path_of(live_photo), ROWS).status_code == 302
    for text in ("", "no json", "7", "[1]", '[["x"]]', "[[1e999]]", "[" * 5000):
        assert clerk.post(path_of(live_photo), ROWS | {"left": ["60", ""], "seen": text}).status_code == 409


def test_no_cache_keeps_what_was_covered_meanwhile(photo: Photo) -> None:
    clerk, path = member("clerk"), f"/t/{photo.case.code}/photo/report/1/thumb/"
    publish(clerk, photo)
    before: Any = Client().get(path)
    assert set(before["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert is_near(opened(b"".join(before.streaming_content)).getpixel((100, 80)), (255, 255, 255))
    unchanged = Client().get(path, headers={"If-None-Match": before["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    clerk.post(path_of(photo), ROWS | seen(photo))
    after: Any = Client().get(path, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert is_near(opened(b"".join(after.streaming_content)).getpixel((100, 80)), (24, 32, 40))


@pytest.mark.parametrize("username", ["council", "inspector"])
def test_who_only_watches_sees_the_covered_version(photo: Photo, username: str) -> None:
    path = reverse("case_photo", args=[photo.case.code, "report", photo.pk, "full"])
    watcher = member(username)
    before: Any = watcher.get(path)
    assert is_near(opened(b"".join(before.streaming_content)).getpixel((100, 80)), (255, 255, 255)), "not decided yet"
    member("clerk").post(path_of(photo), ROWS)
    after: Any = watcher.get(path, headers={"If-None-Match": before["ETag"]})
    assert is_near(opened(b"".join(after.streaming_content)).getpixel((100, 80)), (24, 32, 40))
    assert "no-cache" in after["Cache-Control"]
    assert "Cookie" in after["Vary"], "nor does a browser give one person what another may see"


def test_persian_digits_and_a_wrong_number(photo: Photo) -> None:
    clerk = member("clerk")
    assert clerk.post(path_of(photo), ROWS | {"left": ["۱۲٫۵", ""]}).status_code == 302
    photo.refresh_from_db()
    assert photo.covers[0][0] == 125
    answer = clerk.post(path_of(photo), ROWS | {"width": ["wide", ""]} | seen(photo))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Cover 1 is not right" in page
    assert 'value="wide"' in page
    photo.refresh_from_db()
    assert photo.covers[0][0] == 125


def test_a_photo_of_the_work_is_covered_like_one_of_a_report(town: Town) -> None:
    code, clerk = make.referred(district="1"), member("clerk")
    make.command(code, "accept", town.clerk)
    white = BytesIO(encoded(Image.new("RGB", (400, 200), "white"), "JPEG"))
    white.name = "done.jpg"
    fields = {"note": "Filled.", "photo": white, "version": make.case(code).version}
    assert clerk.post(reverse("case_move", args=[code, "finish"]), fields).status_code == 302
    drain()
    row = Evidence.objects.get()
    path = reverse("case_cover", args=[code, "work", row.pk])
    assert clerk.post(path, ROWS | {"show": "yes"})["Location"].endswith("#public")
    for size in ("full", "thumb"):
        answer: Any = Client().get(f"/t/{code}/photo/work/1/{size}/")
        assert is_near(opened(b"".join(answer.streaming_content)).getpixel((100, 80)), (24, 32, 40))
    assert clerk.post(path, {"clear": "yes", "seen": json.dumps([[100, 200, 300, 400]])}).status_code == 302
    row.refresh_from_db()
    assert (row.covers, row.covered, row.is_public) == ([], "", False)
    assert make.kinds(code)[-3:] == ["evidence_shown", "evidence_covered", "evidence_hidden"]


def test_only_who_may_publish_may_cover(photo: Photo) -> None:
    for username in ("council", "inspector"):
        assert member(username).get(path_of(photo)).status_code == 404
        assert member(username).post(path_of(photo), ROWS).status_code == 404
    assert member("supervisor").get(path_of(photo)).status_code == 200
    other = make.referred(district="1")
    assert member("clerk").get(reverse("case_cover", args=[other, "report", photo.pk])).status_code == 404
    assert member("clerk").get(reverse("case_cover", args=[photo.case.code, "form", photo.pk])).status_code == 404
    assert member("clerk").get(covered_path(photo)).status_code == 404, "it has no covers yet"


def test_a_photo_cut_five_times_is_resumed_covered_and_shown(browser: TusSender) -> None:
    data = encoded(Image.new("RGB", (400, 200), "white"), "PNG", compress_level=0)
    path, size = browser.path(data), len(data) // 6 + 1
    for number in range(6):
        assert browser.ask("HEAD", path)["Upload-Offset"] == str(number * size)
        assert browser.part(path, data[number * size : (number + 1) * size], number * size).status_code == 204
    same_browser(browser).post("/report/", report_fields(uploads=[path.rstrip("/").rpartition("/")[2]]))
    drain()
    photo = Photo.objects.select_related("case").get()
    supervisor = member("supervisor")
    supervisor.post(path_of(photo), ROWS | {"show": "yes"})
    assert is_near(public_pixel(photo, (100, 80)), (24, 32, 40))
