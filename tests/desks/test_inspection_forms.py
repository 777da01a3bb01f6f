"""What inspectors fill in by topic: set from a day on, asked for, kept with the finding, and erased with its words."""

from collections.abc import Mapping

import pytest

from peygir.cases import actions as cases
from peygir.city.actions.turning import DayIsPast, NothingDiffers
from peygir.city.queries import day_of
from peygir.core import clock
from peygir.core.typed_fields import AnswerIsUnknown, FieldIsEmpty, FieldIsWrong, FormField
from peygir.desks.inspection.actions import (
    FilledForm,
    FormVersionIsUnknown,
    TopicOfFormIsUnknown,
    decide_objection,
    erase_answers,
    object_to_finding,
    set_inspection_form,
)
from peygir.desks.inspection.findings import latest_findings
from peygir.desks.inspection.forms import filled_in_case, form_of, inspection_forms
from peygir.desks.inspection.models import Inspection
from peygir.history.queries import verify
from peygir.journey.inspecting import inspect
from peygir.people.rules import SYSTEM
from tests import make
from tests.drain import drain
from tests.inspections import set_form
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
FIELDS = (
    FormField("level", "هم‌سطح است", "Level with the road", "yes_no", is_required=True),
    FormField("kind", "نوع آسفالت", "Kind of asphalt", "choice", choices=("گرم", "سرد")),
    FormField("width", "عرض", "Width", "number", unit="cm"),
)
ANSWERS = {"level": "no", "kind": "سرد", "width": "۱۲٫۵"}


def look(code: str, town: Town, finding: str = "fixed", **given: object) -> Inspection:
    inspect(code, finding=finding, note="چاله پیداست", by=town.inspector, **given)  # type: ignore[arg-type]
    return Inspection.objects.order_by("-pk")[0]


def filled(answers: Mapping[str, str], form_id: int | None = None) -> FilledForm:
    return FilledForm(form_id, answers)


def test_a_form_is_asked_for_and_kept_with_the_finding(town: Town) -> None:
    form = set_form(town, *FIELDS)
    code = make.done()
    with make.refused(FieldIsEmpty):
        look(code, town)
    with make.refused(AnswerIsUnknown):
        look(code, town, filled=filled({"level": "perhaps"}))
    row = look(code, town, filled=filled({**ANSWERS, "other": "x"}))
    assert (row.form_id, row.answers) == (form.id, {"level": "no", "kind": "سرد", "width": "12.5"})
    (kept,) = filled_in_case(make.case(code).pk)
    assert [one.code for one in kept.fields] == ["level", "kind", "width"]
    (line,) = latest_findings(town.supervisor, town.city_id, most=5)
    assert line.filled == kept
    assert verify().breaks == []


def test_who_could_not_see_the_place_need_not_fill_it_in(town: Town) -> None:
    set_form(town, *FIELDS)
    code = make.done()
    row = look(code, town, "not_seen")
    assert (row.form_id, row.answers) == (None, None)


def test_a_finding_keeps_the_version_that_was_shown(town: Town, town_clock: TownClock) -> None:
    first = set_form(town, *FIELDS)
    code, other = make.done(), make.done(phone=PHONES[1])
    town_clock.forward(days=1)
    second = set_form(town, FormField("clean", "تمیز است", "Clean", "yes_no"))
    assert second.id != first.id
    row = look(code, town, filled=filled({"level": "yes"}, first.id))
    assert row.form_id == first.id, "the phone had taken it along before"
    assert look(other, town, filled=filled({"clean": "yes"})).form_id == second.id
    with make.refused(FormVersionIsUnknown):
        look(make.done(phone=PHONES[2]), town, filled=filled({}, 999_999))


def test_forms_have_dates_and_bad_ones_are_refused(town: Town, town_clock: TownClock) -> None:
    today = day_of(town.city_id, clock.now())
    town_clock.forward(days=1)
    with make.refused(DayIsPast):
        set_inspection_form(town.city_id, "CIV-01", fields=FIELDS, since=today, by=str(SYSTEM))
    tomorrow = day_of(town.city_id, clock.now())
    for wrong in (FormField("a", "", "", "text"), FormField("a", "نام", "", "choice", choices=("یک",))):
        with make.refused(FieldIsWrong):
            set_inspection_form(town.city_id, "CIV-01", fields=[wrong], since=tomorrow, by=str(SYSTEM))
    with make.refused(TopicOfFormIsUnknown):
        set_inspection_form(town.city_id, "NONE", fields=FIELDS, since=tomorrow, by=str(SYSTEM))
    form = set_form(town, *FIELDS)
    with make.refused(NothingDiffers):
        set_form(town, *FIELDS)
    assert [one.id for one in inspection_forms(town.city_id, on=tomorrow)] == [form.id]
    town_clock.forward(days=2)
    set_form(town)
    assert form_of(form.topic_id, on=day_of(town.city_id, clock.now())) is None
    assert form_of(form.topic_id, on=tomorrow) is not None, "what was in force then stays known"


def test_an_undecided_objection_stands_before_newer_findings(town: Town, town_clock: TownClock) -> None:
    first, second = make.done(), make.done(phone=PHONES[1])
    look(first, town, "not_fixed")
    drain()
    town_clock.forward(hours=1)
    look(second, town)

    def listed() -> list[str]:
        return [line.case.code for line in latest_findings(town.supervisor, town.city_id, most=5)]

    assert listed() == [second, first]
    objection = object_to_finding(first, reason="چاله پر شده بود", by=town.clerk)
    assert listed() == [first, second]
    decide_objection(objection.pk, outcome="rejected", reason="در عکس پیداست", by=town.supervisor)
    assert listed() == [second, first]
    assert len(latest_findings(town.supervisor, town.city_id, most=1)) == 1


def test_the_answers_go_with_the_words_of_the_case(town: Town) -> None:
    set_form(town, *FIELDS)
    code = make.done()
    row = look(code, town, filled=filled(ANSWERS))
    case = make.case(code)
    with cases.open_file(case.pk) as held:
        assert erase_answers(held) == 1
        assert erase_answers(held) == 0, "doing it again changes nothing"
    row.refresh_from_db()
    assert (row.answers, row.form_id, row.finding) == (None, None, "fixed")
    assert filled_in_case(case.pk) == []
