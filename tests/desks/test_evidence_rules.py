"""What “done” needs by topic: asked for, checked, stood in for and counted; without a rule it is as it always was."""

from datetime import timedelta

import pytest

from peygir.city.actions.turning import DayIsPast, NothingDiffers
from peygir.city.queries import day_of
from peygir.core import clock
from peygir.core.typed_fields import AnswerIsNoNumber, FieldIsEmpty, FieldIsWrong, FormField
from peygir.desks.fieldwork.actions import (
    EvidenceIsMissing,
    EvidenceLacks,
    PhotoIsFar,
    PhotoIsFromAnotherTime,
    ReasonIsNotAllowed,
    set_evidence_rule,
)
from peygir.desks.fieldwork.actions.needed_evidence import DistanceIsWrong, TopicOfRuleIsUnknown
from peygir.desks.fieldwork.evidence_needs import EvidenceNeeds
from peygir.desks.fieldwork.models import Evidence, EvidenceStandIn
from peygir.desks.fieldwork.queries import rule_of, stand_in_counts
from peygir.history.queries import verify
from tests import make
from tests.drain import drain
from tests.pictures import encoded, exif_with
from tests.rules.test_likeness import scene
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
AREA = FormField("area", "مساحت", "Area", "number", is_required=True, unit="m²")


def ruled(town: Town, **needs: object) -> None:
    today = day_of(town.city_id, clock.now())
    set_evidence_rule(town.city_id, ["CIV-01"], needs=EvidenceNeeds(**needs), since=today, by="staff:1")  # type: ignore[arg-type]


def finish(code: str, town: Town, **given: object) -> None:
    make.command(code, "finish", town.clerk, note="انجام شد.", **given)


def test_without_a_rule_a_line_or_a_photo_is_enough(town: Town) -> None:
    code = make.in_hand()
    with make.refused(EvidenceIsMissing):
        finish(code, town)
    finish(code, town, form="آسفالت ریخته شد")
    assert make.case(code).state == "done"
    assert not EvidenceStandIn.objects.exists()


def test_what_the_rule_asks_is_refused_until_it_is_there(town: Town) -> None:
    ruled(town, before=True, after=True, signature=True, fields=(AREA,), stand_ins=("nobody",))
    code = make.in_hand()
    with make.refused(FieldIsEmpty):
        finish(code, town, form="x")
    with make.refused(AnswerIsNoNumber):
        finish(code, town, form="x", answers={"area": "زیاد"})
    with make.refused(EvidenceLacks) as refused:
        finish(code, town, form="x", answers={"area": "۱۲٫۵"})
    assert "a signature" in refused.value.words("en")
    with make.refused(ReasonIsNotAllowed):
        finish(code, town, photo=make.photo(), answers={"area": "1"}, stand_in="dark")
    pictures = {"photo": encoded(scene(1)), "before": encoded(scene(2)), "signature": encoded(scene(3))}
    finish(code, town, answers={"area": "۱۲٫۵"}, **pictures)
    drain(twice=True)
    rows = {(row.kind, row.role): row for row in Evidence.objects.filter(case__code=code)}
    assert set(rows) == {("photo", "after"), ("photo", "before"), ("sign", "")}
    assert all(row.state == "ready" and row.raw == "" for row in rows.values())
    assert rows["photo", "after"].answers == {"area": "12.5"}
    assert verify().breaks == []


def test_a_reason_stands_in_and_is_counted(town: Town) -> None:
    ruled(town, before=True, after=True, stand_ins=("dark", "unsafe"))
    code = make.in_hand()
    finish(code, town, form="تاریک بود", stand_in="dark")
    assert [(one.part, one.reason) for one in EvidenceStandIn.objects.order_by("part")] == [
        ("after", "dark"),
        ("before", "dark"),
    ]
    counted = stand_in_counts(since=clock.now() - timedelta(days=1), until=clock.now() + timedelta(days=1))
    assert [(one.unit_id, one.reason, one.count) for one in counted] == [(town.units["D-01"], "dark", 1)] * 2


def test_a_visit_s_photo_is_one_from_before(town: Town) -> None:
    ruled(town, before=True)
    code = make.in_hand()
    make.command(code, "visit", town.clerk, note="دیدم", photo=encoded(scene(4)))
    finish(code, town, form="x")
    assert make.case(code).state == "done"


def test_the_distance_is_measured_from_the_page_or_the_camera(town: Town) -> None:
    ruled(town, most_metres=100, stand_ins=("nofix",))
    code = make.in_hand()
    case = make.case(code)
    assert case.lat is not None
    assert case.lon is not None
    with make.refused(EvidenceLacks):
        finish(code, town, photo=encoded(scene(1)))
    with make.refused(PhotoIsFar) as refused:
        finish(code, town, photo=encoded(scene(1)), lat=case.lat + 0.01, lon=case.lon)
    assert "1112 m" in refused.value.words("en")
    finish(code, town, photo=encoded(scene(1)), lat=case.lat + 0.0005, lon=case.lon)
    row = Evidence.objects.get(case=case, kind="photo")
    assert (row.place_source, row.lat) == ("page", case.lat + 0.0005)


def test_the_photo_is_of_the_case_s_time(town: Town, town_clock: TownClock) -> None:
    ruled(town, time=True)
    code = make.in_hand()
    old = encoded(scene(1), exif=exif_with(shot={0x9003: "2020:01:01 10:00:00", 0x9011: "+03:30"}))
    with make.refused(PhotoIsFromAnotherTime):
        finish(code, town, photo=old)
    with make.refused(EvidenceLacks):
        finish(code, town, photo=encoded(scene(1)))
    finish(code, town, photo=encoded(scene(1)), taken_at=clock.now())
    assert make.case(code).state == "done"


def test_a_case_keeps_the_rule_of_its_day(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    today = day_of(town.city_id, clock.now())
    needs = EvidenceNeeds(after=True)
    set_evidence_rule(town.city_id, ["CIV-01"], needs=needs, since=today + timedelta(days=1), by="staff:1")
    finish(code, town, form="x")
    assert make.case(code).state == "done"
    topic_id = make.case(code).topic_id
    assert topic_id is not None
    assert rule_of(topic_id, on=today) is None
    later = rule_of(topic_id, on=today + timedelta(days=1))
    assert later is not None
    assert later.needs.after


def test_bad_rules_are_refused(town: Town) -> None:
    today = day_of(town.city_id, clock.now())

    def tried(topics: list[str], needs: EvidenceNeeds, days: int = 0) -> None:
        set_evidence_rule(town.city_id, topics, needs=needs, since=today + timedelta(days=days), by="staff:1")

    with make.refused(TopicOfRuleIsUnknown):
        tried(["NO-99"], EvidenceNeeds(after=True))
    with make.refused(DayIsPast):
        tried(["CIV-01"], EvidenceNeeds(after=True), days=-1)
    with make.refused(DistanceIsWrong):
        tried(["CIV-01"], EvidenceNeeds(most_metres=0))
    with make.refused(FieldIsWrong):
        tried(["CIV-01"], EvidenceNeeds(fields=(FormField("a", "نام", "Name", "choice", choices=("یک",)),)))
    with make.refused(NothingDiffers):
        tried(["CIV-01"], EvidenceNeeds())
