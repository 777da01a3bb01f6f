"""Who may open the pages of the inspectorate: rows of the table in `tests.permissions`, and values for addresses."""

from typing import Any, Final

#               nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_ALONE: Final = "sxxxxxxxxx."
_WITH_MAYOR: Final = "sxxxxxxxx.."
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
    **dict.fromkeys(
        (
            "dropped",
            "dropped_box",
            "dropped_file",
            "dropped_answer",
            "dropped_seals",
            "dropped_end",
            "drop_keys",
            "drop_key",
        ),
        _WITH_MAYOR,
    ),
    **dict.fromkeys(
        (
            "drop_box",
            "drop_box_words",
            "drop_box_write",
            "drop_box_open",
            "drop_box_reply",
            "drop_box_file",
            "drop_box_receipt",
        ),
        "...........",
    ),
    "evidence_signals": _WITH_MANAGERS,
    "evidence_signal_explain": _WITH_MANAGERS,
}
INSPECTORATE_VALUES: Final[dict[str, Any]] = {
    "signal_id": 1,
    "flag_id": 1,
    "objection_id": 1,
    "look_id": 1,
    "box_id": 1,
    "message": 1,
}
"""Values for the arguments of these pages' addresses."""
