"""A photo cut five times and resumed, its face covered by mouse, by finger or by keyboard, and shown to everybody."""

import random
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from tests.pictures import encoded, exif_with, is_near, opened
from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.cut_line import CutLine
from tests.stories.reports import LONGEST_MS, LOOK_EVERY_MS, TOKEN, referred_report
from tests.stories.staff import sign_in

INK = (24, 32, 40)
SKIN = (230, 180, 150)
WIDE, HIGH = 1600, 1200
FACE = (1200, 300)
CUTS = 5
CLERK = "clerk-d01"


def street(seed: int) -> bytes:
    """A made-up street with a face in it, and where it was taken."""
    chance = random.Random(seed)
    small = Image.new("RGB", (16, 12))
    small.putdata([(chance.randrange(90, 200),) * 3 for _ in range(16 * 12)])
    photo = small.resize((WIDE, HIGH), Image.Resampling.BICUBIC)
    x, y = FACE
    ImageDraw.Draw(photo).ellipse((x - 90, y - 120, x + 90, y + 120), fill=SKIN)
    gps = {1: "N", 2: (29.0, 36.0, 30.0), 3: "E", 4: (52.0, 31.0, 48.0)}
    return encoded(photo, "JPEG", quality=95, exif=exif_with(gps=gps))


