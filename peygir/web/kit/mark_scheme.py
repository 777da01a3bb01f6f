"""A scheme of marks as text: its groups, parts and rules, what changed against another, and a worked example."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from peygir.outlook.scoring.catalogue import VERSIONS
from peygir.outlook.scoring.facts import MarkPartFacts, SchemeFacts, ScoredMonthFacts, UnitMarkFacts
from peygir.outlook.scoring.people_queries import scheme_by_id
from peygir.outlook.scoring.rules import OUT_OF, SchemeContent, SchemePart, content_kept
from peygir.outlook.scoring.words import Combination, MarkGroup, MissingPart, SchemeState
from peygir.web.kit.current_city import current_city
from peygir.web.kit.mark_words import (
    bare_text,
    group_name,
    indicator_definition,
    indicator_name,
    month_label,
    number_text,
    percent_text,
    value_text,
)
from peygir.web.kit.templatetags.ui import digits, in_language

_GROUPS: Final = tuple(group.value for group in MarkGroup)


@dataclass(frozen=True, slots=True)
class SchemePartRow:
    """An indicator in a scheme as text; `weight` is "" for one that is shown only."""

    code: str
    name: str
    definition: str
    group: str
    better: str
    weight: str
    target: str
    worst: str
    fewest: str
    version: str
    decided_by: str
    query: str


@dataclass(frozen=True, slots=True)
class SchemeText:
    """A scheme as text."""

    scheme: SchemeFacts
    content: SchemeContent
    state: str
    since: str
    groups: list[tuple[str, str]]
    parts: list[SchemePartRow]
    combination: str
    missing: str


@dataclass(frozen=True, slots=True)
class WorkedPart:
    """A counted part of the example: how its value becomes a score, and the points that the score gives."""

    name: str
    group: str
    value: str
    formula: str
    score: str
    weight: str
    points: str


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """The mark of one unit, step by step; `is_sum` says whether the parts' points add up to the mark."""

    parts: list[WorkedPart]
    groups: list[tuple[str, str, str]]
    is_sum: bool


def scheme_text(scheme: SchemeFacts, queries: Mapping[tuple[str, int], str] = MappingProxyType({})) -> SchemeText:
    """Return a scheme as text, with the query of each part from `queries`.

    Raises SchemeIsNotRight for one whose content lacks a value.
    """
    content = content_kept(scheme.content)
    total = sum(content.groups.values(), Decimal(0))
    shares = [(group, content.groups.get(group, Decimal(0))) for group in _GROUPS]
    return SchemeText(
        scheme=scheme,
        content=content,
        state=in_language(SchemeState.of(scheme.state).label),
        since=month_label(scheme.from_on),
        groups=[(group_name(group), percent_text(weight / total) if total else "—") for group, weight in shares],
        parts=[
            _part_row(part, content, queries.get((part.indicator, part.version), ""))
            for part in _ordered(content.parts)
        ],
        combination=in_language(Combination.labels().get(content.combination, (content.combination,) * 2)),
        missing=in_language(MissingPart.labels().get(content.missing, (content.missing,) * 2)),
    )


def targets_of(month: ScoredMonthFacts) -> dict[str, str]:
    """Return the value with full points of each indicator of a month's scheme, as text; one statement."""
    scheme = scheme_by_id(current_city().id, month.scheme_id)
    parts = content_kept(scheme.content).parts if scheme is not None else ()
    return {part.indicator: value_text(part.indicator, part.target) for part in parts}


def scheme_changes(new: SchemeContent, old: SchemeContent) -> list[tuple[str, str, str]]:
    """Return what differs between two schemes: (what, before, after), as text."""
    return [*_group_changes(new, old), *_part_changes(new, old), *_rule_changes(new, old)]


def worked_example(content: SchemeContent, row: UnitMarkFacts, parts: Sequence[MarkPartFacts]) -> WorkedExample:
    """Return the steps from a unit's values to its mark, of the parts that have a score."""
    known = {part.indicator: part for part in content.parts}
    scored = [(part, known[part.indicator]) for part in parts if part.score is not None and part.indicator in known]
    groups = [(group, row.groups[group]) for group in _GROUPS if group in row.groups]
    total = sum((content.groups[group] for group, _score in groups), Decimal(0))
    return WorkedExample(
        parts=[_worked(part, rule) for part, rule in scored],
        groups=[
            (group_name(group), percent_text(score, 1), percent_text(content.groups[group] / total) if total else "—")
            for group, score in groups
        ],
        is_sum=content.combination == Combination.MEAN,
    )


