"""A visitor looks around: what goes on near, the map and its list, a case's page, rights; and what stays hidden."""

import re

from playwright.sync_api import Page, expect

from tests.stories.conftest import OpenPage, messages_to, settled, shot, sideways
from tests.stories.staff import sign_in
from tests.stories.test_whole_life import photo_of_street

PHONE = "+989171370088"


def report_with_words(page: Page) -> str:
    """A report with a photo, whose author lets everybody read words that name somebody; returns its code."""
    page.goto("/report/")
    page.locator("#id_address").fill("شیراز، بلوار چمران، روبه‌روی نانوایی")
    page.locator("#id_area").select_option("01-05")
    page.locator("#id_text").fill("پیاده‌رو جلوی منزل آقای رضایی کنده شده است. شماره من ۰۹۱۷۱۲۳۴۵۶۷")
    group = page.locator("details[data-topic-group]", has_text="آسفالت و معابر")
    group.locator("summary").click()
    group.locator("label.choice", has_text="پیاده‌رو").first.click()
    page.locator("#id_photos").set_input_files([photo_of_street("#3c4043")])
    page.locator("#id_phone").fill("۰۹۱۷ ۱۳۷ ۰۰۸۸")
    page.locator("#id_may_publish").check()
    page.locator("form[data-report] [type=submit][data-send]").click()
    if "/report/done/" not in page.url:  # others told of something like it; this one is new
        page.locator("form[data-report] [type=submit][data-send]").click()
    page.wait_for_url(re.compile(r"/report/done/\d{10}/"))
    found = re.search(r"/report/done/(\d{10})/", page.url)
    assert found
    return found[1]


def codes_sent() -> list[str]:
    """The one-time codes that came to the phone so far."""
    found = [re.search(r"کد ورود.*?(\d{6})", line["text"]) for line in messages_to(PHONE)]
    return [match[1] for match in found if match]


def test_a_refused_number_is_mended_where_it_stands(open_page: OpenPage) -> None:
    """The server refuses a number: the form is back at the step that asks for it, not at an earlier one."""
    page = open_page("phone", "fa")
    page.goto("/report/")
    page.locator("#id_address").fill("شیراز، بلوار چمران، روبه‌روی نانوایی")
    page.locator("#id_area").select_option("01-05")
    page.locator("[data-next]:visible").click()
    page.locator("#id_text").fill("نرده‌های پل کج شده است")
    page.locator("[data-next]:visible").click()
    expect(page.locator("#step-photos")).to_be_visible()
    page.locator("[data-next]:visible").click()
    page.locator("#id_phone").fill("12")
    page.locator("[data-send]:visible").click()
    expect(page.locator("#error-phone")).to_contain_text("شمارهٔ تلفن درست نیست")
    expect(page.locator("#id_phone")).to_be_visible()


def test_what_is_public_was_looked_at(open_page: OpenPage) -> None:
    """Neither photo nor words are seen before a clerk has looked; then both are, covered, until they are taken back."""
    citizen = open_page("phone", "fa", javascript=False)
    code = report_with_words(citizen)
    citizen.goto(f"/t/{code}/")
    expect(citizen.locator("main")).not_to_contain_text("رضایی")
    expect(citizen.locator("main .photo img")).to_have_count(0)

    clerk = open_page("desk", "fa")
    sign_in(clerk, "supervisor")
    for _ in range(300):  # the photo is made ready by the worker
        clerk.goto(f"/desk/case/{code}/")
        if clerk.locator("[aria-labelledby=public] .showable img").count():
            break
        clerk.wait_for_timeout(200)
    expect(clerk.locator("[aria-labelledby=public] .showable")).to_have_count(2)
    expect(clerk.locator("[aria-labelledby=public] .showable").last).to_contain_text("شمارهٔ تلفن و نام یک شخص")
    clerk.locator("[aria-labelledby=public] .showable").first.locator("button").click()
    expect(clerk.locator(".toast-plain")).to_contain_text("همه آن را می‌بینند")
    clerk.locator("[aria-labelledby=public] .showable").last.locator("button").click()
    expect(clerk.locator("[aria-labelledby=public] .showable").last).to_contain_text("برای همه پیداست")

    citizen.goto(f"/t/{code}/")
    expect(citizen.locator("main .photo img")).to_have_count(1)
    expect(citizen.locator("blockquote")).to_contain_text("پیاده‌رو جلوی منزل ••• کنده شده است. شماره من •••")
    expect(citizen.locator("main")).not_to_contain_text("رضایی")

    before = len(codes_sent())
    citizen.goto("/me/")
    citizen.locator("#id_phone").fill("09171370088")
    citizen.locator("main form button").first.click()
    for _ in range(300):
        if len(codes_sent()) > before:
            break
        citizen.wait_for_timeout(100)
    citizen.locator("#id_code").fill(codes_sent()[-1])
    citizen.locator("main form button").first.click()
    citizen.locator(f"form[action='/me/reports/{code}/words/'] button").click()
    expect(citizen.locator("main")).to_contain_text("نوشتهٔ خود را پس گرفته‌اید")
    citizen.goto(f"/t/{code}/")
    expect(citizen.locator("blockquote")).to_have_count(0)


