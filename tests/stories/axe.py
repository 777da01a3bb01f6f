"""axe-core over a page in both themes: what it finds against WCAG 2.0, 2.1 and 2.2, levels A and AA.

The themes differ in custom properties of colours alone, so the dark one is read by the rules about colours alone.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page

SOURCE: Final = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOUR_RULES: Final = ["color-contrast", "link-in-text-block"]
THEMES: Final = {"light": {"type": "tag", "values": TAGS}, "dark": {"type": "rule", "values": COLOUR_RULES}}
_RUN: Final = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  return found.violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.slice(0, 4).map((node) => node.target.join(" ") + " — " + node.html.slice(0, 160)
      + " — " + (node.any[0]?.message ?? node.all[0]?.message ?? "")),
  }));
}"""


@lru_cache(maxsize=1)
def source() -> str:
    """The script, as npm brought it for the build of the assets."""
    if not SOURCE.exists():
        pytest.fail("axe-core is missing; it comes with the front end's packages: npm ci in frontend/")
    return SOURCE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """One line for each fault in each theme. The theme is changed in place, so that no page is loaded twice.

    The script goes in by the browser's own protocol: the pages' content policy stays as it is, and no element is added.
    """
    chosen: str = page.evaluate("document.documentElement.dataset.theme ?? ''")
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"() => {{ {source()}\n; }}")
    lines: list[str] = []
    for theme, rules in THEMES.items():
        page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
        found: list[dict[str, Any]] = page.evaluate(_RUN, rules)
        lines += [f"{theme}: {one['id']} ({one['help']}): {' | '.join(one['nodes'])}" for one in found]
    page.evaluate(
        "theme => { if (theme) document.documentElement.dataset.theme = theme;"
        " else delete document.documentElement.dataset.theme; }",
        chosen,
    )
    return lines
