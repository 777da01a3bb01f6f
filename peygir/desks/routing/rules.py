"""Chooses the owner of a case from plain values, always with a result and a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

MOST_RETURNS: Final = 3
"""From this return on the centre decides, and rules no longer apply."""

# reason → (Persian, English); format strings over topic, district, unit, season, rule, because
REASONS: Final[dict[str, Text]] = {
    "owner_found": _("“{topic}” in “{district}” belongs to “{unit}”."),
    "rule_found": _("The rule “{rule}” ({because}) gave it to “{unit}”."),
    "season_found": _("During “{season}”, “{topic}” belongs to “{unit}”."),
    "agency_found": _("“{topic}” is the business of another agency, “{unit}”. The centre announces and follows it."),
    "no_topic": _("The topic is not clear; the centre decides."),
    "no_district": _("The place is in no known district; the centre decides."),
    "no_owner": _("No owner is set for “{topic}” in “{district}”; the centre decides."),
    "confidential": _("The report is confidential: the inspectorate alone sees it."),
    "about_inspectorate": _("The confidential report is about the inspectorate itself: “{unit}” alone sees it."),
    "about_owner": _("The report is about the responsible unit; it went to the one above, “{unit}”."),
    "about_above": _(
        "The report is about a unit to which the responsible one answers; to be impartial it went to “{unit}”."
    ),
    "next_rule": _("The unit before returned it; the rule “{rule}” ({because}) gave it to “{unit}”."),
    "next_season": _("The unit before returned it; during “{season}”, “{topic}” belongs to “{unit}”."),
    "next_owner": _("The unit before returned it; “{topic}” in “{district}” belongs to “{unit}”."),
    "next_district": _(
        "The unit before said that the place is not in its district; the nearest neighbour is "
        "“{district}”, with “{unit}”."
    ),
    "returned": _("The unit returned it; the centre decides."),
    "returned_often": _(
        "It was returned three times; now the centre decides, and its decision becomes a routing correction."
    ),
    "person": _("Referred by a person's decision."),
    "import": _("So recorded in the city's own file."),
    "import_by_rule": _("The earlier record named no unit; the rules of this city chose it."),
}


@dataclass(frozen=True, slots=True)
class OwnershipQuestion:
    """The input for choosing an owner; `accused` are the units that the complaint is about."""

    topic_id: int | None
    district_code: str
    needs_district: bool
    is_confidential: bool
    accused: frozenset[int] = frozenset()
    returned_by: frozenset[int] = frozenset()
    return_count: int = 0
    was_announced: bool = False  # an agency had the case, and it was returned


@dataclass(frozen=True, slots=True)
class OwnershipEntry:
    """The ownership table's entry for (topic, district); None for an empty value."""

    unit_id: int | None = None
    agency_id: int | None = None
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A unit named by a rule, a season or a neighbouring district."""

    unit_id: int
    how: str  # rule, season, neighbour
    branch: str = ""
    rule_id: int | None = None
    person_id: int | None = None
    district_code: str = ""
    season_code: str = ""


@dataclass(frozen=True, slots=True)
class ChosenOwner:
    """The chosen owner: a unit (the centre as a last resort), perhaps an agency to be told, and the reason."""

    unit_id: int
    how: str
    why: str
    agency_id: int | None = None
    branch: str = ""
    rule_id: int | None = None
    person_id: int | None = None
    district_code: str = ""
    season_code: str = ""


def may_write_rules(actor: Actor) -> bool:
    """Whether the actor may draft, try and switch routing rules, and settle routing corrections."""
    return actor.kind == "staff" and actor.may(Permission.LEAD_CENTRE)


def choose_owner(
    ownership_question: OwnershipQuestion,
    ownership_entry: OwnershipEntry | None,
    *,
    centre_id: int,
    inspectorate_id: int | None,
    above: Mapping[int, tuple[int, ...]],
    mayor_id: int | None = None,
    rules: Sequence[Offer] = (),
    neighbours: Sequence[Offer] = (),
) -> ChosenOwner:
    """The owner; there always is one, and never a unit that the complaint is about.

    `rules` are the offers of the matching rules, in their order, and of the season: the first takes precedence over the
    ownership table's `ownership_entry`. `neighbours` are the owners in districts around, nearest first, for a case that
    was returned as lying in another district. `above` gives the units above a unit, nearest first.
    """
    if ownership_question.is_confidential:
        return _in_confidence(
            ownership_question, centre_id=centre_id, inspectorate_id=inspectorate_id, mayor_id=mayor_id
        )
    answer = _in_the_open(ownership_question, ownership_entry, rules, neighbours, centre_id=centre_id)
    if not _answers_to(answer.unit_id, ownership_question.accused, above):
        return answer
    others = (*above.get(answer.unit_id, ()), inspectorate_id, mayor_id, centre_id)
    free = [unit for unit in others if unit is not None and unit not in ownership_question.accused]
    # The first that is not below an accused unit; if there is none (the mayor is accused), one not accused itself.
    other = next((unit for unit in free if not _answers_to(unit, ownership_question.accused, above)), None)
    if other is None:
        other = inspectorate_id if inspectorate_id in free else next(iter(free), answer.unit_id)
    if answer.agency_id is not None:
        return replace(answer, unit_id=other)
    return ChosenOwner(other, "above", "about_owner" if answer.unit_id in ownership_question.accused else "about_above")


def _answers_to(unit_id: int, accused: frozenset[int], above: Mapping[int, tuple[int, ...]]) -> bool:
    return bool(accused) and not accused.isdisjoint((unit_id, *above.get(unit_id, ())))


def _in_confidence(
    ownership_question: OwnershipQuestion, *, centre_id: int, inspectorate_id: int | None, mayor_id: int | None
) -> ChosenOwner:
    """A confidential report: only the inspectorate; one about the inspectorate: only the mayor's desk."""
    if inspectorate_id is not None and inspectorate_id not in ownership_question.accused:
        return ChosenOwner(inspectorate_id, "ownership", "confidential")
    if mayor_id is not None and mayor_id not in ownership_question.accused:
        return ChosenOwner(mayor_id, "above", "about_inspectorate" if inspectorate_id is not None else "confidential")
    return ChosenOwner(centre_id, "centre", "confidential")


