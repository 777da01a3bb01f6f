"""Who may open the pages of objections, help and moving in: rows of the table in `tests.permissions`, and values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
_STAFF: Final = "s.........."
#                  nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_ANSWERERS: Final = "s...x......"
HELP_PAGES: Final[dict[str, str]] = {
    **dict.fromkeys(("public_objection", "objection_by_link", "charter_statement"), _ANYBODY),
    **dict.fromkeys(("citizen_objections", "citizen_objection_answer"), _ANSWERERS),
    **dict.fromkeys(("help_home", "help_of", "help_guide", "help_picture", "help_manual"), _STAFF),
}
HELP_VALUES: Final[dict[str, Any]] = {"guide": "inbox", "screen": "inbox"}
"""Values for the arguments of these pages' addresses."""
