"""Retention times as text, for citizens and for the administrator."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from peygir.people.retention_kinds import COUNTED_FROM, CountedFrom, RetentionKind
from peygir.people.retention_queries import retention_times
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, in_language


@dataclass(frozen=True, slots=True)
class RetentionText:
    """One kind of data, how long it is kept, and from when that counts."""

    name: str
    time: str
    counted_from: str
    is_decided: bool


def retention_lines() -> list[RetentionText]:
    """Return the times in force today, one for each kind."""
    return [
        RetentionText(in_language(row.kind.label), time_words(row.months), from_words(row.kind), row.months is not None)
        for row in retention_times(current_city().id, today())
    ]


def time_words(months: int | None) -> str:
    """Return a retention time as text: “3 years”, “18 months”, “not decided”."""
    if months is None:
        return _("not decided: nothing is erased by time")
    if months % 12 == 0:
        years = months // 12
        return ngettext("%(count)s year", "%(count)s years", years) % {"count": digits(years)}
    return ngettext("%(count)s month", "%(count)s months", months) % {"count": digits(months)}


def from_words(kind: RetentionKind) -> str:
    """Return from when the time of a kind counts."""
    return _("after the case ended") if COUNTED_FROM[kind] == CountedFrom.END else _("after it was written")
