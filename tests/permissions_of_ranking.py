"""Who may open the pages of rankings: rows of the table in `tests.permissions`, and values for their addresses."""

from typing import Any, Final

_ANYBODY: Final = "..........."
#               nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_JURY: Final = "sxxxxxxxx.x"  # the jury, whose role is not built in, and the mayor's desk
RANKING_PAGES: Final[dict[str, str]] = {
    "ranking": _ANYBODY,
    "ranking_season": _ANYBODY,
    "ranking_poster": _ANYBODY,
    "ranking_certificate": _ANYBODY,
    "jury_home": _JURY,
    "jury_season_new": _JURY,
    "jury_season": _JURY,
    "jury_note": _JURY,
    "jury_decide": _JURY,
    "jury_season_press": _JURY,
    "jury_decision_press": _JURY,
    "jury_certificate": _JURY,
}
RANKING_VALUES: Final[dict[str, Any]] = {"season_id": 1}
"""Values for the arguments of these pages' addresses."""
