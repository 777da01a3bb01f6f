"""Who may open saved questions, boards and reports: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_STAFF: Final = "s.........."
#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_EXPLORERS: Final = "s.x........"  # who leads a unit, or reads the cases of the whole city
_ANYBODY: Final = "..........."
_PUBLISHERS: Final = "sxxxx.x.x.."  # who leads the centre, the mayor's desk, and the inspectorate
BOARD_PAGES: Final[dict[str, str]] = {
    "saved_questions": _EXPLORERS,
    "saved_question": _EXPLORERS,
    "saved_question_pdf": _EXPLORERS,
    "saved_question_press": _EXPLORERS,
    "explore_save": _EXPLORERS,
    "question_boards": _EXPLORERS,
    "question_board": _EXPLORERS,
    "question_board_pdf": _EXPLORERS,
    "question_board_tile": _EXPLORERS,
    "question_board_press": _EXPLORERS,
    "subscriptions": _STAFF,
    "subscription_end": _STAFF,
    "city_reports": _PUBLISHERS,
    "city_report": _PUBLISHERS,
    "city_report_press": _PUBLISHERS,
    "city_report_file": _PUBLISHERS,
    "report_template": _PUBLISHERS,
    "published_reports": _ANYBODY,
    "published_report": _ANYBODY,
    "published_report_file": _ANYBODY,
}
BOARD_VALUES: Final[dict[str, Any]] = {
    "board_id": 1,
    "question_id": 1,
    "tile_id": 1,
    "subscription_id": 1,
    "report_id": 1,
}
"""Values for the arguments of these pages' addresses."""
