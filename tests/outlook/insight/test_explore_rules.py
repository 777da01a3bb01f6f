"""Who explores which part of the lake; and what is asked within a unit's scope."""

from pathlib import Path
from typing import Final

import pytest

from peygir.outlook.insight.dimensions import dimensions_of
from peygir.outlook.insight.engines.apart import cases_apart, rows_apart
from peygir.outlook.insight.exploring.answers import NotOfUnits, explored
from peygir.outlook.insight.exploring.population import PopulationIsNotRight, people_of_places
from peygir.outlook.insight.exploring.reading import LakeAccess
from peygir.outlook.insight.exploring.rules import LakeScope, lake_scope, may_explore
from peygir.outlook.insight.exploring.suppression import ALL
from peygir.outlook.insight.lake.manifest import NoLakeYet
from peygir.outlook.insight.metric_catalogue import METRICS
from peygir.outlook.insight.questions import QuestionIsNotRight, question_from
from peygir.people.first_roles import FIRST_ROLES
from peygir.people.rules import ANONYMOUS, Actor
from tests.lake_town import fill, written
from tests.town import Town, TownClock

WHOLE: Final = LakeScope(None, is_exact=True)
WITHOUT_SMALL: Final = LakeScope(None, is_exact=False)
OWN: Final = LakeScope(frozenset({7}), is_exact=True)
SCOPES: Final = {
    "operator": WHOLE,
    "clerk": None,
    "manager": OWN,
    "inspector": WHOLE,
    "supervisor": WHOLE,
    "council": WITHOUT_SMALL,
    "admin": WHOLE,
    "deputy": LakeScope(frozenset({7, 8}), is_exact=True),
    "mayor": WHOLE,
    "inspectorate": WHOLE,
    "honours": WITHOUT_SMALL,
    "budget": WITHOUT_SMALL,
}


@pytest.mark.usefixtures("town")
def test_each_role_explores_its_part() -> None:
    for code, role in FIRST_ROLES.items():
        person = Actor("staff", 1, code, 7, frozenset({7, 8}))
        assert lake_scope(person) == SCOPES.get(code), code
        assert may_explore(role) == (SCOPES.get(code) is not None), code
    assert lake_scope(ANONYMOUS) is None
    assert lake_scope(Actor("staff", 1, "manager", None)) is None, "of no unit"


@pytest.mark.usefixtures("town_clock")
def test_a_scope_is_a_condition_of_the_statement(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    fill(town, town_clock)
    with pytest.raises(NoLakeYet):
        rows_apart(tmp_path, ["cases_opened"], None)
    written(tmp_path, town)
    ask = ["cases_opened~by.unit", "cases_opened"]
    by_unit, whole = rows_apart(tmp_path, ask, None)["answers"]
    own, own_whole = rows_apart(tmp_path, ask, frozenset({"D-01"}))["answers"]
    assert [row for row in by_unit if row[0] == ["D-01"]] == own
    assert own_whole[0][1] == own[0][1] < whole[0][1]
    assert rows_apart(tmp_path, ask, frozenset())["answers"] == [[], [[[], 0, 0]]]
    for question in ("contacts", "wait"):
        with pytest.raises(QuestionIsNotRight):
            rows_apart(tmp_path, [question], frozenset({"D-01"}))
        with pytest.raises(NotOfUnits):
            explored(LakeAccess(tmp_path, frozenset({"D-01"}), 1), question_from(question))
    numbers = cases_apart(tmp_path, "reports_received", None, most=1000)
    assert numbers == sorted(set(numbers), reverse=True)
    assert len(cases_apart(tmp_path, "cases_opened", frozenset({"D-01"}), most=1000)) == own[0][1]
    assert cases_apart(tmp_path, "cases_opened", None, most=2) == numbers[:2]


@pytest.mark.usefixtures("town_clock")
def test_sums_of_groups_are_what_the_lake_would_say(town: Town, town_clock: TownClock, tmp_path: Path) -> None:
    fill(town, town_clock)
    written(tmp_path, town)
    for metric in METRICS.values():
        codes = [one.code for one in dimensions_of(metric.grain)][:2]
        finer = ".".join((f"{metric.code}~by", *codes))
        texts = [finer, f"{metric.code}~by.{codes[1]}", metric.code]
        together = rows_apart(tmp_path, texts, None)["answers"]
        alone = [rows_apart(tmp_path, [text], None)["answers"][0] for text in texts]
        assert together == alone, metric.code
    narrower = ["cases_opened~by.topic", "cases_opened~in.district.1", "cases_opened~from.14050301"]
    assert rows_apart(tmp_path, narrower, None)["answers"][1:] == [
        rows_apart(tmp_path, [text], None)["answers"][0] for text in narrower[1:]
    ]


@pytest.mark.usefixtures("town_clock")
def test_totals_are_those_of_the_groups_and_small_ones_are_hidden(
    town: Town, town_clock: TownClock, tmp_path: Path
) -> None:
    fill(town, town_clock)
    written(tmp_path, town)
    question = question_from("cases_opened~by.district.month")
    exact = explored(LakeAccess(tmp_path, None, 1), question).table
    assert not exact.hidden
    assert exact.totals[ALL, ALL] == exact.whole.value == sum(group.n or 0 for group in exact.groups)
    shown = explored(LakeAccess(tmp_path, None, 5), question).table
    assert {group.keys for group in shown.groups} == {group.keys for group in exact.groups}
    assert all(group.is_hidden or (group.n or 0) >= 5 for group in shown.groups)
    assert any(group.is_hidden for group in shown.groups)
    assert shown.totals.keys() == exact.totals.keys() - shown.hidden
    money = explored(LakeAccess(tmp_path, None, 1), question_from("work_cost~by.district")).table
    assert money.dimensions == ("district", "currency")
    assert not any(place[1] is ALL for place in money.totals), "currencies are not added"


def test_people_are_read_from_a_file(tmp_path: Path) -> None:
    assert people_of_places(tmp_path) == {}
    file = tmp_path / "population.csv"
    file.write_text("\ufeffcode,people\n1,230000\n\n01-05,۱۴۲۰۰,1402\n", encoding="utf-8")
    assert people_of_places(tmp_path) == {"1": 230_000, "01-05": 14_200}
    for wrong in ("1\n", ",5\n", "1,-5\n", "1,many\n", "1,²\n", f"1,{10**12}\n"):
        file.write_text(wrong, encoding="utf-8")
        with pytest.raises(PopulationIsNotRight):
            people_of_places(tmp_path)
