"""The inspector's pages: what to look at next, the finding, a defect on patrol; and few statements."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from peygir.cases.models import Report
from peygir.desks.inspection.models import Inspection
from tests import make
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
HOME = "/desk/inspections/"
PATROL = "/desk/inspections/patrol/"
MOST_STATEMENTS = 12


def shown(**query: str) -> str:
    answer = signed_in("inspector").get(HOME, query)
    assert answer.status_code == 200
    return packed(answer.content.decode())


def finding_values(code: str, **more: Any) -> dict[str, Any]:
    return {"key": "k1", "version": str(make.case(code).version), "finding": "fixed", "note": "", **more}


def test_the_desk_leads_an_inspector_to_finished_work(town: Town) -> None:
    answer = signed_in("inspector").get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, HOME)
    assert "Nothing to inspect here" in shown()


def test_the_riskiest_stands_first_and_a_choice_of_district_is_kept(town: Town) -> None:
    plain = make.done()
    together = make.in_hand(phone=PHONES[1])
    make.report(phone=PHONES[2], join_code=together, joins_own=True)
    make.command(together, "finish", town.clerk, note="پر شد", form="آسفالت")
    drain()
    page = shown()
    first = page.split('id="next"')[1].split("</section>")[0]
    assert reverse("inspection", args=[together]) in first
    assert "2 reporters" in first
    assert reverse("inspection", args=[plain]) in page.split('id="then"')[1]
    client = signed_in("inspector")
    assert "Nothing to inspect here" in client.get(HOME, {"district": "2"}).content.decode()
    assert "Nothing to inspect here" in client.get(HOME).content.decode()
    assert reverse("inspection", args=[plain]) in client.get(HOME, {"district": "all"}).content.decode()


def test_near_me_shows_how_far_it_is(town: Town) -> None:
    code = make.done()
    lat, lon = point_in("1")
    page = shown(lat=str(lat + 0.001), lon=str(lon))
    assert reverse("inspection", args=[code]) in page
    assert "about 111 m away" in page
    assert "Nothing to inspect here" in shown(lat="48.1", lon="11.5")
    assert reverse("inspection", args=[code]) in shown(lat="north", lon="east"), "no point: the whole city"


def test_a_finding_is_recorded_once_and_a_refused_one_keeps_what_was_typed(live_town: Town) -> None:
    code, client = make.done(), signed_in("inspector")
    address = reverse("inspection", args=[code])
    page = client.get(address).content.decode()
    assert "چاله پر شد." in page, "what the unit answered"
    refused = client.post(address, finding_values(code, finding="not_seen"))
    assert refused.status_code == 422
    assert "why it could not be seen" in refused.content.decode()
    broken = SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")
    assert client.post(address, finding_values(code, photo=broken)).status_code == 422
    assert client.post(address, finding_values(code, finding="")).status_code == 422
    assert not Inspection.objects.exists()
    photo = SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")
    values = finding_values(code, finding="not_fixed", note="هنوز هست")
    assert client.post(address, {**values, "photo": photo}).status_code == 302
    drain()
    assert make.case(code).state == "reopened"
    assert Inspection.objects.count() == 1
    after = client.get(address).content.decode()
    assert "no finished work for you to inspect" in after
    story = packed(signed_in("clerk").get(reverse("case", args=[code])).content.decode())
    assert "An inspector of the city looked at the place: it is not fixed." in story
    assert "An inspector of the city found that it is not fixed." in story
    assert "هنوز هست" in story
    public = packed(signed_in("clerk").get(reverse("public_case", args=[code])).content.decode())
    assert "found that it is not fixed" in public
    assert "هنوز هست" not in public


def test_two_at_once_are_told_of_each_other(live_town: Town) -> None:
    code, client = make.done(), signed_in("inspector")
    values = finding_values(code)
    make.command(code, "confirm", live_town.operator)
    assert client.post(reverse("inspection", args=[code]), values).status_code == 409


def test_the_case_page_leads_an_inspector_to_the_finding(town: Town) -> None:
    code = make.done()
    address = reverse("inspection", args=[code])
    assert address in signed_in("inspector").get(reverse("case", args=[code])).content.decode()
    assert address not in signed_in("clerk").get(reverse("case", args=[code])).content.decode()


def test_a_defect_is_filed_once_with_its_place_and_photo(town: Town) -> None:
    client, (lat, lon) = signed_in("inspector"), point_in("1")
    values = {"key": "p1", "text": make.POTHOLE, "topic": "CIV-01", "lat": str(lat), "lon": str(lon)}
    assert client.post(PATROL, {**values, "text": " "}).status_code == 422
    assert client.post(PATROL, {"key": "p1", "text": make.POTHOLE}).status_code == 422, "nobody knows where"
    assert client.post(PATROL, {**values, "topic": "XXX"}).status_code == 422
    for _again in range(2):
        photo = SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")
        assert client.post(PATROL, {**values, "photo": photo}).status_code == 302
    report = Report.objects.get()
    assert (report.channel, report.lat, report.photo_count) == ("patrol", lat, 1)
    assert "patrol" in packed(signed_in("inspector").get(reverse("case", args=[report.code])).content.decode())


def test_a_place_in_words_and_neighbourhood_does_too(town: Town) -> None:
    values = {"key": "p2", "text": make.POTHOLE, "area": "01-01", "address": "کوچه ۵"}
    assert signed_in("inspector").post(PATROL, values).status_code == 302
    assert Report.objects.get().place_label == "01-01"


def test_the_page_takes_few_statements(town: Town, django_assert_max_num_queries: Any) -> None:
    for number in range(5):
        make.done(phone=PHONES[number])
    client = signed_in("inspector")
    client.get(HOME)
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(HOME)
    lat, lon = point_in("1")
    with django_assert_max_num_queries(MOST_STATEMENTS):
        client.get(HOME, {"lat": str(lat), "lon": str(lon)})
