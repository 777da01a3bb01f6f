"""The pack of a council session as PDF: agenda, the proposals' texts, and annexes with evidence, costs and goals."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext as _

from peygir.core.pdf_charts import ChartedDocument
from peygir.outlook.planning.council_facts import AgendaItemFacts, CouncilQuestion, SittingFacts, WholeProposal
from peygir.outlook.planning.facts import (
    DecisionFacts,
    GoalFacts,
    OptionFacts,
    ProblemFacts,
    ProgrammeFacts,
    ProposalFacts,
)
from peygir.outlook.planning.states import (
    CouncilOutcome,
    Estimator,
    EvidenceClass,
    PlanAnswer,
    PlannedCostKind,
    SittingState,
)
from peygir.web.kit.council_words import (
    clock_text,
    rials_short,
    sitting_title,
    unit_title,
    votes_by_name,
    votes_sentence,
)
from peygir.web.kit.current_city import current_city
from peygir.web.kit.goal_words import amount_words, measure_words, unit_of_measure
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.rials import rials
from peygir.web.kit.templatetags.charts import figure
from peygir.web.kit.templatetags.ui import day, digits, in_language, language, named

_AGENDA: Final = (0.08, 0.52, 0.2, 0.2)
_COSTS: Final = (0.4, 0.12, 0.16, 0.16, 0.16)
_MONTHS: Final = (0.5, 0.5)
_GOALS: Final = (0.34, 0.14, 0.14, 0.18, 0.2)
MOST_MONTHS: Final = 24


def session_pack(
    sitting: SittingFacts,
    items: Sequence[AgendaItemFacts],
    whole: Mapping[int, WholeProposal],
    *,
    made_at: datetime,
    only_public: bool = False,
) -> bytes:
    """Return the pack in the reader's language; `only_public` leaves out what is not public of problems."""
    title = f"{sitting_title(sitting)} · {named(current_city())}"
    document = ChartedDocument(title, language=language(), made_at=made_at)
    facts = [(_("Day"), day(sitting.held_on))]
    facts += [(_("Begins at"), clock_text(sitting.begins_at))] if sitting.begins_at is not None else []
    facts += [(_("Place"), sitting.place)] if sitting.place else []
    facts.append((_("State"), in_language(SittingState.of(sitting.state).label)))
    document.facts(facts)
    document.section(_("Agenda"))
    if items:
        headings = (_("Item"), _("What"), _("Unit"), _("Amount"))
        document.table(headings, [_agenda_row(item) for item in items], _AGENDA)
    else:
        document.paragraph(_("Nothing is on the agenda yet."))
    for item in items:
        _write_item(document, item, whole.get(item.id))
    if sitting.minutes:
        document.section(_("Minutes"))
        _write_text(document, sitting.minutes)
    for item in items:
        if (paper := whole.get(item.id)) is not None:
            _write_annex(document, item, paper, with_problem=paper.problem.is_public or not only_public)
    return document.content()


def paper_document(paper: WholeProposal, *, made_at: datetime, with_annexes: bool) -> bytes:
    """Return one proposal as a document: letter and text, the decisions about it, and with annexes what stands behind.

    The problem is in the annexes if everybody may read it.
    """
    title = f"{paper.proposal.title} · {named(current_city())}"
    document = ChartedDocument(title, language=language(), made_at=made_at)
    _write_paper(document, paper.proposal, paper)
    for decision in paper.proposal.decisions:
        _write_decision(document, replace(decision, votes=()))
    if with_annexes:
        document.section(_("Annex: %(title)s") % {"title": paper.programme.title})
        _write_behind(document, paper, with_problem=paper.problem.is_public)
    return document.content()


def _agenda_row(item: AgendaItemFacts) -> tuple[str, str, str, str]:
    if item.proposal is not None:
        amount = rials_short(item.proposal.amount)
        return digits(item.number), item.proposal.title, unit_title(item.proposal.unit_id), amount
    problem = item.question.problem if item.question is not None else None
    title = problem.title if problem is not None else "—"
    return digits(item.number), _("Question: %(title)s") % {"title": title}, _unit_of(problem), "—"


def _unit_of(problem: ProblemFacts | None) -> str:
    return unit_title(problem.unit_id) if problem is not None else "—"


def _write_item(document: ChartedDocument, item: AgendaItemFacts, whole: WholeProposal | None) -> None:
    number = digits(item.number)
    if item.proposal is None:
        if item.question is not None:
            _write_question(document, number, item.question)
        return
    paper = item.proposal
    document.section(_("Item %(number)s: %(title)s") % {"number": number, "title": paper.title})
    _write_paper(document, paper, whole)
    if item.decision is not None:
        _write_decision(document, item.decision)


def _write_paper(document: ChartedDocument, paper: ProposalFacts, whole: WholeProposal | None) -> None:
    """The letter and the text of a proposal."""
    facts = [(_("Unit"), unit_title(paper.unit_id)), (_("Commission"), paper.commission or "—")]
    if paper.letter_number and paper.letter_on is not None:
        facts.append((_("Letter"), f"{digits(paper.letter_number)} · {day(paper.letter_on)}"))
    facts.append((_("Amount asked for"), rials(paper.amount)))
    if whole is not None:
        facts.append((_("Programme"), whole.programme.title))
    document.facts(facts)
    _write_text(document, paper.text)


