"""The citizens' panel in words, for its pages and documents."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.false_closure import ClosureEstimate
from peygir.core.jalali import to_jalali
from peygir.core.vocabulary import Vocabulary
from peygir.outlook.panel.facts import SampleFacts
from peygir.outlook.panel.finding_facts import OwedFacts
from peygir.outlook.panel.states import ClosedReason, LawfulReason, OwedStage
from peygir.people.queries import staff_names
from peygir.web.kit.current_city import today
from peygir.web.kit.inspection_results import share_words
from peygir.web.kit.templatetags.ui import day, digits, due, in_language, language, moment, named

FEWEST = 5
"""Judged cases below which no share is shown."""


@dataclass(frozen=True, slots=True)
class OwedPart:
    """An answer that is owed or was given, with its days in words, line by line."""

    owed: OwedFacts
    tone: str
    state: str
    days: tuple[str, ...]


def choices_of(vocabulary: Iterable[Vocabulary]) -> list[tuple[str, str]]:
    """Return the choices of a field from the members of a vocabulary."""
    return [(member.value, in_language(member.label)) for member in vocabulary]


def district_names(city_id: int) -> dict[str, str]:
    """Return the names of the districts by their codes."""
    return {row.code: named(row) for row in city.districts(city_id, on=today())}


def year_of(day_: date) -> int:
    """Return the Jalali year of a day."""
    return to_jalali(day_).year


def estimate_words(estimate: ClosureEstimate) -> tuple[str, str, str]:
    """Return the share and both bounds as text; empty where too few cases were judged."""
    if estimate.share is None or estimate.n < FEWEST:
        return "", "", ""
    return share_words(estimate.share), share_words(estimate.low), share_words(estimate.high)


def share_words_of(sample: SampleFacts) -> tuple[str, str, str]:
    """Return `estimate_words` once the days of judging are over, so that nobody judges after the others; else empty."""
    return estimate_words(sample.estimate) if today() > sample.due_on else ("", "", "")


def owed_parts(rows: Iterable[OwedFacts]) -> list[OwedPart]:
    """Return answers as pages show them: how long they took by working days, with the days that do not count."""
    stored = list(rows)
    names = staff_names(
        {row.extended_by_id or 0 for row in stored} | {row.answered_by_id or 0 for row in stored}, language()
    )
    return [OwedPart(row, *_state(row), _days(row, names)) for row in stored]


def _state(row: OwedFacts) -> tuple[str, str]:
    """Tone and words of how an answer stands."""
    late = digits(row.late.working_days)
    if not row.is_open:
        if not row.late.is_late:
            return "tone-good", _("Answered in time")
        words = _("Answered %(days)s working days late") if row.late.working_days else _("Answered late on the due day")
        return ("tone-red" if row.is_very_late else "tone-orange"), words % {"days": late}
    if not row.late.is_late:
        return "tone-info", _("An answer is owed until %(due)s") % {"due": due(row.due_at)}
    if row.stage == OwedStage.NOT_READ:
        return "tone-orange", _("Late; nobody at the unit had read the notice, so it was sent again")
    if row.is_very_late:
        return "tone-red", _("Very late: %(days)s working days without an answer") % {"days": late}
    return "tone-orange", _("Late: %(days)s working days without an answer") % {"days": late}


def _days(row: OwedFacts, names: dict[int, str]) -> tuple[str, ...]:
    """How the days were counted, a line for each step."""
    lines = [
        _("Asked on %(day)s; promised within %(days)s working days, so until %(due)s.")
        % {"day": day(row.asked_at), "days": digits(row.days), "due": moment(row.promised_at)}
    ]
    if row.extended_why and row.extended_at is not None:
        values = {
            "day": day(row.extended_at),
            "who": names.get(row.extended_by_id or 0, "—"),
            "reason": in_language(LawfulReason.of(row.extended_why).label),
            "due": moment(row.due_at),
        }
        lines.append(_("On %(day)s %(who)s took more time until %(due)s. Reason: %(reason)s.") % values)
        lines.append(row.extended_note)
    if row.was_read is not None:
        lines.append(
            _("When it fell due, the unit had read the notice.")
            if row.was_read
            else _("When it fell due, nobody at the unit had read the notice.")
        )
    if row.late.is_late and row.late.skipped:
        skipped = _(", ").join(day(one) for one in row.late.skipped[:12])
        lines.append(_("Not counted, because the office is closed: %(days)s.") % {"days": skipped})
    if row.answered_at is not None:
        values = {"at": moment(row.answered_at), "who": names.get(row.answered_by_id or 0, "—")}
        lines.append(_("Answered %(at)s by %(who)s.") % values)
        if row.closed_why:
            reason = in_language(ClosedReason.of(row.closed_why).label)
            lines.append(_("The words of this answer are not public. Reason: %(reason)s.") % {"reason": reason})
    return tuple(lines)
