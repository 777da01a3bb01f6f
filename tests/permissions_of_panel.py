"""Who may open the pages of the citizens' panel: rows of the table in `tests.permissions`, and values for addresses."""

from typing import Any, Final

_ANYBODY: Final = "..........."
_CITIZEN: Final = "ccccccccccc"
#               nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_OFFICE: Final = "sxxxxxxxxx."  # the secretary, whose role is not built in, and the inspectorate
_OWING: Final = "sxx.xxxx..."  # and who leads a unit, or steers those below
PANEL_PAGES: Final[dict[str, str]] = {
    "panel": _ANYBODY,
    "panel_lot": _ANYBODY,
    "panel_lot_file": _ANYBODY,
    "panel_sample": _ANYBODY,
    "panel_sample_file": _ANYBODY,
    "panel_findings": _ANYBODY,
    "panel_finding": _ANYBODY,
    "panel_session": _ANYBODY,
    "panel_minutes": _ANYBODY,
    "panel_year": _ANYBODY,
    "panel_photo": _ANYBODY,
    "petitions": _ANYBODY,
    "petition": _ANYBODY,
    "petition_sign": _CITIZEN,
    "petition_new": _CITIZEN,
    "panel_join": _CITIZEN,
    "panel_desk": _CITIZEN,
    "panel_deed": _CITIZEN,
    "panel_judge": _CITIZEN,
    "panel_watch": _CITIZEN,
    "panel_visit": _CITIZEN,
    "panel_finding_new": _CITIZEN,
    "panel_motion": _CITIZEN,
    "panel_settle": _CITIZEN,
    "panel_office": _OFFICE,
    "panel_term_new": _OFFICE,
    "panel_term": _OFFICE,
    "panel_term_press": _OFFICE,
    "panel_photos": _OFFICE,
    "panel_office_photo": _OFFICE,
    "panel_sittings": _OFFICE,
    "panel_sitting": _OFFICE,
    "panel_petitions": _OFFICE,
    "panel_petition_press": _OFFICE,
    "panel_owed_list": _OWING,
    "panel_owed": _OWING,
}
PANEL_VALUES: Final[dict[str, Any]] = dict.fromkeys(
    ("term_id", "sample_id", "sampled_id", "finding_id", "visit_id", "watch_id", "petition_id", "motion_id", "owed_id"),
    1,
)
"""Values for the arguments of these pages' addresses."""
