"""The sample's objections of citizens: one waits at each level, with what the levels before it answered."""

from datetime import datetime, timedelta
from typing import Final

from lab.sample.crew import SHOWN
from lab.sample.inspections import person
from peygir.cases.models import Case, Report
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.objections.actions import answer_objection, carry_on, object_to_case
from peygir.desks.objections.models import CitizenObjection
from peygir.desks.objections.rules import StageOutcome
from peygir.history.queries import timeline
from peygir.journey.moments import old_moment
from peygir.people.roles import Role
from peygir.people.rules import Actor

BEGAN: Final = timedelta(hours=30)
STEP: Final = timedelta(hours=2)
LEVELS: Final = ("clerk-d01", "supervisor", "inspectorate")
"""Who answers at the levels below the council's commission, in their order."""
WORDS: Final = (
    ("not_fixed", "پیام آمد که کار تمام شده، ولی هنوز همان است که بود."),
    ("answer", "پاسخ شما دربارهٔ جای دیگری است؛ لطفاً نشانی را دوباره ببینید."),
    ("not_fixed", "دو روز بعد دوباره خراب شد. این درست کردن نیست."),
    ("answer", "سه بار پرسیدم و هر بار همان یک خط را نوشتید."),
)
REJECTED: Final = "عکس پس از کار را دیدیم؛ کار در همان روز انجام شده است."
FURTHER: Final = "عکس از سمت دیگر خیابان است."


def object_lately(city_id: int, *, now: datetime) -> None:
    """Let four citizens object to settled cases of the shown clerk's unit; called again, nothing is added."""
    unit = city.unit_by_code(city_id, next(code for _name, role, code in SHOWN if role == Role.CLERK))
    if unit is None or CitizenObjection.objects.exists():
        return
    reports = _settled_reports(unit.id, before=now - BEGAN)
    for depth, (report, (ground, words)) in enumerate(zip(reports, WORDS, strict=False)):
        _object(report, ground, words, levels=LEVELS[:depth], at=now - BEGAN)


def _object(report: Report, ground: str, text: str, *, levels: tuple[str, ...], at: datetime) -> None:
    """Object, and carry it past the levels, each of which says that it stays as it is."""
    citizen = Actor("citizen", report.citizen_id or 0)
    with clock.simulated(lambda: at), old_moment():
        number = object_to_case(report.pk, ground=ground, text=text, by=citizen)
    for place, username in enumerate(levels):
        answered, carried = at + (2 * place + 1) * STEP, at + (2 * place + 2) * STEP
        with clock.simulated(lambda answered=answered: answered), old_moment():  # type: ignore[misc]
            answer_objection(number, outcome=StageOutcome.REJECTED.value, text=REJECTED, by=person(username))
        with clock.simulated(lambda carried=carried: carried), old_moment():  # type: ignore[misc]
            carry_on(number, text=FURTHER, by=citizen)


def _settled_reports(unit_id: int, *, before: datetime) -> list[Report]:
    """The first reports of settled cases of a unit, to which nothing has happened since a moment; the newest first."""
    settled = (CaseState.CONFIRMED.value, CaseState.CLOSED.value)
    rows = Case.objects.filter(unit_id=unit_id, state__in=settled, is_confidential=False, about_unit=None)
    reports = []
    for case in rows.filter(about_staff=None).exclude(close_kind="outside").order_by("-pk")[: 10 * len(WORDS)]:
        report = Report.objects.filter(case=case).exclude(citizen=None).order_by("pk").first()
        if report is not None and timeline("case", case.pk)[-1].at < before:
            reports.append(report)
    return reports[: len(WORDS)]
