"""One case's whole life when it goes to another owner: an agency, the inspectorate, the unit above, the centre."""

import pytest

from peygir.cases.actions import NoSuchCase
from peygir.cases.queries import public_case
from tests import make
from tests.life import Life

pytestmark = pytest.mark.usefixtures("all_jobs_twice")


def test_another_agencys_business(life: Life) -> None:
    life.report("EXT-01", text="لوله ترکیده")
    case = life.case
    assert (case.state, case.unit_id, case.agency_id) == (
        "referred_out",
        life.town.units["C"],
        life.town.agencies["A-water"],
    )
    assert life.told() == ["received", "referred_out"]
    assert "شرکت آب و فاضلاب" in life.box.short()[1].text
    assert "۱۲۲" in life.box.short()[1].text
    life.press("close", life.town.operator, kind="outside")
    assert (life.case.state, life.case.close_kind) == ("closed", "outside")
    assert life.told()[-1] == "closed"


def test_confidential(life: Life) -> None:
    life.report("CNF-01", district="", text="رشوه خواست")
    case, town = life.case, life.town
    assert (case.state, case.unit_id, case.is_confidential) == ("referred", town.units["V-insp"], True)
    for name, actor in town.actors.items():
        if name != "inspectorate":
            with make.refused(NoSuchCase):
                make.command(life.code, "note", actor, note="ببینم")
    life.press("accept", town.inspectorate)
    life.press("finish", town.inspectorate, note="رسیدگی شد.", form="پرونده")
    life.say(is_fixed=True)
    assert life.case.state == "closed"
    shown = public_case(life.code)
    assert shown is not None
    assert (shown.topic, shown.unit, shown.events, shown.public_notes) == (None, None, [], {})


def test_a_topic_that_turns_out_confidential_goes_to_the_inspectorate(life: Life) -> None:
    town = life.town
    life.report()
    life.press("topic", town.clerk, topic_id=town.topics["CNF-01"])
    assert (life.case.is_confidential, life.case.unit_id) == (True, town.units["V-insp"])
    life.press("topic", town.inspectorate, topic_id=town.topics["CIV-01"])
    assert life.case.is_confidential, "once confidential, it does not become public by a change of topic"


def test_a_complaint_about_the_unit_goes_above_it(life: Life) -> None:
    town = life.town
    life.report(about_unit_code="D-01")
    assert life.case.unit_id == town.units["V-city"]
    with make.refused(NoSuchCase):
        make.command(life.code, "note", town.clerk, note="ببینم")


def test_returned_and_sent_on(life: Life) -> None:
    life.report()
    life.press("return", life.town.clerk, reason="wrong_district", note="در منطقهٔ دو است")
    assert (life.case.state, life.case.unit_id, life.case.return_count) == ("referred", life.town.units["C"], 1)
    life.press("refer", life.town.operator, unit_id=life.town.units["D-02"], note="منطقهٔ دو")
    life.press("accept", life.town.clerk_two)
    assert life.case.unit_id == life.town.units["D-02"]
    assert life.kinds == [
        "case_opened",
        "case_read",
        "case_referred",
        "promises_given",
        "case_returned",
        "case_referred",
        "case_referred",
        "case_accepted",
    ]
    assert life.told() == ["received", "referred"]


def test_nobody_knows_what_it_is(life: Life) -> None:
    town = life.town
    life.report("", text="یک چیز عجیب", district="", address="جایی")
    assert (life.case.unit_id, life.case.topic_id, life.case.due_at) == (town.units["C"], None, None)
    assert life.told() == ["received"]
    life.press("topic", town.operator, topic_id=town.topics["CLN-01"])
    life.press("refer", town.operator, unit_id=town.units["O-waste"], note="زباله است")
    assert life.case.due_at is not None
    assert life.told() == ["received", "referred"]
