"""Who reads a kind of message: staff and agencies, in a language of their pages, or citizens, in any language."""

from typing import Final

from peygir.core.translation import citizen_languages, languages

TO_STAFF: Final = frozenset(
    {
        "account_changed",
        "agency_entry",
        "agency_link",
        "agency_reminded",
        "agency_replied",
        "agency_told",
        "alarm",
        "brief",
        "climbed",
        "drop_waiting",
        "inquiry",
        "letter",
        "marks",
        "mentioned",
        "objection",
        "panel_owed",
        "weekly",
    }
)
"""The kinds of messages that go to staff or to an agency; all others go to citizens."""


def languages_of(kind: str) -> tuple[str, ...]:
    """The languages in which a kind of message is sent."""
    return languages() if kind in TO_STAFF else citizen_languages()
