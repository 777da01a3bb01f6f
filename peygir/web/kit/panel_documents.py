"""The documents of the citizens' panel as PDF: the minutes of a session, and the report of a year."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.pdf_charts import ChartedDocument
from peygir.outlook.panel.facts import PanelFacts, SampleFacts
from peygir.outlook.panel.finding_facts import OwedFacts, PanelFindingFacts, PanelSessionFacts
from peygir.outlook.panel.states import FindingState, PetitionState
from peygir.outlook.panel.year_queries import PanelYear
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.panel_words import owed_parts, share_words_of
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named

_SAMPLES: Final = (0.22, 0.16, 0.16, 0.16, 0.3)
_FINDINGS: Final = (0.1, 0.42, 0.22, 0.26)
_PETITIONS: Final = (0.5, 0.2, 0.3)


def minutes_document(panel: PanelFacts, session: PanelSessionFacts, *, made_at: datetime) -> bytes:
    """Return the minutes of a session that was held: who was there by number, the items with decisions, the text."""
    number = digits(session.number)
    title = _("Session %(number)s of the citizens' panel") % {"number": number}
    document = ChartedDocument(f"{title} · {named(current_city())}", language=language(), made_at=made_at)
    present = _(", ").join(digits(one) for one in session.present)
    document.facts(
        [
            (_("Panel"), panel.title),
            (_("Day"), f"{day(session.held_on)} · {digits(f'{session.begins_at:%H:%M}')}"),
            (_("Place"), session.place),
            (
                _("Present"),
                _("%(count)s members: numbers %(numbers)s")
                % {"count": digits(len(session.present)), "numbers": present},
            ),
        ]
    )
    document.section(_("Agenda and decisions"))
    if not session.items:
        document.paragraph(_("Nothing was on the agenda."))
    for item in session.items:
        document.heading(_("Item %(number)s: %(title)s") % {"number": digits(item.number), "title": item.title})
        document.facts([(_("Decision"), item.decision or "—")])
    document.section(_("Minutes"))
    for paragraph in session.minutes.split("\n"):
        if paragraph.strip():
            document.paragraph(paragraph.strip())
    return document.content()


def year_document(panel: PanelFacts, year: int, figures: PanelYear, *, made_at: datetime) -> bytes:
    """Return what a panel did in a year: samples with intervals, findings with their answers, petitions, sessions."""
    title = _("The citizens' panel in %(year)s") % {"year": digits(str(year))}
    document = ChartedDocument(f"{title} · {named(current_city())}", language=language(), made_at=made_at)
    document.facts(
        [
            (_("Panel"), panel.title),
            (_("Members"), digits(figures.seats.get("active", 0))),
            (_("Sessions"), digits(figures.sessions)),
            (_("Visits"), digits(figures.visits)),
            (_("Answers in time"), digits(figures.in_time)),
            (_("Answers that came late"), digits(figures.late)),
            (_("Answers that are missing"), digits(figures.missing)),
        ]
    )
    document.section(_("What the panel says of the city's finished work"))
    if figures.samples:
        headings = (_("Month"), _("Cases"), _("Drawn"), _("Judged"), _("Not solved, with its interval"))
        document.table(headings, [_sample_row(row) for row in figures.samples], _SAMPLES)
    else:
        document.paragraph(_("No month's cases were drawn in this year."))
    document.section(_("Findings"))
    if figures.findings:
        columns = (_("No."), _("Finding"), _("Unit"), _("Answer"))
        document.table(columns, [_finding_row(row) for row in figures.findings], _FINDINGS)
    else:
        document.paragraph(_("The panel adopted no finding in this year."))
    document.section(_("Petitions"))
    if figures.petitions:
        rows = [
            (row.title, digits(row.count), in_language(PetitionState.of(row.state).label)) for row in figures.petitions
        ]
        document.table((_("Petition"), _("Signatures"), _("State")), rows, _PETITIONS)
    else:
        document.paragraph(_("No petition was opened in this year."))
    return document.content()


def _sample_row(row: SampleFacts) -> tuple[str, str, str, str, str]:
    rate, low, high = share_words_of(row)
    if rate:
        share = _("%(rate)s (%(low)s to %(high)s)") % {"rate": rate, "low": low, "high": high}
    elif today() <= row.due_on:
        share = _("after %(until)s") % {"until": day(row.due_on)}
    else:
        share = _("too few judged")
    return month_label(row.first_on), digits(row.population), digits(row.drawn), digits(row.judged), share


def _finding_row(row: PanelFindingFacts) -> tuple[str, str, str, str]:
    return digits(row.number), row.title, in_language(row.unit), _answer_words(row.state, row.answers)


def _answer_words(state: str, answers: tuple[OwedFacts, ...]) -> str:
    """How the last answer stands, and whether the panel calls the finding settled."""
    last = owed_parts(answers[-1:])
    parts = [part.state for part in last]
    if state == FindingState.SETTLED:
        parts.append(in_language(FindingState.SETTLED.label))
    return " · ".join(parts) or "—"