def case_with_photo(page: Page, seed: int, *, cuts: int = 0) -> str:
    """Send a photo over a line that is cut so often, report with it, and wait until it is ready; returns the code."""
    data = street(seed)
    sender = CutLine(data, TOKEN)
    for number in range(cuts):
        before = sender.arrived()
        sender.cut_after(len(data) // (cuts + 2) + number)
        assert sender.arrived() > before, "what arrived stays"
    sender.finish()
    code = referred_report(page, uploads=[sender.number])
    for _ in range(LONGEST_MS // LOOK_EVERY_MS):
        page.goto(f"/desk/case/{code}/")
        if page.locator('a[href*="/cover/"]').count():
            return code
        page.wait_for_timeout(LOOK_EVERY_MS)
    raise AssertionError("the photo did not become ready")


def to_the_photo(page: Page) -> Locator:
    """From the case's page to the page of covers; returns the photo."""
    page.locator('a[href*="/cover/"]').first.click()
    photo = page.locator("[data-cover-stage] img")
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("complete", True)
    page.wait_for_load_state()  # the script of covers has run
    return photo


def place_of(photo: Locator, x: int, y: int) -> tuple[float, float]:
    """Where a pixel of the photo is on the screen."""
    box = photo.bounding_box()
    assert box is not None
    return box["x"] + x / WIDE * box["width"], box["y"] + y / HIGH * box["height"]


def is_covered(page: Page, code: str, size: str) -> bool:
    """Whether the face is covered, and nothing else, on the picture that everybody gets."""
    answer = page.request.get(f"/t/{code}/photo/report/1/{size}/")
    assert answer.status == 200
    picture = opened(answer.body())
    assert not picture.getexif(), "no place, no camera"
    at = FACE[0] * picture.width // WIDE, FACE[1] * picture.height // HIGH
    assert not is_near(picture.getpixel((picture.width // 8, picture.height * 7 // 8)), INK)
    return is_near(picture.getpixel(at), INK)


def number_in(page: Page) -> int:
    return int(page.url.rstrip("/").rpartition("/")[2])


def test_by_mouse_after_five_cuts(open_page: OpenPage) -> None:
    clerk, everybody = open_page("desk"), open_page("phone")
    sign_in(clerk, CLERK)
    code = case_with_photo(clerk, 1, cuts=CUTS)
    photo = to_the_photo(clerk)
    number = number_in(clerk)
    for (x, y), (to_x, to_y) in (((1000, 150), (1400, 500)), ((100, 100), (300, 260))):
        clerk.mouse.move(*place_of(photo, x, y))
        clerk.mouse.down()
        clerk.mouse.move(*place_of(photo, (x + to_x) // 2, to_y))
        clerk.mouse.move(*place_of(photo, to_x, to_y))
        clerk.mouse.up()
    covers = clerk.locator(".cover-box")
    expect(covers).to_have_count(2)
    expect(covers.nth(1)).to_be_focused()
    clerk.locator("[data-cover-remove]").click()  # the second was a mistake
    expect(covers).to_have_count(1)
    shot(clerk, "cover-desk-fa")
    clerk.get_by_role("button", name="نمایش به همه، با پوشش").click()
    clerk.wait_for_url(f"**/desk/case/{code}/#public")
    assert is_covered(everybody, code, "full")
    assert is_covered(everybody, code, "thumb")
    everybody.goto(f"/t/{code}/")
    expect(everybody.locator('img[src*="/photo/report/1/"]').first).to_be_visible()
    # The original is there for the unit, and taking the covers off takes the photo off the public page.
    original = clerk.request.get(f"/desk/case/{code}/photo/report/{number}/full/")
    assert is_near(opened(original.body()).getpixel(FACE), SKIN)
    clerk.goto(f"/desk/case/{code}/cover/report/{number}/")
    clerk.locator("[name=clear]").click()
    clerk.wait_for_load_state()
    assert everybody.request.get(f"/t/{code}/photo/report/1/full/").status == 404


def test_by_finger_on_a_phone(open_page: OpenPage) -> None:
    clerk, everybody = open_page("phone", "en"), open_page("phone", "en")
    sign_in(clerk, CLERK)
    code = case_with_photo(clerk, 2)
    photo = to_the_photo(clerk)
    fingers = clerk.context.new_cdp_session(clerk)

    def touch(kind: str, *places: tuple[float, float]) -> None:
        points: list[dict[str, Any]] = [{"x": x, "y": y, "id": at} for at, (x, y) in enumerate(places)]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", place_of(photo, 1000, 150))
    touch("touchMove", place_of(photo, 1200, 300))
    touch("touchMove", place_of(photo, 1400, 460))
    touch("touchEnd")
    expect(clerk.locator(".cover-box")).to_have_count(1)
    grip = clerk.locator("[data-cover-grip]").bounding_box()
    assert grip is not None
    corner = grip["x"] + grip["width"] / 2, grip["y"] + grip["height"] / 2
    before = float(clerk.locator("[name=height]").first.input_value())
    touch("touchStart", corner)
    touch("touchMove", (corner[0], corner[1] + 10))
    touch("touchEnd")
    assert float(clerk.locator("[name=height]").first.input_value()) > before
    assert sideways(clerk) == 0
    shot(clerk, "cover-phone-en")
    clerk.get_by_role("button", name="Show to everybody, covered").click()
    clerk.wait_for_url(f"**/desk/case/{code}/#public")
    assert is_covered(everybody, code, "full")


def test_by_keyboard_alone(open_page: OpenPage) -> None:
    clerk, everybody = open_page("desk", "en"), open_page("phone", "en")
    sign_in(clerk, CLERK)
    code = case_with_photo(clerk, 3)
    to_the_photo(clerk)
    press_until(clerk, "[data-cover-add]")
    clerk.keyboard.press("Enter")
    cover = clerk.locator(".cover-box")
    expect(cover).to_be_focused()
    for key, times in (("ArrowRight", 25), ("ArrowUp", 30), ("Shift+ArrowDown", 10), ("Shift+ArrowLeft", 1)):
        for _ in range(times):
            clerk.keyboard.press(key)
    numbers = [clerk.locator(f"[name={side}]").first.input_value() for side in ("left", "top", "width", "height")]
    assert numbers == ["65", "10", "19", "30"]
    expect(clerk.locator("[data-cover-said]")).to_have_text("Cover 1: left 65, top 10, width 19, height 30 percent")
    clerk.keyboard.press("Delete")
    expect(cover).to_have_count(0)
    expect(clerk.locator("[data-cover-add]")).to_be_focused()
    clerk.keyboard.press("Enter")
    for key, times in (("ArrowRight", 25), ("ArrowUp", 30), ("Shift+ArrowDown", 10)):
        for _ in range(times):
            clerk.keyboard.press(key)
    press_until(clerk, "[name=show]")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url(f"**/desk/case/{code}/#public")
    assert is_covered(everybody, code, "full")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_page_of_covers_is_for_everybody_at_the_desk(open_page: OpenPage, language: str) -> None:
    """Empty, with covers, and with a fault; no faults by axe in either theme; without scripts the numbers work."""
    clerk, plain = open_page("desk", language), open_page("phone", language, javascript=False)
    sign_in(clerk, CLERK)
    sign_in(plain, CLERK)
    code = case_with_photo(clerk, 4 if language == "fa" else 5)
    to_the_photo(clerk)
    assert violations(clerk) == []
    plain.goto(f"/desk/case/{code}/cover/report/{number_in(clerk)}/")
    for side, value in (("left", "۶۰"), ("top", "۱۰"), ("width", "wide"), ("height", "30")):
        plain.locator(f"[name={side}]").first.fill(value)
    plain.locator("main form [type=submit]").first.click()
    expect(plain.locator("[role=alert]")).to_be_visible()
    assert plain.locator("[name=width]").first.input_value() == "wide"
    plain.locator("[name=width]").first.fill("30")
    plain.locator("main form [type=submit]").first.click()
    expect(plain.locator(".cover-result")).to_be_visible()
    assert sideways(plain) == 0
    clerk.reload()
    expect(clerk.locator(".cover-box")).to_have_count(1)
    assert violations(clerk) == []
    assert sideways(clerk) == 0
    clerk.goto(f"/desk/case/{code}/alike/")
    assert violations(clerk) == []
    shot(clerk, f"alike-desk-{language}")


def press_until(page: Page, selector: str) -> None:
    """Tab on until this has the focus."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement?.matches(selector) ?? false", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")
