"""Routing rules as data: how one comes into force, what it takes, and in which order they hold."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.core import clock
from peygir.desks.routing.actions import (
    RuleDraft,
    draft_rule,
    dry_run_rule,
    route_case,
    switch_rule,
)
from peygir.desks.routing.actions.rulebook import (
    NoSuchRule,
    NotYourRules,
    OrderIsTaken,
    RuleHasNoName,
    RuleHasNoTarget,
    RuleIsNotTried,
)
from peygir.desks.routing.condition_reading import ConditionsAreNotValid
from peygir.desks.routing.models import Choice, DryRun, Rule
from peygir.desks.routing.queries import (
    choices_of,
    dry_run_of,
    rule,
    rules,
)
from peygir.desks.understanding.actions import read_case
from peygir.history.models import Event
from peygir.history.queries import timeline, verify
from peygir.people.rules import SYSTEM
from tests import make
from tests.rulebook import NAMES, drafted, switched
from tests.town import MORNING, SIDE, SOUTH, WEST, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


# ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_rule_that_is_on_takes_what_fits_and_says_so(town: Town) -> None:
    rule_id = switched(town, {"topics": ["CIV-01"], "districts": ["1"]}, name_fa="چاله‌های منطقهٔ یک", name_en="Potholes")
    fits, other = make.referred(), make.referred(district="2")
    assert make.case(fits).unit_id == town.units["O-waste"]
    assert make.case(other).unit_id == town.units["D-02"]
    choice = Choice.objects.get(case__code=fits)
    assert (choice.how, choice.why, choice.rule_id) == ("rule", "rule_found", rule_id)
    (explained,) = choices_of(make.case(fits).pk, **NAMES)
    assert explained.words.in_language("fa") == (
        "قاعدهٔ «چاله‌های منطقهٔ یک» (موضوع: چاله خیابان؛ منطقه: منطقه یک) آن را به «سازمان پسماند» سپرد."
    )
    assert str(explained.words) == (
        "The rule “Potholes” (topic: pothole; district: District 1) gave it to “Waste organisation”."
    )
    (event,) = [line for line in timeline("case", make.case(fits).pk) if line.kind == "case_referred"]
    assert (event.data["how"], event.data["rule"]) == ("rule", str(rule_id))


def test_the_first_that_fits_wins(town: Town) -> None:
    switched(town, {"topics": ["CIV-01"]}, "D-02", order=20)
    switched(town, {"words": ["چالهٔ"]}, "D-03", order=10)
    assert make.case(make.referred()).unit_id == town.units["D-03"]
    assert make.case(make.referred(text="گودال بزرگ")).unit_id == town.units["D-02"]


def test_words_channel_hour_and_area(town: Town, town_clock: TownClock) -> None:
    switched(town, {"words": ["تاكسي"], "channels": ["phone"], "hours": {"from": "20:00", "to": "06:00"}})
    report_values = {"text": "تاکسی‌ها در کوچه می‌ایستند", "channel": "phone"}
    assert make.case(make.referred(**report_values)).unit_id == town.units["D-01"]
    town_clock.forward(hours=12)
    assert make.case(make.referred(**report_values)).unit_id == town.units["O-waste"]
    assert make.case(make.referred(**{**report_values, "channel": "web"})).unit_id == town.units["D-01"]
    ring = [[WEST + SIDE, SOUTH], [WEST + 2 * SIDE, SOUTH], [WEST + 2 * SIDE, SOUTH + SIDE], [WEST + SIDE, SOUTH]]
    switched(town, {"area": {"type": "Polygon", "coordinates": [ring]}}, "D-03")
    assert make.case(make.referred(district="2")).unit_id == town.units["D-03"]


def test_a_rule_may_know_what_the_topic_is_not(town: Town) -> None:
    switched(town, {"words": ["تاکسی"]})
    code = make.referred("", text="تاکسی در کوچه", district="1")
    assert (make.case(code).topic_id, make.case(code).unit_id) == (None, town.units["O-waste"])


def test_a_person_as_the_target(town: Town) -> None:
    rule_id = switched(town, {"topics": ["CIV-01"]}, "", person="clerk_b")
    code = make.referred()
    assert (make.case(code).unit_id, make.case(code).assignee_id) == (town.units["D-01"], town.staff["clerk_b"])
    made = rule(town.city_id, rule_id)
    assert made is not None
    assert made.person == ("نام clerk_b", "Clerk_B")
    assert make.kinds(code)[2:] == ["case_referred", "case_assigned", "promises_given"]


def test_switched_off_it_takes_nothing_any_more(town: Town) -> None:
    rule_id = switched(town, {"topics": ["CIV-01"]})
    taken = make.referred()
    switch_rule(town.city_id, rule_id, is_on=False, by=town.admin)
    assert make.case(make.referred()).unit_id == town.units["D-01"]
    assert make.case(taken).unit_id == town.units["O-waste"], "what it has sent stays where it is"
    kinds = list(Event.objects.filter(file="rule", file_id=rule_id).order_by("number").values_list("kind", flat=True))
    assert kinds == ["rule_drafted", "rule_tried", "rule_switched_on", "rule_switched_off"]
    assert verify().breaks == []
    (line,) = rules(town.city_id)
    assert (line.used, line.is_on) == (1, False)


def test_a_rule_has_its_days(town: Town, town_clock: TownClock) -> None:
    day = MORNING.date()
    switched(town, {"topics": ["CIV-01"]}, valid_from=day + timedelta(1), valid_to=day + timedelta(3))
    unit_ids = []
    for _ in range(4):
        unit_ids.append(make.case(make.referred()).unit_id)
        town_clock.forward(days=1)
    own, waste = town.units["D-01"], town.units["O-waste"]
    assert unit_ids == [own, waste, waste, own]


def test_rules_stand_below_confidence_and_complaints(town: Town) -> None:
    switched(town, {"words": ["گزارش"]}, "D-01")
    secret = make.referred("CNF-01", district="", text="گزارش محرمانه دارم")
    assert make.case(secret).unit_id == town.units["V-insp"]
    about = make.referred("CND-01", text="گزارش از رفتار بد", about_unit_code="D-01")
    assert make.case(about).unit_id == town.units["V-city"]
    assert Choice.objects.get(case__code=about).why == "about_owner"


# ── the way of a rule into force ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["operator", "clerk", "manager", "mayor", "inspectorate", "council", "deputy"])
def test_others_write_no_rules(town: Town, who: str) -> None:
    rule_id, by = drafted(town, {"topics": ["CIV-01"]}), town.actors[who]
    with make.refused(NotYourRules):
        draft_rule(town.city_id, RuleDraft(name_fa="x", conditions={"topics": ["CIV-01"]}, unit_code="C"), by=by)
    with make.refused(NotYourRules):
        dry_run_rule(town.city_id, rule_id, by=by)
    with make.refused(NotYourRules):
        switch_rule(town.city_id, rule_id, is_on=True, by=by)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"name_fa": " \u200c "}, RuleHasNoName),
        ({"name_fa": "ن" * 121}, RuleHasNoName),
        ({"conditions": {}}, ConditionsAreNotValid),
        ({"conditions": {"topics": ["NO-1"]}}, ConditionsAreNotValid),
        ({"unit_code": ""}, RuleHasNoTarget),
        ({"unit_code": "Z"}, RuleHasNoTarget),
        ({"person": "nobody"}, RuleHasNoTarget),
        ({"person": "clerk"}, RuleHasNoTarget),  # not of that unit
        ({"unit_code": "", "person": "inspector"}, RuleHasNoTarget),  # of no unit
    ],
)
def test_a_bad_draft_is_refused(town: Town, given: dict[str, Any], refusal: Any) -> None:
    good = {"name_fa": "خوب", "conditions": {"topics": ["CIV-01"]}, "unit_code": "O-waste"}
    with make.refused(refusal):
        draft_rule(town.city_id, RuleDraft(**{**good, **given}), by=town.supervisor)
    assert not Rule.objects.exists()


def test_what_was_not_tried_is_not_switched_on(town: Town, town_clock: TownClock) -> None:
    rule_id = drafted(town, {"topics": ["CIV-01"]})
    with make.refused(RuleIsNotTried):
        switch_rule(town.city_id, rule_id, is_on=True, by=town.supervisor)
    dry_run_rule(town.city_id, rule_id, by=town.supervisor)
    town_clock.forward(days=8)
    with make.refused(RuleIsNotTried):
        switch_rule(town.city_id, rule_id, is_on=True, by=town.supervisor)
    with make.refused(NoSuchRule):
        switch_rule(town.city_id, 0, is_on=True, by=town.supervisor)


def test_two_that_are_on_do_not_share_a_place(town: Town) -> None:
    switched(town, {"topics": ["CIV-01"]}, order=5)
    with make.refused(OrderIsTaken):
        switched(town, {"topics": ["CLN-01"]}, order=5)


def test_a_dry_run_tells_what_would_have_gone_elsewhere(town: Town) -> None:
    codes = [make.referred(), make.referred(district="2"), make.referred("CLN-01"), make.referred("CNF-01")]
    before = {code: make.case(code).version for code in codes}
    rule_id = drafted(town, {"groups": ["CIV", "CLN", "CNF"]}, "O-waste")
    dry_run_rule(town.city_id, rule_id, by=town.supervisor)
    dry_run = dry_run_of(rule_id)
    assert dry_run is not None
    # The bin is the organisation's already, and a confidential report is beyond all rules.
    assert (dry_run.case_count, dry_run.matched_count, dry_run.changed_count) == (4, 3, 2)
    assert sorted((was.code, would.code, n) for was, would, n in dry_run.flows if was and would) == [
        ("D-01", "O-waste", 1),
        ("D-02", "O-waste", 1),
    ]
    assert {code for code, _, _ in dry_run.cases} == set(codes[:2])
    assert {code: make.case(code).version for code in codes} == before, "nothing was moved"
    assert make.case(codes[0]).unit_id == town.units["D-01"]


def test_a_dry_run_looks_at_the_last_thousand(town: Town) -> None:
    for _ in range(3):
        make.referred()
    rule_id = drafted(town, {"topics": ["CIV-01"]})
    dry_run_rule(town.city_id, rule_id, by=town.admin, case_limit=2)
    assert DryRun.objects.get().case_count == 2


def test_rules_cost_no_statement(town: Town) -> None:
    """What routes a case asks the database as often with ten rules as with none."""

    def statements() -> int:
        case = make.case(make.report().code)
        read_case(case.pk, 1)
        with CaptureQueriesContext(connection) as said:
            route_case(case.pk, 2)
        return len(said)

    statements()
    without = statements()
    for number in range(10):
        switched(town, {"words": [f"واژهٔ{number}الف"], "channels": ["web"]})
    statements()
    assert statements() == without


def test_the_house_itself_does_not_write_rules(town: Town) -> None:
    with make.refused(NotYourRules):
        draft_rule(town.city_id, RuleDraft(name_fa="x", conditions={"topics": ["CIV-01"]}, unit_code="C"), by=SYSTEM)
    assert clock.now() == MORNING
