"""Who may open the pages of the inspectorate: rows of the table in `tests.permissions`, and values for addresses."""

from typing import Any, Final

#               nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_ALONE: Final = "sxxxxxxxxx."
_WITH_MANAGERS: Final = "sxx.xxxxxx."
INSPECTORATE_PAGES: Final[dict[str, str]] = {
    "confidential": _ALONE,
    "phone_looks": _ALONE,
    "phone_look_answer": _ALONE,
    "phone_looks_review": _ALONE,
    "gaming_flags": _ALONE,
    "gaming_flag": _ALONE,
    "gaming_flag_judge": _ALONE,
    "gaming_rate": _ALONE,
    "evidence_signals": _WITH_MANAGERS,
    "evidence_signal_explain": _WITH_MANAGERS,
}
INSPECTORATE_VALUES: Final[dict[str, Any]] = {"signal_id": 1, "flag_id": 1, "objection_id": 1, "look_id": 1}
"""Values for the arguments of these pages' addresses."""
