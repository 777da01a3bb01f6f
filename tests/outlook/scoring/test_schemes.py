"""Schemes of marks: four eyes, frozen before their first month, and refused where they make no sense."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from peygir.history.queries import timeline, verify
from peygir.outlook.scoring import actions
from peygir.outlook.scoring.models import MarkScheme
from peygir.outlook.scoring.people_queries import scheme_by_id, schemes
from peygir.outlook.scoring.rules import SchemeIsNotRight, content_from, first_content
from peygir.people.actions import NotYourWork
from tests import make
from tests.outlook.scoring.whole_marks import content
from tests.scores import KHORDAD, TIR, at, decide_scheme
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_one_person_proposes_and_another_decides(town: Town) -> None:
    for who in (town.clerk, town.manager, town.supervisor, town.council):
        with make.refused(NotYourWork):
            actions.propose_scheme(town.city_id, KHORDAD, content(), by=who)
    scheme = actions.propose_scheme(town.city_id, KHORDAD, content(), by=town.mayor)
    with make.refused(actions.SchemeNeedsSecondPerson):
        actions.decide_scheme(scheme.pk, is_agreed=True, by=town.mayor)
    with make.refused(NotYourWork):
        actions.decide_scheme(scheme.pk, is_agreed=True, by=town.manager)
    actions.decide_scheme(scheme.pk, is_agreed=True, by=town.inspectorate)
    with make.refused(actions.NoSuchScheme):
        actions.decide_scheme(scheme.pk, is_agreed=False, by=town.admin)
    facts = scheme_by_id(town.city_id, scheme.pk)
    assert facts is not None
    assert (facts.state, facts.decided_by_id) == ("decided", town.inspectorate.id)
    assert facts.digest == first_content_digest()
    kinds = [event.kind for event in timeline("scscheme", scheme.pk)]
    assert kinds == ["score_scheme_proposed", "score_scheme_decided"]
    assert verify().breaks == []


def first_content_digest() -> str:
    """The digest of the tests' scheme."""
    return content_from(content()).digest


def test_a_scheme_is_decided_before_its_month_begins_and_never_changes(town: Town, town_clock: TownClock) -> None:
    late = actions.propose_scheme(town.city_id, KHORDAD, content(), by=town.admin)
    first = decide_scheme(town)
    with make.refused(actions.MonthHasScheme):
        actions.decide_scheme(late.pk, is_agreed=True, by=town.mayor)
    changed = {"content": content(digits=1), "digest": "0" * 64, "from_on": TIR.first_on, "state": "refused"}
    for column, value in changed.items():
        with pytest.raises(DatabaseError, match="is frozen"), transaction.atomic():
            MarkScheme.objects.filter(pk=first.pk).update(**{column: value})
    waiting = actions.propose_scheme(town.city_id, TIR, content(), by=town.admin)
    at(town_clock, "2026-06-22T06:00:00+00:00")
    with make.refused(actions.SchemeMonthHasBegun):
        actions.decide_scheme(waiting.pk, is_agreed=True, by=town.mayor)
    with make.refused(actions.SchemeMonthHasBegun):
        actions.propose_scheme(town.city_id, TIR, content(), by=town.admin)
    actions.withdraw_scheme(waiting.pk, by=town.admin)
    assert [facts.state for facts in schemes(town.city_id)] == ["withdrawn", "decided", "proposed"]


def test_the_first_scheme_is_right_and_weighs_as_decided() -> None:
    first = first_content()
    assert {group: int(weight) for group, weight in first.groups.items()} == {
        "accuracy": 56,
        "time": 24,
        "satisfaction": 20,
    }
    for group, weight in first.groups.items():
        assert sum(part.weight for part in first.parts if part.group == group) == weight
    assert {part.indicator for part in first.parts if not part.weight} == {"answered", "replans"}
    again = content_from(first.as_json())
    assert again.as_json() == first.as_json()
    assert again.digest == first.digest


def with_part(**changes: Any) -> dict[str, Any]:
    """The scheme with other values in its part “solved”."""
    values = content()
    for part in values["parts"]:
        if part["indicator"] == "solved":
            part.update(changes)
    return values


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        content(groups={"accuracy": "56"}),
        content(groups={"accuracy": "0", "time": "0", "satisfaction": "0"}),
        content(combination="sum"),
        content(missing="guess"),
        content(digits=3),
        content(closing_days=14),
        content(appeal_days=0),
        content(parts=[]),
        with_part(indicator="speed"),
        with_part(version=2),
        with_part(group="beauty"),
        with_part(weight="-1"),
        with_part(weight="NaN"),
        with_part(target="0.1"),
        with_part(target="0.2"),
        with_part(fewest=0),
        with_part(worst="many"),
        {**content(), "parts": [*content()["parts"], content()["parts"][0]]},
    ],
)
def test_a_scheme_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(SchemeIsNotRight):
        content_from(wrong)
