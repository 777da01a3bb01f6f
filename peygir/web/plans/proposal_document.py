"""The letter of a proposal with its annexes as PDF: evidence with months and map, and the options side by side."""

from collections.abc import Sequence
from datetime import date, datetime
from math import cos, radians
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from peygir.city import queries as city
from peygir.core.pdf_drawing import PdfDrawing, Spot
from peygir.core.pdf_letter import LetterDocument, LetterHead
from peygir.outlook.planning.evidence_queries import places_of_problem, voices_of_problem
from peygir.outlook.planning.facts import OptionFacts, ProblemFacts, ProgrammeFacts, ProposalFacts
from peygir.outlook.planning.states import EvidenceClass, PlannedCostKind
from peygir.people.rules import Actor
from peygir.web.kit.chosen_area import rings_of
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.mark_words import month_label
from peygir.web.kit.rials import rials, tomans
from peygir.web.kit.standing_words import decimal_words, unit_words
from peygir.web.kit.templatetags.ui import day, digits, in_language, named
from peygir.web.plans.evidence_parts import cost_words, months_of

VOICES: Final = 4
_WIDTH: Final = 400.0
_LEAST: Final = 0.02
"""Degrees: a map shows at least so much, however near its cases are."""
_COLUMNS: Final = (0.4, 0.16, 0.22, 0.22)


def proposal_document(
    proposal: ProposalFacts,
    programme: ProgrammeFacts,
    problem: ProblemFacts | None,
    *,
    by: Actor,
    made_at: datetime,
) -> bytes:
    """Return the document in the city's language; places and words are of those cases that `by` may see."""
    language = current_city().language
    with override(language):
        document = LetterDocument(_head(proposal), language=language, made_at=made_at)
        document.body(_("With greetings and respect,") + "\n" + proposal.text)
        document.body(
            _("Amount that is asked for: %(rials)s (%(tomans)s)")
            % {"rials": rials(proposal.amount), "tomans": tomans(proposal.amount)}
        )
        document.signature(_("Municipality of %(city)s") % {"city": named(current_city())}, _("Mayor"))
        document.annex(_("Annex 1: the options and their costs"))
        _options(document, programme, proposal.option)
        if problem is not None:
            document.annex(_("Annex 2: evidence"))
            _evidence(document, problem, by)
        return document.content()


def _head(proposal: ProposalFacts) -> LetterHead:
    town = named(current_city())
    commission = proposal.commission
    to = _("To the Islamic Council of the city of %(city)s") % {"city": town}
    return LetterHead(
        blessing=_("In the name of God"),
        office=_("Municipality of %(city)s") % {"city": town},
        unit=unit_words(proposal.unit_id),
        facts=(
            (_("Number"), proposal.letter_number or "…………"),
            (_("Date"), day(proposal.letter_on) if proposal.letter_on else "…………"),
            (_("Annexes"), digits("2")),
        ),
        to=f"{to} · {commission}" if commission else to,
        subject=_("Subject: %(title)s") % {"title": proposal.title},
        title=proposal.title,
    )


def _options(document: LetterDocument, programme: ProgrammeFacts, chosen: int) -> None:
    document.paragraph(programme.text)
    for option in programme.options:
        mark = f" ({_('proposed')})" if option.number == chosen else ""
        title = _("Option %(number)s") % {"number": digits(option.number)}
        document.heading(f"{title}: {option.title}{mark}", option.text, room=60)
        document.facts(_option_facts(option, programme))
        rows = [
            (
                f"{cost.title} ({in_language(PlannedCostKind.labels()[cost.kind])})",
                digits(cost.low),
                digits(cost.likely),
                digits(cost.high),
            )
            for cost in option.costs
        ]
        total = (_("Sum over %(years)s years") % {"years": _years(option)}, *(digits(one) for one in option.cost))
        document.table((_("Cost in rials"), _("Least"), _("Likely"), _("Most")), [*rows, total], _COLUMNS)


def _option_facts(option: OptionFacts, programme: ProgrammeFacts) -> list[tuple[str, str]]:
    low, likely, high = (digits(round(share * 100)) for share in option.effect)
    effect = _("%(likely)s percent (%(low)s to %(high)s) of the cases, for %(years)s years")
    facts = [
        (_("Who does it"), unit_words(option.unit_id or programme.unit_id)),
        (_("When"), f"{day(option.begins_on)} – {day(option.ends_on)}"),
        (_("Avoids"), effect % {"likely": likely, "low": low, "high": high, "years": _years(option)}),
        (_("How well that is known"), in_language(EvidenceClass.labels()[option.evidence_class])),
    ]
    return [*facts, (_("Where it was measured"), option.evidence)] if option.evidence else facts


def _years(option: OptionFacts) -> str:
    return decimal_words(option.years, 0 if option.years == int(option.years) else 1)


def _evidence(document: LetterDocument, problem: ProblemFacts, by: Actor) -> None:
    evidence = problem.evidence
    document.paragraph(problem.text)
    facts = [
        (_("Cases"), digits(evidence.get("cases", 0))),
        (_("Reports of citizens"), digits(evidence.get("reports", 0))),
        (_("Still open"), digits(evidence.get("open_cases", 0))),
        (_("Opened again after the work"), digits(evidence.get("returned", 0))),
    ]
    if evidence.get("first_on"):
        span = [day(date.fromisoformat(str(evidence[name]))) for name in ("first_on", "last_on")]
        facts.append((_("From … to …"), " – ".join(span)))
    if costs := cost_words(problem):
        facts.append((_("Cost until now"), " + ".join(costs)))
    document.facts(facts)
    months = months_of(problem)
    if months:
        document.heading(_("Cases month by month"), room=60)
        document.bars([(month_label(month).split()[0], float(count), digits(count)) for month, count in months])
    if (drawing := evidence_map(places_of_problem(problem.id, by=by))) is not None:
        document.heading(_("Where the cases are"), room=80)
        document.drawing(drawing, highest=72)
    if voices := voices_of_problem(problem.id, by=by, most=VOICES):
        document.heading(_("In the words of citizens"), room=30)
        document.quotations([f"«{voice.text}»" for voice in voices])


def evidence_map(places: Sequence[tuple[float, float]]) -> PdfDrawing | None:
    """Return the borders around places (latitude, longitude) with a dot for each; None without any."""
    if not places:
        return None
    south, north = _span([lat for lat, _lon in places])
    west, east = _span([lon for _lat, lon in places])
    shrink = cos(radians((south + north) / 2))
    scale = _WIDTH / ((east - west) * shrink)
    height = (north - south) * scale

    def at(lon: float, lat: float) -> Spot:
        return (lon - west) * shrink * scale, (north - lat) * scale

    shapes = city.polygons(current_city().id, on=today())
    outlines = [
        [at(x, y) for x, y, *_rest in ring]
        for level in ("neighbourhoods", "districts")
        for feature in shapes[level]["features"]
        for ring in rings_of(feature["geometry"])
        if any(west <= x <= east and south <= y <= north for x, y, *_rest in ring)
    ]
    return PdfDrawing(_WIDTH, height, outlines, (), [(at(lon, lat), "") for lat, lon in places])


def _span(values: Sequence[float]) -> tuple[float, float]:
    """The ends around values with a margin."""
    low, high = min(values), max(values)
    margin = max((high - low) * 0.25, _LEAST / 2)
    return low - margin, high + margin