def _write_question(document: ChartedDocument, number: str, question: CouncilQuestion) -> None:
    title = _("Question: %(title)s") % {"title": question.problem.title}
    document.section(_("Item %(number)s: %(title)s") % {"number": number, "title": title})
    document.facts(
        [
            (_("Unit"), unit_title(question.problem.unit_id)),
            (_("Answer due"), day(question.asked.due_on)),
        ]
    )
    _write_text(document, question.asked.request or question.problem.text)
    if question.asked.answer:
        document.heading(in_language(PlanAnswer.of(question.asked.answer).label))
        _write_text(document, question.asked.reason)


def _write_decision(document: ChartedDocument, decision: DecisionFacts) -> None:
    outcome = in_language(CouncilOutcome.of(decision.outcome).label)
    document.heading(_("Decision: %(outcome)s") % {"outcome": outcome}, votes_sentence(decision))
    facts = [(choice, names) for choice, names in votes_by_name(decision)]
    if decision.amount is not None:
        facts.insert(0, (_("Approved amount"), rials(decision.amount)))
    if decision.amendments:
        facts.append((_("Amendments to the proposal"), decision.amendments))
    if decision.reason:
        facts.append((_("Reason"), decision.reason))
    document.facts(facts)


def _write_annex(document: ChartedDocument, item: AgendaItemFacts, paper: WholeProposal, *, with_problem: bool) -> None:
    """The annexes of an item: the problem with its evidence, the options with their costs, and the goals."""
    document.section(
        _("Annex to item %(number)s: %(title)s") % {"number": digits(item.number), "title": paper.programme.title}
    )
    _write_behind(document, paper, with_problem=with_problem)


def _write_behind(document: ChartedDocument, paper: WholeProposal, *, with_problem: bool) -> None:
    if with_problem:
        write_evidence(document, paper.problem)
    for option in paper.programme.options:
        write_option(document, paper.programme, option)
    if paper.goals:
        write_goals(document, paper.goals)


def write_evidence(document: ChartedDocument, problem: ProblemFacts) -> None:
    """Write a problem: its text, what was tried, how many cases show it, and in which months they came."""
    document.heading(_("The problem: %(title)s") % {"title": problem.title})
    _write_text(document, problem.text)
    evidence = problem.evidence
    if evidence:
        document.facts(
            [
                (_("Cases"), digits(int(evidence["cases"]))),
                (_("Reports"), digits(int(evidence["reports"]))),
                (_("Came back after being done"), digits(int(evidence["returned"]))),
            ]
        )
        months = list(evidence["months"].items())[-MOST_MONTHS:]
        rows = [(month_label(date.fromisoformat(first_on)), digits(int(count))) for first_on, count in months]
        document.table((_("Month"), _("Cases")), rows, _MONTHS)
    if problem.tried:
        document.heading(_("What was tried"))
        _write_text(document, problem.tried)


def write_option(document: ChartedDocument, programme: ProgrammeFacts, option: OptionFacts) -> None:
    """Write an option: its days, expected effect with the class of evidence, and its costs."""
    suffix = f" · {_('proposed')}" if option.number == programme.chosen_option else ""
    beside = _("%(begins)s to %(ends)s") % {"begins": day(option.begins_on), "ends": day(option.ends_on)}
    name = _("Option %(number)s: %(title)s") % {"number": digits(option.number), "title": option.title}
    document.heading(f"{name}{suffix}", beside)
    low, likely, high = (digits(round(share * 100)) for share in option.effect)
    effect = _("%(likely)s%% of the cases are avoided (%(low)s to %(high)s), for %(years)s years") % {
        "likely": likely,
        "low": low,
        "high": high,
        "years": figure(option.years),
    }
    document.facts(
        [
            (_("Expected effect"), effect),
            (
                _("Evidence"),
                _("Class %(label)s") % {"label": in_language(EvidenceClass.of(option.evidence_class).label)},
            ),
        ]
    )
    headings = (_("Cost"), _("When"), _("Least"), _("Likely"), _("Most"))
    rows = [
        (
            cost.title,
            in_language(PlannedCostKind.of(cost.kind).label),
            *(rials_short(amount) for amount in (cost.low, cost.likely, cost.high)),
        )
        for cost in option.costs
    ]
    rows.append((_("Together"), "", *(rials_short(amount) for amount in option.cost)))
    document.table(headings, rows, _COSTS)


def write_goals(document: ChartedDocument, goals: Sequence[GoalFacts]) -> None:
    """Write goals: what is measured, from where to where, until when, and how."""
    document.heading(_("Goals"))
    headings = (_("What is measured"), _("Baseline"), _("Target"), _("Until"), _("Measured by"))
    rows = [
        (
            " · ".join(filter(None, (*measure_words(goal.measure), unit_of_measure(goal.measured_in)))),
            amount_words(goal, goal.baseline),
            amount_words(goal, goal.target),
            day(goal.due_on),
            in_language(Estimator.of(goal.estimator).label),
        )
        for goal in goals
    ]
    document.table(headings, rows, _GOALS)


def _write_text(document: ChartedDocument, text: str) -> None:
    for paragraph in text.split("\n"):
        if paragraph.strip():
            document.paragraph(paragraph.strip())