def test_the_map_keeps_its_view_in_the_address(open_page: OpenPage) -> None:
    """Spots and list follow the map; filters and view stand in the address and come back with it."""
    page = open_page("phone", "fa")
    fetched: list[str] = []
    page.on("request", lambda asked: fetched.append(asked.url))
    page.goto("/map/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in fetched if "/map/cases.json" in url or "/ground." in url], "a phone asks for it first"
    with page.expect_response(re.compile(r"/map/cases\.json")) as answer:
        page.locator("[data-map-open]").click()
    assert answer.value.ok
    assert answer.value.json()["features"]
    with page.expect_response(re.compile(r"/map/cases\.json.*state=finished")):
        page.locator("#f-state").select_option("finished")
    page.wait_for_url(re.compile(r"state=finished.*lat=.*lon=.*zoom="))
    expect(page.locator("#map-list .case-line").first).to_be_visible()
    address = page.url
    again = open_page("desk", "fa")
    again.goto(address)
    expect(again.locator("#f-state")).to_have_value("finished")
    again.locator("#map-list .row-link").first.click()
    again.wait_for_url(re.compile(r"/t/\d{10}/"))


def test_filters_of_the_map_apply_at_once(open_page: OpenPage) -> None:
    """On a phone the map comes first, its filters have no button, and each choice changes the list and the address."""
    page = open_page("phone", "fa")
    page.goto("/map/")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".map-show")).to_be_hidden()
    sketch, filters = page.locator(".map-part").bounding_box(), page.locator(".map-filters").bounding_box()
    assert sketch is not None
    assert filters is not None
    assert sketch["y"] < filters["y"]
    before = page.locator("#map-list").inner_text()
    page.locator("#f-state").select_option("finished")
    page.wait_for_url(re.compile(r"state=finished"))
    expect(page.locator("#map-list")).not_to_have_text(before)
    heights: list[float] = page.locator("#map-list .case-line").evaluate_all(
        "rows => rows.map((row) => row.getBoundingClientRect().height)"
    )
    assert sorted(heights)[len(heights) // 2] < 110, "a name, a place and a state"


def test_a_spot_leads_to_its_case(open_page: OpenPage) -> None:
    """A press on a spot opens its lines, and a line opens the case's page."""
    page = open_page("desk", "fa")
    with page.expect_response(re.compile(r"/map/cases\.json")) as answer:
        page.goto("/map/")
    spot = next(one for one in answer.value.json()["features"] if one["properties"]["lines"])
    lon, lat = spot["geometry"]["coordinates"]
    with page.expect_response(re.compile(r"/map/cases\.json")):
        page.goto(f"/map/?lat={lat}&lon={lon}&zoom=17")
    map_box = page.locator("[data-city-map]").bounding_box()
    assert map_box
    for _ in range(100):  # the spots are drawn a moment after they came
        page.mouse.click(map_box["x"] + map_box["width"] / 2, map_box["y"] + map_box["height"] / 2)
        if page.locator(".popup-line a").count():
            break
        page.wait_for_timeout(100)
    page.locator(".popup-line a").first.click()
    page.wait_for_url(re.compile(r"/t/\d{10}/"))


def test_without_a_script(open_page: OpenPage) -> None:
    """Neighbourhood, list, pages and figures need none."""
    page = open_page("phone", "fa", javascript=False)
    page.goto("/")
    page.locator("#near-area").select_option("01-05")
    page.locator("form[data-near] button[type=submit]").click()
    page.wait_for_url(re.compile(r"area=01-05"))
    expect(page.locator("#near")).to_be_visible()
    page.locator("a[href='/figures/']").click()
    expect(page.locator(".figures-told")).to_be_visible()
    page.locator(".disclose summary", has_text="این عددها").click()
    page.go_back()
    page.locator("a.map-teaser").click()
    page.wait_for_url(re.compile(r"/map/\?area=01-05"))
    expect(page.locator("[data-city-map]")).to_be_hidden()
    page.locator("#f-area").select_option("")
    page.locator("#f-state").select_option("finished")
    page.locator(".map-filters button[type=submit]").click()
    page.locator("a[rel=next]").click()
    page.wait_for_url(re.compile(r"page=2"))
    expect(page.locator(".case-line").first).to_be_visible()


def test_the_pages_fit(open_page: OpenPage) -> None:
    """In both languages and sizes each page opens and does not scroll sideways."""
    for size in ("phone", "desk"):
        for language in ("fa", "en"):
            for name, address in {"": "/", "map": "/map/", "rights": "/rights/", "figures": "/figures/"}.items():
                # A tab for each: one that had shown the map once did not answer for a minute and a half.
                page = open_page(size, language)
                answer = page.goto(address)
                assert answer is not None
                assert answer.ok, address
                settled(page)
                width = sideways(page)
                assert width <= 0, (address, size, language)
                if name:  # the first page's picture is taken with the others
                    shot(page, f"{name}-{size}-{language}")
                page.close()
