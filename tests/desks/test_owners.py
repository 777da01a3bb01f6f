"""Rules as data, what comes back and what it teaches, and that there is never a case without an owner."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.history.models import Event
from peygir.history.queries import timeline, verify
from peygir.people.actions.staff import UnitIsMissing, add_staff
from peygir.people.rules import SYSTEM, Actor
from peygir.routing.actions import (
    Draft,
    accept_lesson,
    dismiss_lesson,
    draft_rule,
    dry_run_rule,
    route_case,
    switch_rule,
)
from peygir.routing.actions.lessons import NoSuchLesson
from peygir.routing.actions.owners import CaseIsConfidential, UnitIsAccused
from peygir.routing.actions.rulebook import (
    NoSuchRule,
    NotYourRules,
    OrderIsTaken,
    RuleHasNoName,
    RuleHasNoTarget,
    RuleIsNotTried,
)
from peygir.routing.conditions import ConditionsAreNotValid
from peygir.routing.models import Choice, DryRun, Lesson, Return, Rule
from peygir.routing.queries import (
    Unowned,
    choices_of,
    dry_run_of,
    lessons,
    returns_by_unit,
    returns_of,
    rule,
    rules,
    unowned,
)
from peygir.understanding.actions import read_case
from tests import make
from tests.drain import drain
from tests.town import MORNING, PHONES, SIDE, SOUTH, WEST, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
NAMES = {"topic": ("چاله خیابان", "pothole"), "district": ("منطقه یک", "District 1")}


def drafted(town: Town, conditions: dict[str, Any], unit: str = "O-waste", **given: Any) -> int:
    """A rule that is written down, and no more."""
    given.setdefault("name_fa", "قاعدهٔ آزمون")
    draft = Draft(conditions=conditions, unit_code=unit, **given)
    return draft_rule(town.city_id, draft, by=town.supervisor)


def switched(town: Town, conditions: dict[str, Any], unit: str = "O-waste", **given: Any) -> int:
    """A rule that is tried and on."""
    rule_id = drafted(town, conditions, unit, **given)
    dry_run_rule(town.city_id, rule_id, by=town.supervisor)
    switch_rule(town.city_id, rule_id, is_on=True, by=town.supervisor)
    return rule_id


# ── rules ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_rule_that_is_on_takes_what_fits_and_says_so(town: Town) -> None:
    rule_id = switched(town, {"topics": ["CIV-01"], "districts": ["1"]}, name_fa="چاله‌های منطقهٔ یک", name_en="Potholes")
    fits, other = make.referred(), make.referred(district="2")
    assert make.case(fits).unit_id == town.units["O-waste"]
    assert make.case(other).unit_id == town.units["D-02"]
    choice = Choice.objects.get(case__code=fits)
    assert (choice.how, choice.why, choice.rule_id) == ("rule", "rule_found", rule_id)
    (told,) = choices_of(make.case(fits).pk, **NAMES)
    assert told.words_fa == (
        "قاعدهٔ «چاله‌های منطقهٔ یک» (موضوع: چاله خیابان؛ منطقه: منطقه یک) آن را به «سازمان پسماند» سپرد."
    )
    assert told.words_en == (
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
    said = {"text": "تاکسی‌ها در کوچه می‌ایستند", "channel": "phone"}
    assert make.case(make.referred(**said)).unit_id == town.units["D-01"]
    town_clock.forward(hours=12)
    assert make.case(make.referred(**said)).unit_id == town.units["O-waste"]
    assert make.case(make.referred(**{**said, "channel": "web"})).unit_id == town.units["D-01"]
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
    assert made.person == "نام clerk_b"
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
    found = []
    for _ in range(4):
        found.append(make.case(make.referred()).unit_id)
        town_clock.forward(days=1)
    own, waste = town.units["D-01"], town.units["O-waste"]
    assert found == [own, waste, waste, own]


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
        draft_rule(town.city_id, Draft(name_fa="x", conditions={"topics": ["CIV-01"]}, unit_code="C"), by=by)
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
        draft_rule(town.city_id, Draft(**{**good, **given}), by=town.supervisor)
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
    found = dry_run_of(rule_id)
    assert found is not None
    # The bin is the organisation's already, and a confidential report is beyond all rules.
    assert (found.case_count, found.matched_count, found.changed_count) == (4, 3, 2)
    assert sorted((was.code, would.code, n) for was, would, n in found.flows if was and would) == [
        ("D-01", "O-waste", 1), ("D-02", "O-waste", 1),
    ]  # fmt: skip
    assert {code for code, _, _ in found.cases} == set(codes[:2])
    assert {code: make.case(code).version for code in codes} == before, "nothing was moved"
    assert make.case(codes[0]).unit_id == town.units["D-01"]


def test_a_dry_run_looks_at_the_last_thousand(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        make.referred()
    rule_id = drafted(town, {"topics": ["CIV-01"]})
    monkeypatch.setattr("peygir.routing.actions.rulebook.DRY_RUN_CASES", 2)
    dry_run_rule(town.city_id, rule_id, by=town.admin)
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


# ── "not mine" ──────────────────────────────────────────────────────────────────────────────────────────────────────


def give_back(code: str, by: Actor, reason: str = "wrong_unit") -> None:
    """The owner says that it is not theirs, and the worker comes by."""
    make.press(code, "return", by, reason=reason, note="مال ما نیست")
    drain(twice=True)


def test_wrong_unit_goes_to_the_next_rule_and_then_to_the_centre(town: Town) -> None:
    switched(town, {"topics": ["CIV-01"]}, "O-waste")
    code = make.referred()
    give_back(code, town.clerk_waste)
    assert (make.case(code).state, make.case(code).unit_id) == ("referred", town.units["D-01"]), "the table is next"
    give_back(code, town.clerk)
    assert make.case(code).unit_id == town.units["C"]
    whys = list(Choice.objects.filter(case__code=code).order_by("number").values_list("why", flat=True))
    assert whys == ["rule_found", "next_owner", "returned"]
    back = [(line.reason, line.count, line.to_unit) for line in returns_of(make.case(code).pk)]
    assert [(why, count, unit.code if unit else "") for why, count, unit in back] == [
        ("wrong_unit", 1, "D-01"), ("wrong_unit", 2, "C"),
    ]  # fmt: skip


def test_wrong_district_goes_to_the_neighbour_that_is_near(town: Town) -> None:
    lat, lon = SOUTH + SIDE / 4, WEST + SIDE - 0.001  # some hundred metres west of district 2
    code = make.referred(lat=lat, lon=lon)
    assert make.case(code).unit_id == town.units["D-01"]
    give_back(code, town.clerk, "wrong_district")
    assert make.case(code).unit_id == town.units["D-02"]
    told = choices_of(make.case(code).pk, **NAMES)[-1]
    assert told.words_fa.endswith("نزدیک‌ترین منطقهٔ همسایه «منطقه دو» است، با «شهرداری منطقهٔ دو».")
    give_back(code, town.clerk_two, "wrong_district")
    assert make.case(code).unit_id == town.units["C"], "the third district is too far away"


def test_wrong_district_without_a_point_is_for_the_centre(town: Town) -> None:
    code = make.referred(district="", place_label="01-01")
    give_back(code, town.clerk, "wrong_district")
    assert (make.case(code).unit_id, Choice.objects.filter(case__code=code).last().why) == (  # type: ignore[union-attr]
        town.units["C"], "returned",
    )  # fmt: skip


def test_at_the_third_return_the_centre_decides_and_it_teaches(town: Town) -> None:
    lat, lon = SOUTH + SIDE / 4, WEST + SIDE - 0.001
    code = make.referred(lat=lat, lon=lon)
    give_back(code, town.clerk, "wrong_district")
    give_back(code, town.clerk_two)
    make.press(code, "refer", town.operator, unit_id=town.units["D-02"], note="دوباره ببینید")
    drain(twice=True)
    give_back(code, town.clerk_two)
    case = make.case(code)
    assert (case.return_count, case.unit_id) == (3, town.units["C"])
    assert Choice.objects.filter(case=case).order_by("number").last().why == "returned_often"  # type: ignore[union-attr]
    make.press(code, "refer", town.supervisor, unit_id=town.units["O-waste"], note="کار پسماند است")
    drain(twice=True)
    lesson = Lesson.objects.get(settled_at=None)
    assert (lesson.from_unit_id, lesson.to_unit_id, lesson.returns) == (town.units["D-01"], town.units["O-waste"], 3)
    assert (lesson.topic_code, lesson.district_code, lesson.decided_by) == ("CIV-01", "1", str(town.supervisor))
    assert Lesson.objects.count() == 2, "what was decided before is kept, and settled since it came back"
    by_unit = {line.unit.code: line for line in returns_by_unit(town.city_id, since=MORNING) if line.unit}
    assert (by_unit["D-02"].count, by_unit["D-02"].often, by_unit["D-01"].wrong_district) == (2, 1, 1)


def taught(town: Town, text: str = make.POTHOLE) -> str:
    """A case that came back once and that the centre gave to another."""
    code = make.referred(text=text)
    give_back(code, town.clerk)
    make.press(code, "refer", town.operator, unit_id=town.units["O-waste"], note="پسماند")
    drain()
    return code


def test_lessons_that_say_the_same_become_a_drafted_rule(town: Town) -> None:
    taught(town, "نخاله وسط چاله ریخته‌اند")
    taught(town, "باز هم نخاله در چاله")
    taught(town, "کیسهٔ سیمان در گودال")
    (group,) = lessons(town.city_id)
    assert (group.count, group.topic_code) == (3, "CIV-01")
    assert group.words == ("نخاله", "چاله") or set(group.words) == {"نخاله", "چاله"}
    with make.refused(NotYourRules):
        accept_lesson(town.city_id, group.id, by=town.operator)
    rule_id = accept_lesson(town.city_id, group.id, words=["نخاله"], by=town.supervisor)
    made = Rule.objects.get(pk=rule_id)
    assert made.conditions == {"topics": ["CIV-01"], "districts": ["1"], "words": ["نخاله"]}
    assert (made.unit_id, made.is_on) == (town.units["O-waste"], False)
    assert lessons(town.city_id) == []
    assert set(Lesson.objects.values_list("rule_id", flat=True)) == {rule_id}
    with make.refused(NoSuchLesson):
        accept_lesson(town.city_id, group.id, by=town.supervisor)


def test_a_lesson_may_be_put_aside(town: Town) -> None:
    taught(town)
    (group,) = lessons(town.city_id)
    dismiss_lesson(town.city_id, group.id, by=town.supervisor)
    assert lessons(town.city_id) == []
    assert not Rule.objects.exists()


# ── whom it is about ────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_confidential_complaint_about_the_inspectorate_is_the_mayors_desks(town: Town) -> None:
    code = make.referred("CNF-01", district="", about_unit_code="V-insp")
    case = make.case(code)
    assert case.unit_id == town.units["M"]
    assert Choice.objects.get(case=case).why == "about_inspectorate"
    for name, actor in town.actors.items():
        if name == "mayor":
            continue
        with make.refused(Refusal):
            make.press(code, "accept", actor)
    make.press(code, "accept", town.mayor)
    drain(twice=True)
    assert make.case(code).assignee_id == town.staff["mayor"]
    with make.refused(UnitIsAccused):
        make.press(code, "refer", town.mayor, unit_id=town.units["V-insp"], note="به آن‌ها")
    with make.refused(CaseIsConfidential):
        make.press(code, "refer", town.mayor, unit_id=town.units["D-01"], note="به آن‌ها")


@pytest.mark.parametrize("role", ["deputy", "mayor", "inspectorate"])
def test_who_may_be_complained_about_has_a_unit(town: Town, role: str) -> None:
    with make.refused(UnitIsMissing):
        add_staff("head", password="golgasht-137-head", role=role, by=town.admin)
    assert add_staff("head", password="golgasht-137-head", role=role, unit_code="M", by=town.admin)


def test_a_complaint_is_not_referred_to_whom_it_is_about(town: Town) -> None:
    code = make.referred("CND-01", district="1", about_unit_code="D-01")
    with make.refused(UnitIsAccused):
        make.press(code, "refer", town.operator, unit_id=town.units["D-01"], note="برای پاسخ")


def test_a_complaint_about_a_person_is_about_the_unit_too(town: Town) -> None:
    code = make.report().code
    Case.objects.filter(code=code).update(about_staff=town.staff["clerk"])
    drain(twice=True)
    assert make.case(code).unit_id == town.units["V-city"]


def test_a_confidential_case_in_the_right_hands_is_left_alone(town: Town) -> None:
    code = make.referred("CNF-01", district="")
    make.press(code, "accept", town.inspectorate)
    make.press(code, "topic", town.inspectorate, topic_id=town.topics["CND-01"])
    drain(twice=True)
    assert make.case(code).state == "in_hand"


def test_the_deputy_works_what_was_given_to_the_deputys_own_unit(town: Town) -> None:
    code = make.referred("CND-01", text="رفتار بد", about_unit_code="D-01", district="1")
    make.press(code, "refer", town.operator, unit_id=town.units["V-city"], note="بالادست")
    make.press(code, "accept", town.deputy)
    assert make.case(code).state == "in_hand"


# ── always an owner ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_there_is_no_case_without_an_owner(town: Town, town_clock: TownClock) -> None:
    assert unowned(town.city_id).count == 0
    code = make.report().code
    assert unowned(town.city_id).count == 0, "the worker has a few minutes"
    town_clock.forward(minutes=11)
    found = unowned(town.city_id)
    assert (found.count, found.oldest_at, found.codes) == (1, MORNING, (code,))
    drain()
    assert unowned(town.city_id).count == 0
    Case.objects.filter(code=code).update(unit=None)
    assert unowned(town.city_id).count == 1


def test_whatever_comes_there_is_an_owner(town: Town, town_clock: TownClock) -> None:
    """All topics at all places, with rules and returns: after each round of the worker nobody is without an owner."""
    switched(town, {"groups": ["CIV"], "districts": ["2"]}, "D-03")
    codes = [
        make.report(topic, district=district, phone=PHONES[number]).code
        for number, topic in enumerate([*town.topics, ""])
        for district in ("1", "2", "3")
    ]
    drain()
    town_clock.forward(hours=1)
    assert unowned(town.city_id) == Unowned(0, None, ())
    for code in codes:
        case = make.case(code)
        for actor in town.actors.values():
            if case.state == "referred" and actor.unit_id == case.unit_id and actor.role in ("clerk", "manager"):
                make.press(code, "return", actor, reason="wrong_district", note="نه")
                break
    drain()
    assert unowned(town.city_id).count == 0
    assert not Case.objects.filter(state="returned").exists()
    assert Return.objects.filter(to_unit=None).count() == 0
    assert verify().breaks == []


def test_the_house_itself_does_not_write_rules(town: Town) -> None:
    with make.refused(NotYourRules):
        draft_rule(town.city_id, Draft(name_fa="x", conditions={"topics": ["CIV-01"]}, unit_code="C"), by=SYSTEM)
    assert clock.now() == MORNING