def _in_the_open(
    ownership_question: OwnershipQuestion,
    ownership_entry: OwnershipEntry | None,
    rules: Sequence[Offer],
    neighbours: Sequence[Offer],
    *,
    centre_id: int,
) -> ChosenOwner:
    """The owner, before complaints are considered."""
    is_back = bool(ownership_question.returned_by) or ownership_question.return_count > 0
    if ownership_question.return_count >= MOST_RETURNS:
        return ChosenOwner(centre_id, "centre", "returned_often")
    for offer in rules:
        if offer.unit_id not in ownership_question.returned_by:
            return _taken(offer, f"next_{offer.how}" if is_back else f"{offer.how}_found")
    if ownership_entry is not None and ownership_question.topic_id is not None:
        if ownership_entry.agency_id is not None and not ownership_question.was_announced:
            return ChosenOwner(
                ownership_entry.unit_id or centre_id, "agency", "agency_found", agency_id=ownership_entry.agency_id
            )
        if (
            ownership_entry.unit_id is not None
            and ownership_entry.agency_id is None
            and ownership_entry.unit_id not in ownership_question.returned_by
        ):
            return ChosenOwner(
                ownership_entry.unit_id,
                "ownership",
                "next_owner" if is_back else "owner_found",
                branch=ownership_entry.branch,
            )
    for offer in neighbours:
        if offer.unit_id not in ownership_question.returned_by:
            return _taken(offer, "next_district")
    if is_back:
        return ChosenOwner(centre_id, "centre", "returned")
    if ownership_question.topic_id is None:
        return ChosenOwner(centre_id, "centre", "no_topic")
    is_lost = ownership_question.needs_district and not ownership_question.district_code
    return ChosenOwner(centre_id, "centre", "no_district" if is_lost else "no_owner")


def _taken(offer: Offer, why: str) -> ChosenOwner:
    return ChosenOwner(
        offer.unit_id,
        offer.how,
        why,
        branch=offer.branch,
        rule_id=offer.rule_id,
        person_id=offer.person_id,
        district_code=offer.district_code,
        season_code=offer.season_code,
    )
