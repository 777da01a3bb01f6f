"""The administrator redraws an area: the difference first, then new reports go by the new map and an old case stays."""


from playwright.sync_api import Page, expect

AREAS = "/desk/admin/areas/"


def drawn_on(page: Page) -> None:
    """The map is there and the areas can be chosen."""
    page.goto(AREAS)
    expect(page.locator("[data-drawing][data-ready]")).to_be_visible(timeout=60_000)
    assert page.locator("[data-drawing-choose] option").count() > 50
