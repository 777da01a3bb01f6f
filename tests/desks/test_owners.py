"""What comes back and what it teaches, whom a complaint is about, and that there is never a case without an owner."""

import pytest

from peygir.cases.models import Case
from peygir.core.refusals import Refusal
from peygir.desks.routing.actions import (
    accept_routing_correction,
    dismiss_routing_correction,
)
from peygir.desks.routing.actions.corrections import NoSuchLesson
from peygir.desks.routing.actions.owners import CaseIsConfidential, UnitIsAccused
from peygir.desks.routing.actions.rulebook import (
    NotYourRules,
)
from peygir.desks.routing.models import Choice, Return, RoutingCorrection, Rule
from peygir.desks.routing.queries import (
    Unowned,
    choices_of,
    returns_by_unit,
    returns_of,
    routing_corrections,
    unowned,
)
from peygir.history.queries import verify
from peygir.people.actions import UnitIsMissing, add_staff
from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.rulebook import NAMES, switched
from tests.town import MORNING, PHONES, SIDE, SOUTH, WEST, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


# ── "not mine" ──────────────────────────────────────────────────────────────────────────────────────────────────────


def give_back(code: str, by: Actor, reason: str = "wrong_unit") -> None:
    """The owner says that it is not theirs, and the worker comes by."""
    make.command(code, "return", by, reason=reason, note="مال ما نیست")
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
        ("wrong_unit", 1, "D-01"),
        ("wrong_unit", 2, "C"),
    ]


def test_wrong_district_goes_to_the_neighbour_that_is_near(town: Town) -> None:
    lat, lon = SOUTH + SIDE / 4, WEST + SIDE - 0.001  # some hundred metres west of district 2
    code = make.referred(lat=lat, lon=lon)
    assert make.case(code).unit_id == town.units["D-01"]
    give_back(code, town.clerk, "wrong_district")
    assert make.case(code).unit_id == town.units["D-02"]
    told = choices_of(make.case(code).pk, **NAMES)[-1]
    assert told.words.in_language("fa").endswith("نزدیک‌ترین منطقهٔ همسایه «منطقه دو» است، با «شهرداری منطقهٔ دو».")
    give_back(code, town.clerk_two, "wrong_district")
    assert make.case(code).unit_id == town.units["C"], "the third district is too far away"


def test_wrong_district_without_a_point_is_for_the_centre(town: Town) -> None:
    code = make.referred(district="", place_label="01-01")
    give_back(code, town.clerk, "wrong_district")
    assert (make.case(code).unit_id, Choice.objects.filter(case__code=code).last().why) == (  # type: ignore[union-attr]
        town.units["C"],
        "returned",
    )


def test_at_the_third_return_the_centre_decides_and_it_teaches(town: Town) -> None:
    lat, lon = SOUTH + SIDE / 4, WEST + SIDE - 0.001
    code = make.referred(lat=lat, lon=lon)
    give_back(code, town.clerk, "wrong_district")
    give_back(code, town.clerk_two)
    make.command(code, "refer", town.operator, unit_id=town.units["D-02"], note="دوباره ببینید")
    drain(twice=True)
    give_back(code, town.clerk_two)
    case = make.case(code)
    assert (case.return_count, case.unit_id) == (3, town.units["C"])
    assert Choice.objects.filter(case=case).order_by("number").last().why == "returned_often"  # type: ignore[union-attr]
    make.command(code, "refer", town.supervisor, unit_id=town.units["O-waste"], note="کار پسماند است")
    drain(twice=True)
    lesson = RoutingCorrection.objects.get(settled_at=None)
    assert (lesson.from_unit_id, lesson.to_unit_id, lesson.returns) == (town.units["D-01"], town.units["O-waste"], 3)
    assert (lesson.topic_code, lesson.district_code, lesson.decided_by) == ("CIV-01", "1", str(town.supervisor))
    assert RoutingCorrection.objects.count() == 2, "what was decided before is kept, and settled since it came back"
    by_unit = {line.unit.code: line for line in returns_by_unit(town.city_id, since=MORNING) if line.unit}
    assert (by_unit["D-02"].count, by_unit["D-02"].often, by_unit["D-01"].wrong_district) == (2, 1, 1)


