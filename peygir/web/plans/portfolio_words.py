"""Candidates and portfolios in words, in the viewer's language and digits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from peygir.assets.queries import tags_of
from peygir.city import queries as city
from peygir.outlook.planning.candidate_facts import InputFacts, MoneyCandidate
from peygir.outlook.planning.measured_facts import DecidingInput
from peygir.outlook.planning.states import CandidateInputName, CandidateSource, CandidateState, InputBasis
from peygir.web.kit.current_city import current_city
from peygir.web.kit.goal_words import percent_words
from peygir.web.kit.rials import tomans
from peygir.web.kit.standing_words import decimal_words, unit_words
from peygir.web.kit.templatetags.ui import digits, in_language, named


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input as text, and as it is typed."""

    name: str
    label: str
    low: str
    likely: str
    high: str
    typed: tuple[str, str, str]
    basis: str
    is_assumed: bool
    note: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class RefusedInput:
    """What somebody typed for an input (low, likely, high, and how it is known), and why it was refused."""

    name: str
    typed: tuple[str, str, str]
    note: str
    fault: str


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A candidate as text."""

    candidate: MoneyCandidate
    title: str
    source: str
    unit: str
    cost: str
    benefit: str
    worth: str
    state: str
    is_whole: bool


def candidate_rows(candidates: Iterable[MoneyCandidate]) -> list[CandidateRow]:
    """Return the texts of candidates."""
    listed = list(candidates)
    tags = tags_of([one.asset_id for one in listed if one.asset_id is not None])
    return [_row(one, tags) for one in listed]


def candidate_title(candidate: MoneyCandidate, tags: Mapping[int, str]) -> str:
    """Return what a candidate is called: by a person, or by topic, asset and place."""
    if candidate.title:
        return candidate.title
    city_id = current_city().id
    topic = city.topic(city_id, candidate.topic_id) if candidate.topic_id else None
    area = city.neighbourhood(city_id, candidate.neighbourhood_id) if candidate.neighbourhood_id else None
    district = city.district(city_id, candidate.district_id) if candidate.district_id else None
    parts = [named(topic)] if topic is not None else []
    if candidate.asset_id in tags:
        parts.append(_("asset %(tag)s") % {"tag": tags[candidate.asset_id or 0]})
    parts += [named(place) for place in (area, district) if place is not None]
    return " · ".join(parts) or _("Candidate %(number)s") % {"number": digits(candidate.id)}


def input_rows(candidate: MoneyCandidate, refused: RefusedInput | None = None) -> list[InputRow]:
    """Return all inputs of a candidate in the order of the vocabulary, also those that are missing; one that was
    refused with what was typed.
    """
    there = {one.name: one for one in candidate.inputs}
    rows = [_input(name, there.get(name.value)) for name in CandidateInputName]
    if refused is None:
        return rows
    return [
        replace(row, typed=refused.typed, note=refused.note, fault=refused.fault) if row.name == refused.name else row
        for row in rows
    ]


def benefit_words(value: float | None) -> str:
    """Return a benefit: people spared an incident, each by its severity, over all its years."""
    if value is None:
        return "—"
    return digits(round(value))


def deciding_words(deciding: DecidingInput | None) -> str:
    """Return what would change the choice about a candidate; "" where nothing stands out."""
    if deciding is None:
        return ""
    name = CandidateInputName.of(deciding.name)
    # The amount is in tomans, while costs are entered in rials, as their label says.
    label = _("Cost") if name == CandidateInputName.COST else in_language(name.label)
    values = {"input": label, "value": _number(name.value, deciding.value)}
    if deciding.is_in_above:
        return _("in as a rule if “%(input)s” is above about %(value)s, else out") % values
    return _("in as a rule if “%(input)s” is below about %(value)s, else out") % values


def part_words(part: float) -> str:
    """Return the part of a candidate that is done."""
    return _("all of it") if part >= 1 else percent_words(part)


def _row(facts: MoneyCandidate, tags: Mapping[int, str]) -> CandidateRow:
    return CandidateRow(
        candidate=facts,
        title=candidate_title(facts, tags),
        source=in_language(CandidateSource.of(facts.source).label),
        unit=unit_words(facts.unit_id) if facts.unit_id is not None else "—",
        cost="—" if facts.cost is None else tomans(round(facts.cost)),
        benefit=benefit_words(facts.benefit),
        worth=benefit_words(facts.benefit_per_milliard),
        state=in_language(CandidateState.of(facts.state).label),
        is_whole=len(facts.inputs) == len(CandidateInputName),
    )


def _input(name: CandidateInputName, facts: InputFacts | None) -> InputRow:
    if facts is None:
        return InputRow(name.value, in_language(name.label), "—", "—", "—", ("", "", ""), _("missing"), True, "")
    numbers = (facts.low, facts.likely, facts.high)
    low, likely, high = (_number(name.value, value) for value in numbers)
    typed = tuple(digits(f"{value:.10g}") for value in numbers)
    return InputRow(
        name=name.value,
        label=in_language(name.label),
        low=low,
        likely=likely,
        high=high,
        typed=(typed[0], typed[1], typed[2]),
        basis=in_language(InputBasis.of(facts.basis).label),
        is_assumed=facts.basis == InputBasis.ASSUMED,
        note=facts.note,
    )


def _number(name: str, value: float) -> str:
    if name == CandidateInputName.COST:
        return tomans(round(value))
    if name in (CandidateInputName.REPORTED, CandidateInputName.AVOIDABLE):
        return percent_words(value)
    return decimal_words(Decimal(str(round(value, 1))), 0 if value >= 20 or float(round(value, 1)).is_integer() else 1)
