"""Photos that look like photos of other cases, on the case's page: found, and shown only to whom may see the other."""

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from peygir.media.models import PictureLook
from peygir.people.models import Staff
from tests import make
from tests.drain import drain
from tests.pictures import encoded
from tests.rules.test_likeness import scene
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def page(username: str, code: str, **headers: str) -> str:
    client = Client(headers={"Accept-Language": "en", **headers})
    client.force_login(Staff.objects.get(username=username))
    answer = client.get(reverse("case_alike", args=[code]))
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def codes(town: Town) -> list[str]:
    """Three cases: two of one scene in other sizes, the second in another district, and one of another scene."""
    small = scene(5).resize((300, 225), Image.Resampling.LANCZOS)
    pictures = [encoded(scene(5), "JPEG"), encoded(small, "JPEG", quality=70), encoded(scene(6), "JPEG")]
    made = [
        make.report(photos_raw=[picture], district=district, phone=phone).code
        for picture, district, phone in zip(pictures, ("1", "2", "1"), PHONES[:3], strict=False)
    ]
    drain()
    return made


def test_a_photo_of_the_same_scene_is_named(codes: list[str]) -> None:
    first, same, other = codes
    text = page("supervisor", first)
    assert reverse("case", args=[same]) in text
    assert reverse("case", args=[other]) not in text
    assert "looks like a photo of" in text
    part = page("supervisor", first, **{"HX-Request": "true"})
    assert "<html" not in part
    assert reverse("case", args=[same]) in part
    assert "No photo of another case" in page("supervisor", other)


def test_a_case_that_one_may_not_see_is_not_named(codes: list[str]) -> None:
    assert reverse("case", args=[codes[1]]) not in page("clerk", codes[0])


def test_a_picture_without_edges_is_like_no_other(town: Town) -> None:
    made = [make.report(photos_raw=[make.photo(side, "grey")], phone=PHONES[0]).code for side in (40, 60)]
    drain()
    assert not PictureLook.objects.exists()
    assert "No photo of another case" in page("supervisor", made[0])


def test_the_very_same_file_in_two_cases_is_named(town: Town) -> None:
    picture = encoded(scene(9), "JPEG")
    made = [make.report(photos_raw=[picture], phone=phone).code for phone in PHONES[:2]]
    drain()
    assert PictureLook.objects.count() == 1
    assert reverse("case", args=[made[1]]) in page("supervisor", made[0])