def _ordered(parts: Sequence[SchemePart]) -> list[SchemePart]:
    """The parts in the order of the groups, the heaviest first."""
    place = {group: number for number, group in enumerate(_GROUPS)}
    return sorted(parts, key=lambda part: (part.weight == 0, place.get(part.group, 9), -part.weight, part.indicator))


def _part_row(part: SchemePart, content: SchemeContent, query: str) -> SchemePartRow:
    known = VERSIONS.get((part.indicator, part.version))
    return SchemePartRow(
        code=part.indicator,
        name=indicator_name(part.indicator),
        definition=indicator_definition(part.indicator, part.version),
        group=group_name(part.group),
        better=_("the higher, the better") if part.target > part.worst else _("the lower, the better"),
        weight=percent_text(_share(part, content), 1) if part.weight else "",
        target=value_text(part.indicator, part.target),
        worst=value_text(part.indicator, part.worst),
        fewest=digits(part.fewest),
        version=digits(part.version),
        decided_by=in_language(known.decided_by) if known is not None else "",
        query=query,
    )


def _share(part: SchemePart, content: SchemeContent) -> Decimal:
    """The share of the mark that a part has if every part has enough cases."""
    own = sum((one.weight for one in content.parts if one.group == part.group), Decimal(0))
    total = sum(content.groups.values(), Decimal(0))
    return content.groups.get(part.group, Decimal(0)) * part.weight / (own * total) if own and total else Decimal(0)


def _worked(part: MarkPartFacts, rule: SchemePart) -> WorkedPart:
    score = part.score or Decimal(0)
    value = part.value
    numbers = {
        "value": bare_text(part.indicator, value),
        "worst": bare_text(part.indicator, rule.worst),
        "target": bare_text(part.indicator, rule.target),
    }
    by_rule = _("by the rule for too few cases")
    return WorkedPart(
        name=indicator_name(part.indicator),
        group=group_name(part.group),
        value=value_text(part.indicator, value),
        formula=by_rule if value is None else "({value} − {worst}) ÷ ({target} − {worst})".format(**numbers),
        score=percent_text(score, 1),
        weight=percent_text(part.weight, 1),
        points=number_text(score * part.weight * OUT_OF, 2),
    )


def _group_changes(new: SchemeContent, old: SchemeContent) -> Iterator[tuple[str, str, str]]:
    for group in _GROUPS:
        before, after = old.groups.get(group), new.groups.get(group)
        if before != after:
            yield _("Weight of “%(group)s”") % {"group": group_name(group)}, _plain(before), _plain(after)


def _part_changes(new: SchemeContent, old: SchemeContent) -> Iterator[tuple[str, str, str]]:
    own, former = ({part.indicator: part for part in one.parts} for one in (new, old))
    for code in sorted(own.keys() | former.keys()):
        before, after, name = former.get(code), own.get(code), indicator_name(code)
        if before is None or after is None:
            words = _("in the scheme"), _("not in the scheme")
            yield name, words[before is None], words[after is None]
            continue
        for label, first, second in (
            (_("weight"), before.weight, after.weight),
            (_("target"), before.target, after.target),
            (_("worst value"), before.worst, after.worst),
            (_("least number"), Decimal(before.fewest), Decimal(after.fewest)),
            (_("version"), Decimal(before.version), Decimal(after.version)),
        ):
            if first != second:
                yield f"{name}: {label}", _plain(first), _plain(second)


def _rule_changes(new: SchemeContent, old: SchemeContent) -> Iterator[tuple[str, str, str]]:
    combined, missing = Combination.labels(), MissingPart.labels()
    texts = [
        (
            _("How the groups are combined"),
            in_language(combined[old.combination]),
            in_language(combined[new.combination]),
        ),
        (_("A part without enough cases"), in_language(missing[old.missing]), in_language(missing[new.missing])),
        (_("Digits of a mark"), digits(old.digits), digits(new.digits)),
        (_("Days until a month is closed"), digits(old.closing_days), digits(new.closing_days)),
        (_("Days for appeals"), digits(old.appeal_days), digits(new.appeal_days)),
        (
            _("Days from the closing to the publication"),
            digits(old.publication_days),
            digits(new.publication_days),
        ),
    ]
    yield from (change for change in texts if change[1] != change[2])


def _plain(value: Decimal | None) -> str:
    return "—" if value is None else number_text(value, max(0, -int(value.normalize().as_tuple().exponent)))
