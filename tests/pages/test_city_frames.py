"""Each figure's chart has the code of a frame that follows the newest month, and of one that stays."""

import re
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.pages.test_city_figures import text_of
from tests.publications import FIRST, SECOND, publish, rows_of, two_months
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_each_chart_has_its_code_and_one_for_a_version_that_stays(client: Client, town: Town) -> None:
    two_months(town)
    page = text_of(client, "/city/1405-02/")
    codes = [unescape(one) for one in re.findall(r"<textarea[^>]*readonly[^>]*>([^<]*)</textarea>", page)]
    frames = [ElementTree.fromstring(one.replace(' loading="lazy"', "")).attrib for one in codes]
    assert len(frames) == 2 * page.count("See the chart alone") > 0
    (heading,) = re.findall(r'id="promises_kept">([^<]+)<', page)
    assert frames[0]["title"].startswith(f"{unescape(heading)}, "), "what a screen reader says of the frame"
    paths = [urlsplit(frame["src"]).path for frame in frames]
    assert paths[:2] == ["/city/embed/promises_kept/", "/city/embed/promises_kept/1405-02/v1/"]
    assert {urlsplit(frame["src"]).query for frame in frames} == {"lang=en"}, "as the page that gave it"
    stays = client.get(f"{paths[1]}?lang=en")
    assert "frame-ancestors *" in stays.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in stays.headers
    (picture,) = re.findall(r'<img src="([^"]+)"', stays.content.decode())
    assert client.get(unescape(picture)).headers["Content-Type"] == "image/svg+xml"
    for month in (FIRST, SECOND):
        publish(town, month, rows_of({"CIV": (200, 100), "WST": (800, 400)}, opened=1500, days=4.0), reason="corrected")
    again = client.get(f"{paths[1]}?lang=en")
    assert again.content == stays.content, "corrections of this month and of one before change nothing"
    assert client.get(f"{paths[0]}?lang=en").content != stays.content
    publish(town, SECOND, rows_of({"CIV": (200, 99), "WST": (800, 400)}, opened=1500, days=4.0), reason="recount")
    assert client.get(paths[1]).status_code == 404
    for wrong in ("promises_kept/1405-02/v9/", "promises_kept/1405-09/v1/", "promises_kept/x/v1/", "x/1405-02/v1/"):
        assert client.get(f"/city/embed/{wrong}").status_code == 404, wrong


def test_no_code_is_offered_of_a_version_whose_months_before_were_withdrawn(client: Client, town: Town) -> None:
    two_months(town)
    publish(town, FIRST, rows_of({"CIV": (200, 99), "WST": (800, 400)}, opened=1500, days=4.0), reason="recount")
    page = text_of(client, "/city/1405-02/")
    assert "/city/embed/promises_kept/?" in page
    assert "/city/embed/promises_kept/1405-02/v1/" not in page
    assert client.get("/city/embed/promises_kept/1405-02/v1/").status_code == 404
    for address in re.findall(r'href="(/city/embed/[^"]+)"', page):
        assert client.get(unescape(address)).status_code == 200, address
