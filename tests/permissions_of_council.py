"""Who may open the pages of the council, public plans and votes: rows of `tests.permissions`, and their values."""

from typing import Any, Final

_ANYBODY: Final = "..........."
#              nobody ↓ operator clerk manager inspector supervisor council admin deputy mayor inspectorate
_COUNCIL: Final = "sxxxxx.xxxx"
_CITIZEN: Final = "ccccccccccc"
_SECRETARIAT: Final = "sxxxxxxxxxx"  # the role is not built in
COUNCIL_PAGES: Final[dict[str, str]] = {
    "published_plans": _ANYBODY,
    "published_problem": _ANYBODY,
    "published_programme": _ANYBODY,
    "published_goal": _ANYBODY,
    "published_sitting": _ANYBODY,
    "published_sitting_pack": _ANYBODY,
    "published_plan_file": _ANYBODY,
    "published_paper": _ANYBODY,
    "votes": _ANYBODY,
    "vote": _ANYBODY,
    "vote_ballot": _CITIZEN,
    "vote_project": _ANYBODY,
    "vote_file": _ANYBODY,
    "votings": _SECRETARIAT,
    "voting_new": _SECRETARIAT,
    "voting": _SECRETARIAT,
    "voting_edit": _SECRETARIAT,
    "voting_press": _SECRETARIAT,
    "watched": _COUNCIL,
    "watched_ask": _COUNCIL,
    "watched_follow": _COUNCIL,
    "watched_report": _COUNCIL,
    "watched_marks": _COUNCIL,
    "watched_sittings": _COUNCIL,
    "watched_sitting": _COUNCIL,
    "watched_commission": _COUNCIL,
    "watched_asked": _COUNCIL,
    "sittings": _SECRETARIAT,
    "sitting_new": _SECRETARIAT,
    "sitting": _SECRETARIAT,
    "sitting_edit": _SECRETARIAT,
    "sitting_agenda": _SECRETARIAT,
    "sitting_minutes": _SECRETARIAT,
    "sitting_item": _SECRETARIAT,
    "sitting_pack": _COUNCIL,
    "sitting_press": _SECRETARIAT,
}
COUNCIL_VALUES: Final[dict[str, Any]] = {
    "sitting_id": 1,
    "voting_id": 1,
    "item_id": 1,
}
"""Values for the arguments of these pages' addresses."""
