"""The administrator redraws an area: the difference first, then new reports go by the new map and an old case stays."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories.axe import faults_of
from tests.stories.conftest import OpenPage, shot
from tests.stories.test_whole_life import sign_in

AREAS = "/desk/admin/areas/"


def drawn_on(page: Page) -> None:
    """The map is there and the areas can be chosen."""
    page.goto(AREAS)
    expect(page.locator("[data-drawing][data-ready]")).to_be_visible(timeout=60_000)
    assert page.locator("[data-drawing-choose] option").count() > 50
