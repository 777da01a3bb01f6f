"""Looking again at finished work: recorded, reopened where it is not fixed, and offered to inspectors once."""

import pytest

from peygir.cases.actions import CaseHasChanged, NoSuchCase
from peygir.cases.models import Note, Report
from peygir.cases.new_report import NewReport
from peygir.core import clock
from peygir.desks.fieldwork.models import Evidence
from peygir.desks.inspection.actions import (
    FindingIsUnknown,
    FindingWantsText,
    InspectionNotYours,
    NothingToInspect,
)
from peygir.desks.inspection.models import Inspection
from peygir.desks.inspection.queries import inspected_by, to_inspect_in, to_inspect_near
from peygir.history.queries import verify
from peygir.journey.inspecting import inspect, report_defect
from peygir.people.permissions import Permission
from tests import make
from tests.drain import drain
from tests.town import CODE, PHONES, Town, TownClock, point_in

pytestmark = pytest.mark.usefixtures("town_clock")
HOLE = "چاله هنوز همان‌جاست"


def offered(town: Town, district: str = "1") -> list[str]:
    works = to_inspect_in(town.inspector, town.city_id, district_id=town.districts[district], now=clock.now(), most=20)
    return [work.case.code for work in works]


def test_fixed_is_recorded_and_changes_nothing_else(town: Town) -> None:
    code = make.done()
    inspect(code, finding="fixed", note="", by=town.inspector)
    drain(twice=True)
    assert make.case(code).state == "done", "the citizen's answer is still awaited"
    assert make.kinds(code)[-1] == "case_inspected"
    assert Inspection.objects.get().inspector_id == town.staff["inspector"]
    (own,) = inspected_by(town.inspector, since=clock.now(), most=5)
    assert (own.code, own.finding) == (code, "fixed")
    assert verify().breaks == []


@pytest.mark.parametrize("is_closed", [False, True])
def test_what_is_not_fixed_goes_back_to_its_unit_with_note_and_photo(town: Town, is_closed: bool) -> None:
    code = make.done()
    if is_closed:
        make.command(code, "confirm", town.operator)
        drain()
        assert make.case(code).state == "closed"
    inspect(code, finding="not_fixed", note=HOLE, photo=make.photo(), by=town.inspector)
    drain(twice=True)
    case = make.case(code)
    assert (case.state, case.unit_id) == ("reopened", town.units["D-01"])
    kinds = make.kinds(code)
    assert kinds.index("case_inspected") < kinds.index("case_reopened")
    assert Evidence.objects.get(kind="photo").state == "ready"
    note = Note.objects.get(text=HOLE)
    assert not note.is_public, "what an inspector writes is for colleagues"
    assert verify().breaks == []


def test_who_may_not_and_what_is_missing_is_refused(town: Town) -> None:
    code = make.done()
    for by in (town.clerk, town.manager, town.operator, town.supervisor, town.mayor):
        with make.refused(InspectionNotYours):
            inspect(code, finding="fixed", note="", by=by)
    with make.refused(NoSuchCase):
        inspect(code, finding="fixed", note="", by=town.clerk_two)
    with make.refused(FindingIsUnknown):
        inspect(code, finding="maybe", note=HOLE, by=town.inspector)
    for finding in ("not_fixed", "not_seen"):
        with make.refused(FindingWantsText):
            inspect(code, finding=finding, note=" ", by=town.inspector)
    with make.refused(CaseHasChanged):
        inspect(code, finding="fixed", note="", by=town.inspector, version=1)
    with make.refused(NothingToInspect):
        inspect(make.in_hand(phone=PHONES[1]), finding="fixed", note="", by=town.inspector)
    secret = make.referred(topic="CNF-01", phone=PHONES[2])
    with make.refused(NoSuchCase):
        inspect(secret, finding="fixed", note="", by=town.inspector)
    assert not Inspection.objects.exists()


def test_only_finished_work_of_the_place_is_offered_and_once(town: Town, town_clock: TownClock) -> None:
    first = make.done()
    make.in_hand(phone=PHONES[1])
    other = make.done(town.clerk_two, district="2", phone=PHONES[2])
    assert (offered(town), offered(town, "2")) == ([first], [other])
    town_clock.forward(hours=1)
    inspect(first, finding="not_fixed", note=HOLE, by=town.inspector)
    drain()
    assert offered(town) == []
    make.command(first, "accept", town.clerk)
    town_clock.forward(hours=1)
    make.command(first, "finish", town.clerk, note="دوباره پر شد", form="آسفالت")
    drain()
    assert offered(town) == [first], "the work is new, and nobody looked at it"
    inspect(first, finding="fixed", note="", by=town.inspector)
    assert offered(town) == []


def test_near_a_point_only_what_is_near_is_offered(town: Town) -> None:
    code, lat_lon = make.done(), point_in("1")

    def near(metres: int, away: float) -> list[tuple[str, int | None]]:
        works = to_inspect_near(
            town.inspector,
            town.city_id,
            lat=lat_lon[0] + away,
            lon=lat_lon[1],
            metres=metres,
            now=clock.now(),
            most=20,
        )
        return [(work.case.code, work.metres) for work in works]

    assert near(500, 0) == [(code, 0)]
    assert near(500, 0.02) == []
    ((found, metres),) = near(2000, 0.01)
    assert found == code
    assert metres is not None
    assert 1080 < metres < 1140


def test_a_defect_seen_on_patrol_is_a_case_by_the_ordinary_intake(town: Town) -> None:
    lat, lon = point_in("1")
    report = NewReport(
        text=make.POTHOLE, lat=lat, lon=lon, idempotency_key="patrol:1", photos_raw=[make.photo()], channel="web"
    )
    receipt = report_defect(CODE, report, by=town.inspector)
    drain()
    case = make.case(receipt.code)
    assert case.unit_id == town.units["D-01"]
    row = Report.objects.get()
    assert (row.channel, row.citizen_id, row.photo_count) == ("patrol", None, 1)
    assert not report_defect(CODE, report, by=town.inspector).is_new
    with make.refused(InspectionNotYours):
        report_defect(CODE, report, by=town.clerk)


def test_inspecting_is_a_permission_of_the_roles_row(town: Town) -> None:
    assert town.inspector.may(Permission.INSPECT)
    assert not any(town.actors[name].may(Permission.INSPECT) for name in ("clerk", "operator", "admin", "mayor"))