def taught(town: Town, text: str = make.POTHOLE) -> str:
    """A case that came back once and that the centre gave to another."""
    code = make.referred(text=text)
    give_back(code, town.clerk)
    make.command(code, "refer", town.operator, unit_id=town.units["O-waste"], note="پسماند")
    drain()
    return code


def test_lessons_that_say_the_same_become_a_drafted_rule(town: Town) -> None:
    taught(town, "نخاله وسط چاله ریخته‌اند")
    taught(town, "باز هم نخاله در چاله")
    taught(town, "کیسهٔ سیمان در گودال")
    (group,) = routing_corrections(town.city_id)
    assert (group.count, group.topic_code) == (3, "CIV-01")
    assert group.words == ("نخاله", "چاله") or set(group.words) == {"نخاله", "چاله"}
    with make.refused(NotYourRules):
        accept_routing_correction(town.city_id, group.id, by=town.operator)
    rule_id = accept_routing_correction(town.city_id, group.id, chosen_words=["نخاله"], by=town.supervisor)
    made = Rule.objects.get(pk=rule_id)
    assert made.conditions == {"topics": ["CIV-01"], "districts": ["1"], "words": ["نخاله"]}
    assert (made.unit_id, made.is_on) == (town.units["O-waste"], False)
    assert routing_corrections(town.city_id) == []
    assert set(RoutingCorrection.objects.values_list("rule_id", flat=True)) == {rule_id}
    with make.refused(NoSuchLesson):
        accept_routing_correction(town.city_id, group.id, by=town.supervisor)


def test_a_lesson_may_be_put_aside(town: Town) -> None:
    taught(town)
    (group,) = routing_corrections(town.city_id)
    dismiss_routing_correction(town.city_id, group.id, by=town.supervisor)
    assert routing_corrections(town.city_id) == []
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
            make.command(code, "accept", actor)
    make.command(code, "accept", town.mayor)
    drain(twice=True)
    assert make.case(code).assignee_id == town.staff["mayor"]
    with make.refused(UnitIsAccused):
        make.command(code, "refer", town.mayor, unit_id=town.units["V-insp"], note="به آن‌ها")
    with make.refused(CaseIsConfidential):
        make.command(code, "refer", town.mayor, unit_id=town.units["D-01"], note="به آن‌ها")


@pytest.mark.parametrize("role", ["deputy", "mayor", "inspectorate"])
def test_who_may_be_complained_about_has_a_unit(town: Town, role: str) -> None:
    with make.refused(UnitIsMissing):
        add_staff("head", password="siavash-kettle-41", role=role, by=town.admin)
    assert add_staff("head", password="siavash-kettle-41", role=role, unit_code="M", by=town.admin)


def test_a_complaint_is_not_referred_to_whom_it_is_about(town: Town) -> None:
    code = make.referred("CND-01", district="1", about_unit_code="D-01")
    with make.refused(UnitIsAccused):
        make.command(code, "refer", town.operator, unit_id=town.units["D-01"], note="برای پاسخ")


def test_a_complaint_about_a_person_is_about_the_unit_too(town: Town) -> None:
    code = make.report().code
    Case.objects.filter(code=code).update(about_staff=town.staff["clerk"])
    drain(twice=True)
    assert make.case(code).unit_id == town.units["V-city"]


def test_a_confidential_case_in_the_right_hands_is_left_alone(town: Town) -> None:
    code = make.referred("CNF-01", district="")
    make.command(code, "accept", town.inspectorate)
    make.command(code, "topic", town.inspectorate, topic_id=town.topics["CND-01"])
    drain(twice=True)
    assert make.case(code).state == "in_hand"


def test_the_deputy_works_what_was_given_to_the_deputys_own_unit(town: Town) -> None:
    code = make.referred("CND-01", text="رفتار بد", about_unit_code="D-01", district="1")
    make.command(code, "refer", town.operator, unit_id=town.units["V-city"], note="بالادست")
    make.command(code, "accept", town.deputy)
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
                make.command(code, "return", actor, reason="wrong_district", note="نه")
                break
    drain()
    assert unowned(town.city_id).count == 0
    assert not Case.objects.filter(state="returned").exists()
    assert Return.objects.filter(to_unit=None).count() == 0
    assert verify().breaks == []
