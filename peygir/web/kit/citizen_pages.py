"""Which pages are the citizens' own, and in which language a page is shown to a reader of a citizens' language."""

from typing import Final

from django.urls import ResolverMatch

FOR_FEW: Final = frozenset(
    {
        # for engineers and auditors
        "gallery",
        "health",
        "health_serving",
        "metrics",
        "record",
        "record_beginning",
        "record_check",
        "record_check_file",
        "record_checkpoint",
        "record_contradiction",
        "record_earlier",
        "record_growth_proof",
        "record_head",
        "record_head_sheet",
        "record_heads",
        "record_key_change",
        "record_place_proof",
        "record_tile",
        "record_verifier",
        "record_witness",
        "report_proof",
        # how units are measured and compared
        "comparisons",
        "comparisons_file",
        "comparisons_month",
        "inspection_file",
        "inspection_month",
        "inspection_results",
        "marks",
        "marks_changes",
        "marks_file",
        "marks_method",
        "marks_month",
        "marks_scheme",
        "marks_unit",
        "marks_unit_month",
        "ranking",
        "ranking_certificate",
        "ranking_poster",
        "ranking_season",
        # papers of the council and of the city, in the languages of the house
        "charter_statement",
        "me_certificate",
        "panel_minutes",
        "panel_year",
        "published_goal",
        "published_paper",
        "published_plan_file",
        "published_plans",
        "published_problem",
        "published_programme",
        "published_report",
        "published_report_file",
        "published_reports",
        "published_sitting",
        "published_sitting_pack",
        # files for machines
        "open_data_catalogue",
        "open_data_feed",
        "open_data_file",
        "open_data_schema",
        "open_data_version",
        "panel_lot_file",
        "vote_file",
        # the work of the panel's members
        "panel_deed",
        "panel_desk",
        "panel_finding_new",
        "panel_judge",
        "panel_motion",
        "panel_settle",
        "panel_visit",
    }
)
"""Pages by URL name that anybody may open and few do: they are in the languages of the house alone."""
