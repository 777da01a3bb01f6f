"""Which pages are the citizens' own, and so in every language that a catalogue holds."""

from typing import Final

from django.urls import ResolverMatch

AUDIENCES: Final = ("public", "citizen", "drop", "panel")
"""The folders of `peygir.web` with pages that citizens open."""
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
        "record_sign",
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
        "panel_sample_file",
        "vote_file",
        # the work of the panel's members
        "panel_deed",
        "panel_desk",
        "panel_finding_new",
        "panel_judge",
        "panel_motion",
        "panel_settle",
        "panel_visit",
        "panel_watch",
    }
)
"""Pages by URL name that anybody may open and few do: they are in the languages of the house alone."""


def is_for_citizens(match: ResolverMatch | None) -> bool:
    """Whether a page is one of those that are in every language of the citizens; so is one that does not exist."""
    if match is None:
        return True
    parts = match.func.__module__.split(".")
    return parts[:2] == ["peygir", "web"] and parts[2] in AUDIENCES and match.url_name not in FOR_FEW
