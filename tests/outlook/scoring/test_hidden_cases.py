"""Of cases behind a mark that somebody may not see there are reasons and points, and neither id nor topic."""

import pytest

from peygir.cases.models import Case
from peygir.outlook.scoring import queries
from peygir.outlook.scoring.models import ScoredMonth
from tests import make
from tests.scores import LivedMonth
from tests.town import Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_case_that_became_confidential_is_told_to_nobody_who_may_not_see_it(
    town: Town, lived: LivedMonth, month: ScoredMonth
) -> None:
    unit_mark = queries.mark_of_unit(month.pk, town.units["D-01"])
    assert unit_mark is not None
    part = next(one for one in queries.parts_of(unit_mark.id) if one.indicator == "solved")
    parts = queries.parts_of(unit_mark.id)
    before, total = queries.raising(parts, town.manager).topics, len(queries.effects_of(part.id, town.manager))
    never = make.case(lived.never).pk
    Case.objects.filter(pk=never).update(is_confidential=True)
    effects = queries.effects_of(part.id, town.manager)
    (hidden,) = [one for one in effects if not one.code]
    assert (hidden.case_id, hidden.topic_id, hidden.why) == (None, None, "not_closed")
    assert len(effects) == total
    assert queries.case_of_effect(part.id, hidden.id) == never, "the unit may appeal about it"
    assert queries.case_of_effect(part.id + 1, hidden.id) is None
    losses = queries.costly_cases(unit_mark.id, town.manager)
    assert {one.case_id for one in losses if not one.code} == {None}
    assert all(one.topic_id is None for one in losses if not one.code)
    assert never not in {one.case_id for one in losses}
    topics = queries.raising(parts, town.manager).topics
    assert {one.topic_id for one in topics} == {town.topics["CIV-01"], None}
    assert sum(one.effect for one in topics) == sum(one.effect for one in before)
    assert sum(one.cases for one in topics) == sum(one.cases for one in before)
    assert never in {one.case_id for one in queries.effects_of(part.id, town.inspectorate)}
