"""Finds an owner for a case and records why."""

from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.actions.verbs import PersonIsNotOfTheUnit
from peygir.cases.lifecycle import BY_VERB
from peygir.cases.models import Case
from peygir.cases.queries import first_report
from peygir.cases.states import CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.desks.routing.finding import Back, FirstReport, find_owner, offices
from peygir.desks.routing.models import Choice, Return, RoutingCorrection
from peygir.desks.routing.rules import ChosenOwner
from peygir.history.kinds.case_moves import CaseReferred, CaseReferredOut, CaseReturned
from peygir.history.models import Event
from peygir.history.queries import timeline
from peygir.people.permissions import Permission
from peygir.people.queries import unit_of_staff
from peygir.people.rules import IMPORT, SYSTEM, Actor
from peygir.storage.asking import exists
from peygir.storage.rows import insert

IMPORTED: Final = "import"


class UnitIsAccused(Invalid):
    """A complaint would be referred to the unit or person that it is about."""

    message = gettext_lazy("This report is about that very unit or its people, and is not referred to it.")


class CaseIsConfidential(Invalid):
    """A confidential report would become visible to more people than may see it."""

    message = gettext_lazy(
        "A confidential report stays with the inspectorate (or, if it is about the inspectorate, the mayor's desk)."
    )


def route_case(case_id: int, number: int) -> None:
    """Give a new, corrected, split or returned case its owner by rules and table; the centre when none is found.

    A case that somebody has accepted is left alone, unless it has turned out to be confidential: it then goes to the
    inspectorate in any state. For an imported case the choice is only recorded for comparison: its referral is in the
    city's own record and follows by `refer_by_record`.
    """
    with cases.open_file(case_id) as case:
        is_back = case.return_count > 0
        story = timeline("case", case.pk) if is_back else []
        if is_back:
            keep_returns(case, story)
        is_waiting = case.state in (CaseState.NEW, CaseState.RETURNED)
        if not (is_waiting or _is_secret_in_hands(case)) or exists(Choice, case_id=case.pk, number=number):
            return
        report = first_report(case)
        answer = find_owner(
            case,
            FirstReport(report.text, report.channel),
            on=city.day_of(case.city_id, clock.now()),
            back=_back(story),
            accused=accused_of(case),
        )
        if not is_waiting and answer.unit_id == case.unit_id:
            return  # those who may see it have it already
        is_imported = report.channel == IMPORTED
        _keep(case, answer, number=number, is_applied=not is_imported)
        if not is_imported:
            _refer(case, answer)
            if is_back:
                _tell_return(case, story, number, answer)


def _refer(case: Case, answer: ChosenOwner) -> None:
    data = {"how": answer.how, "why": answer.why}
    if answer.rule_id is not None:
        data["rule"] = str(answer.rule_id)
    if answer.agency_id is not None and answer.why == "agency_found":
        # The centre stays the owner, and the citizen reads which agency was told.
        cases.refer(case, unit_id=answer.unit_id, by=SYSTEM, data=data)
        cases.refer_out(case, agency_id=answer.agency_id, by=SYSTEM, data=data)
        return
    cases.refer(case, unit_id=answer.unit_id, branch=answer.branch, by=SYSTEM, data=data)
    if answer.person_id is not None and answer.person_id != case.about_staff_id:
        try:
            cases.assign(case, assignee_id=answer.person_id, by=SYSTEM)
        except PersonIsNotOfTheUnit:
            return  # the person has left the unit: its manager assigns the case


def _is_secret_in_hands(case: Case) -> bool:
    """Whether a confidential case is in a state from which it can still be referred to those who may see it."""
    return case.is_confidential and case.state in BY_VERB["refer"].sources


def accused_of(case: Case) -> frozenset[int]:
    """The units that the case complains about: the one it names, and the one of the person it names."""
    units = {case.about_unit_id}
    if case.about_staff_id is not None:
        units.add(unit_of_staff(case.about_staff_id))
    return frozenset(unit for unit in units if unit is not None)


# ── "not mine" ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _back(story: list[Event]) -> Back:
    """The returns among the case's events so far."""
    recorded = [(line.kind, line.data) for line in story]
    returns = [data for kind, data in recorded if kind == CaseReturned.kind]
    if not returns:
        return Back()
    return Back(
        units=frozenset(data["unit"] for data in returns if data.get("unit")),
        reason=str(returns[-1].get("reason")),
        was_announced=any(kind == CaseReferredOut.kind for kind, _ in recorded),
    )


