"""A role is proposed by one person, confirmed by another, and used by a third."""

from playwright.sync_api import expect

from tests.stories.conftest import OpenPage
from tests.stories.staff import sign_in

ROLES = "/desk/admin/roles/"


def test_a_role_made_by_two_people_and_used_by_a_third(open_page: OpenPage) -> None:
    admin = open_page("desk", "fa")
    sign_in(admin, "admin")
    admin.goto(ROLES)
    admin.locator(f"main a[href='{ROLES}new/']").click()
    for field, value in (("code", "lampkeeper"), ("name_fa", "ناظر روشنایی"), ("name_en", "Lamp keeper")):
        admin.locator(f"#id_{field}").fill(value)
    admin.locator("input[name=permissions][value=see_load]").check()
    admin.locator("#id_scope").select_option("city")
    admin.locator("#id_why").fill("روشنایی شهر ناظر خود را می‌خواهد")
    admin.locator("main form button[type=submit]").click()
    admin.wait_for_url("**/roles/changes/*/")
    proposal = admin.url
    # The proposer may look at it and withdraw it, and no more.
    expect(admin.locator("main")).to_contain_text("ناظر روشنایی")
    expect(admin.locator("input[name=deed][value=confirm]")).to_have_count(0)
    # A second person, on a phone, sees what it would do and confirms exactly that.
    second = open_page("phone", "fa")
    sign_in(second, "mayor")
    second.goto("/desk/accounts/")
    second.locator(f"main a[href='{ROLES}']").click()
    second.locator("section[aria-labelledby=waiting] a").first.click()
    expect(second.locator("main")).to_contain_text("روشنایی شهر ناظر خود را می‌خواهد")
    second.locator("form:has(input[name=deed][value=confirm]) button").click()
    second.wait_for_url(f"**{ROLES}")
    expect(second.locator("main")).to_contain_text("ناظر روشنایی")
    admin.goto(proposal)
    expect(admin.locator("input[name=deed]")).to_have_count(0)
    # A third gets it by a post, and what it opens is open, and nothing more.
    admin.goto("/desk/admin/people/?q=clerk-d08")
    admin.locator("main tbody a.row-link").first.click()
    admin.locator("#id_role").select_option("lampkeeper")
    admin.locator("main form:has(#id_role) button[type=submit]").first.click()
    admin.wait_for_load_state()
    third = open_page("desk", "fa")
    sign_in(third, "clerk-d08")
    third.goto("/desk/unit/")
    expect(third.locator("h1")).to_be_visible()
    assert third.goto("/desk/calls/").status == 403  # type: ignore[union-attr]
    # Why may this person not?
    admin.goto(admin.url.split("?")[0] + "sight/")
    expect(admin.locator("section[aria-labelledby=why]")).to_contain_text("ناظر روشنایی")
    expect(admin.locator("section[aria-labelledby=screens]")).to_contain_text("ندارد")
