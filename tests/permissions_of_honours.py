"""Who may open the pages of honours: rows of the table in `tests.permissions`, and values for their addresses."""

from typing import Any, Final

_ANYBODY: Final = "..........."
_CITIZEN: Final = "ccccccccccc"
#               nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_OFFICE: Final = "sxxxxxxxxxx"  # the honours office alone, whose role is not built in
_BOTH: Final = "sxxxxxxxx.x"  # the office, and who confirms
HONOUR_PAGES: Final[dict[str, str]] = {
    "honours": _ANYBODY,
    "honours_of_year": _ANYBODY,
    "honour_certificate": _ANYBODY,
    "me_honours": _CITIZEN,
    "me_invitation": _CITIZEN,
    "me_certificate": _CITIZEN,
    "honours_home": _BOTH,
    "honours_edition": _BOTH,
    "honours_edition_press": _BOTH,
    "honours_candidates": _BOTH,
    "honours_candidate": _BOTH,
    "honours_certificate_withdraw": _BOTH,
    "honours_edition_new": _OFFICE,
    "honours_terms": _OFFICE,
    "honours_candidate_press": _OFFICE,
    "honours_pupils": _OFFICE,
    "honours_pupil": _OFFICE,
    "honours_pupil_press": _OFFICE,
    "honours_schools": _OFFICE,
    "honours_lesson": _OFFICE,
    "honours_certificate": _OFFICE,
}
HONOUR_VALUES: Final[dict[str, Any]] = {"edition_id": 1, "candidate_id": 1, "pupil_id": 1, "year": 1405}
"""Values for the arguments of these pages' addresses."""