def keep_returns(case: Case, story: list[Event]) -> None:
    """Write a row for each return among the events, so that ping-pong can be counted; written once each."""
    returns = [line for line in story if line.kind == CaseReturned.kind]
    for count, returned_event in enumerate(returns, start=1):
        then = (
            one.data.get("unit")
            for one in story
            if one.kind == CaseReferred.kind and one.number > returned_event.number
        )
        row = Return(
            case_id=case.pk,
            number=returned_event.number,
            city_id=case.city_id,
            unit_id=returned_event.data.get("unit"),
            reason=str(returned_event.data.get("reason", "")),
            returned_at=returned_event.at,
            count=count,
            to_unit_id=next(then, None),
        )
        insert(row, unless_known=True)


def _tell_return(case: Case, story: list[Event], number: int, answer: ChosenOwner) -> None:
    """Record at the last return which unit got the case next."""
    last = max((line.number for line in story if line.kind == CaseReturned.kind and line.number <= number), default=0)
    Return.objects.filter(case_id=case.pk, number=last, to_unit=None).update(to_unit=answer.unit_id)


# ── a person or a record decides ────────────────────────────────────────────────────────────────────────────────────


def refer_by_person(case: Case, *, unit_id: int | None, note: str, by: Actor) -> None:
    """A person of the centre (or the owning manager) decides; the caller has opened the file.

    The centre's decision about a returned case is kept as a routing correction. Raises UnitIsAccused,
    CaseIsConfidential.
    """
    _refuse_the_wrong_hands(case, unit_id, by)
    number = case.event_count + 1
    cases.refer(case, unit_id=unit_id, by=by, note=note, data={"how": "person", "why": "person"})
    assert unit_id is not None  # the move requires a unit
    answer = ChosenOwner(unit_id, "person", "person", district_code=_district_code(case))
    _keep(case, answer, number=number, is_applied=True)
    if case.return_count > 0:
        Return.objects.filter(case_id=case.pk, to_unit=None).update(to_unit=unit_id)
        if by.may(Permission.WORK_AT_CENTRE):
            _learn(case, unit_id=unit_id, number=number, by=by)


def _refuse_the_wrong_hands(case: Case, unit_id: int | None, by: Actor) -> None:
    if by.is_system or unit_id is None:
        return
    if unit_id in accused_of(case):
        raise UnitIsAccused()
    if case.is_confidential:
        here = offices(case.city_id)
        right = find_owner(case, FirstReport(), on=city.day_of(case.city_id, clock.now()), accused=accused_of(case))
        if unit_id not in (here.inspectorate_id, right.unit_id):
            raise CaseIsConfidential()


def _learn(case: Case, *, unit_id: int, number: int, by: Actor) -> None:
    """Record the centre's decision beside the system's first choice; nothing where both are the same."""
    first = Choice.objects.filter(case_id=case.pk, is_applied=True).exclude(how="person").order_by("number").first()
    wrong_id = first.unit_id if first is not None else None
    if wrong_id is None or wrong_id == unit_id:
        return
    # An earlier decision was returned again, so it was no correction.
    open_lessons = RoutingCorrection.objects.filter(case_id=case.pk, settled_at=None)
    open_lessons.update(settled_by="system", settled_at=clock.now())
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    row = RoutingCorrection(
        case_id=case.pk,
        number=number,
        city_id=case.city_id,
        topic_code=topic.code if topic is not None else "",
        district_code=_district_code(case),
        from_unit_id=wrong_id,
        to_unit_id=unit_id,
        returns=case.return_count,
        decided_by=str(by),
        decided_at=clock.now(),
    )
    insert(row, unless_known=True)


def refer_by_record(case_id: int, *, unit_id: int, at: datetime, is_named: bool = True) -> None:
    """Apply the referral in the city's own record; a repeated call changes nothing.

    `is_named` is false where the record named no unit, and the caller took the one that the rules choose.
    """
    with cases.open_file(case_id) as case:
        if Choice.objects.filter(case=case, how="import").exists():
            return
        number, why = case.event_count + 1, "import" if is_named else "import_by_rule"
        cases.refer(case, unit_id=unit_id, by=IMPORT, data={"how": "import", "why": why}, at=at)
        answer = ChosenOwner(unit_id, "import", why, district_code=_district_code(case))
        _keep(case, answer, number=number, is_applied=True)


def _district_code(case: Case) -> str:
    return city.district_code(case.city_id, case.district_id) if case.district_id else ""


def _keep(case: Case, answer: ChosenOwner, *, number: int, is_applied: bool) -> None:
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    choice = Choice(
        case=case,
        number=number,
        how=answer.how,
        why=answer.why,
        unit_id=answer.unit_id,
        agency_id=answer.agency_id,
        rule_id=answer.rule_id,
        topic_code=topic.code if topic else "",
        district_code=answer.district_code,
        season_code=answer.season_code,
        is_applied=is_applied,
        chosen_at=clock.now(),
    )
    insert(choice)
