"""Who may open the pages of agencies and of the register of letters: rows of `tests.permissions`, and their values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
#            nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_CENTRE: Final = "s.xxx.x.xxx"
_HEADS: Final = "sxxxx.x.xxx"
AGENCY_PAGES: Final[dict[str, str]] = {
    "agency_link": _ANYBODY,
    "agency_link_deed": _ANYBODY,
    "agency_link_new": _ANYBODY,
    "agency_home": _ANYBODY,
    "agency_enter": _ANYBODY,
    "agency_out": _ANYBODY,
    "agency_case": _ANYBODY,
    "agency_case_deed": _ANYBODY,
    "agency_question": _ANYBODY,
    "desk_agencies": _CENTRE,
    "desk_agency": _CENTRE,
    "desk_agency_deed": _CENTRE,
    "letters": _HEADS,
    "letter_new": _HEADS,
    "letter_terms": _HEADS,
    "letter": _HEADS,
    "letter_document": _HEADS,
    "letter_annex": _HEADS,
    "letter_deed": _HEADS,
}
AGENCY_VALUES: Final[dict[str, Any]] = {"direction": "out", "letter_id": 1, "annex_id": 1, "request_id": 1}
