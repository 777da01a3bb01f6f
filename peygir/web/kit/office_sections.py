"""Which entry of the menu stands for the pages of inspection, the honours office and the panel's secretary."""

from typing import Final

OFFICE_SECTIONS: Final[dict[str, str]] = {
    "honours_home": "honours_office",
    "honours_edition": "honours_office",
    "honours_candidates": "honours_office",
    "honours_candidate": "honours_office",
    "honours_pupils": "honours_office",
    "honours_pupil": "honours_office",
    "honours_schools": "honours_office",
    "inspections": "home",
    "inspection": "home",
    "inspection_conflicts": "home",
    "inspection_results": "inspected",
    "inspection_month": "inspected",
    "inspection_plans": "calls",
    "inspection_learning": "calls",
    "panel_office": "panel_office",
    "panel_term": "panel_office",
    "panel_term_new": "panel_office",
    "panel_sittings": "panel_office",
    "panel_sitting": "panel_office",
    "panel_petitions": "panel_office",
    "panel_photos": "panel_office",
    "panel_owed_list": "panel_office",
    "panel_owed": "panel_office",
}
