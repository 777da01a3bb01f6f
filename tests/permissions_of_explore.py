"""Who may open the pages of Explore: rows of the table in `tests.permissions`."""

from typing import Final

#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_EXPLORERS: Final = "s.x........"
EXPLORE_PAGES: Final[dict[str, str]] = {
    "explore": _EXPLORERS,
    "explore_cases": _EXPLORERS,
    "explore_file": _EXPLORERS,
}
