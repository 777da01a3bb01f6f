"""Who may open the pages of objections, help and moving in: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
_STAFF: Final = "s.........."
#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_HEADS: Final = "sxxxx.x.xxx"
_ADMIN: Final = "sxxxxxx.xxx"
_ANSWERERS: Final = "s...x......"
HELP_PAGES: Final[dict[str, str]] = {
    **dict.fromkeys(("public_objection", "objection_by_link", "charter_statement"), _ANYBODY),
    **dict.fromkeys(("citizen_objections", "citizen_objection_answer"), _ANSWERERS),
    **dict.fromkeys(("help_home", "help_of", "help_guide", "help_picture", "help_manual"), _STAFF),
    **dict.fromkeys(("admin_import_refused", "admin_moving", "admin_moving_system", "admin_moving_report"), _HEADS),
    **dict.fromkeys(("admin_import_words", "admin_moving_count", "admin_moving_back", "admin_moving_sign"), _ADMIN),
}
HELP_VALUES: Final[dict[str, Any]] = {"guide": "inbox", "screen": "inbox", "source": "old-137"}
"""Values for the arguments of these pages' addresses."""
