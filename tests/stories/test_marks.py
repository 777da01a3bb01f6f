"""From a provisional mark to a case, an appeal, its decision, the restated mark, and its publication by two people."""

import re

from playwright.sync_api import Page, expect

from tests.stories.axe import violations
from tests.stories.conftest import OpenPage, shot, sideways
from tests.stories.staff import sign_in

MOST_LOOKS = 300


def looked_at(page: Page, name: str) -> None:
    """The page has no fault of axe, is as wide as the screen, and is shown."""
    assert sideways(page) <= 0
    assert violations(page) == []
    shot(page, name, full=False)


def decide_as_second(open_page: OpenPage) -> None:
    """Another one of the committee confirms the decision."""
    second = open_page("phone", "fa")
    sign_in(second, "inspectorate-b")
    second.goto("/desk/appeals/")
    second.locator("ul.steer-rows a.btn").first.click()
    looked_at(second, "mark-appeal-second")
    second.locator("form:has([name=as_read]) button").click()
    expect(second.locator("form:has([name=as_read])")).to_have_count(0)


def publish(open_page: OpenPage, month: str) -> None:
    """Two people publish a month before its day."""
    for who, deed in (("admin", "propose"), ("mayor", "agree")):
        person = open_page("desk", "fa")
        sign_in(person, who)
        person.goto("/desk/admin/months/")
        looked_at(person, f"months-{deed}")
        form = person.locator(f"form[action$='/{month}/publish/{deed}/']")
        if deed == "propose" and not form.count():
            continue  # an attempt before has proposed it
        with person.expect_navigation():  # the second person must see what the first has done
            form.locator("button").click()


def test_from_a_provisional_mark_to_its_publication(open_page: OpenPage) -> None:
    manager = open_page("desk", "fa")
    sign_in(manager, "manager-d01")
    manager.goto("/desk/marks/")
    expect(manager.locator("main .notice.tone-orange")).to_be_visible()
    looked_at(manager, "my-mark")
    manager.locator("ol.steer-rows a").first.click()
    manager.wait_for_url(re.compile(r"/desk/marks/\d{4}-\d{2}/"))
    looked_at(manager, "my-mark-part")
    part = manager.url
    case = manager.locator("ul.steer-rows a.code").first
    code = case.inner_text()
    case.click()
    manager.wait_for_url("**/desk/case/**")
    manager.goto(part)
    manager.locator("ul.steer-rows a.btn").first.click()
    looked_at(manager, "my-mark-appeal")
    manager.locator("[name=reason]").fill("کارگاه در آن روزها به دستور شهرداری بسته بود")
    manager.locator("main button.btn-primary").click()
    expect(manager.locator("main")).to_contain_text(code)

    committee = open_page("phone", "fa")
    sign_in(committee, "inspectorate")
    committee.goto("/desk/appeals/")
    looked_at(committee, "mark-appeals-waiting")
    committee.locator("ul.steer-rows a.btn").first.click()
    committee.locator("input[name=outcome][value=upheld]").check(force=True)
    committee.locator("[name=answer]").fill("درست است؛ کارگاه بسته بود")
    looked_at(committee, "mark-appeal")
    committee.locator("main button.btn-primary").click()
    committee.wait_for_url("**/desk/appeals/")
    looked_at(committee, "mark-appeals-proposed")

    decide_as_second(open_page)
    visitor = open_page("phone", "fa")
    month = re.search(r"/desk/marks/(\d{4}-\d{2})/", part)
    assert month is not None
    answer = visitor.goto(f"/marks/{month[1]}/")
    assert answer is not None
    assert answer.status == 404, "nobody else reads it before it is published"
    publish(open_page, month[1])
    for _ in range(MOST_LOOKS):
        visitor.goto(f"/marks/{month[1]}/?version=1")
        if visitor.locator(".notice.tone-orange").count():
            break
        visitor.wait_for_timeout(200)
    looked_at(visitor, "marks-version")
    visitor.goto("/marks/changes/")
    expect(visitor.locator("main table").first).to_be_visible()
    looked_at(visitor, "marks-restated")
