"""Finding an owner for a case, and writing down why."""

from datetime import datetime
from typing import Final

from peygir.cases import actions as cases
from peygir.cases.lifecycle import BY_VERB, NEW, RETURNED
from peygir.cases.models import Case
from peygir.cases.queries import was_imported
from peygir.city import queries as city
from peygir.core import clock
from peygir.history.asking import exists
from peygir.history.rows import insert
from peygir.people.rules import IMPORT, SYSTEM, Actor
from peygir.routing.models import Choice
from peygir.routing.rules import Answer, Asked, Found, choose_owner

INSPECTORATE: Final = "V-insp"  # the code of the unit that alone works confidential reports


def route_case(case_id: int, number: int) -> None:
    """Give a new, corrected, split or returned case its owner by the ownership table; the centre when none is found.

    A case that somebody has already taken on is left alone, unless it has turned out to be confidential: that goes to
    the inspectorate from any hands. An imported case is only compared: its referral stands in the city's own record
    and follows by `refer_by_record`.
    """
    with cases.open_file(case_id) as case:
        if not _needs_an_owner(case) or exists(Choice, case_id=case.pk, number=number):
            return
        answer, district_code = _answer(case)
        is_imported = was_imported(case)
        _keep(case, answer, number=number, district_code=district_code, is_applied=not is_imported)
        if is_imported:
            return
        data = {"how": answer.how, "why": answer.why}
        if answer.agency_id is not None and answer.why == "agency_found":
            # The centre keeps it in its own hands, and the citizen reads to whom it was announced.
            cases.refer(case, unit_id=answer.unit_id, by=SYSTEM, data=data)
            cases.refer_out(case, agency_id=answer.agency_id, by=SYSTEM, data=data)
            return
        cases.refer(case, unit_id=answer.unit_id, branch=answer.branch, by=SYSTEM, data=data)


def _needs_an_owner(case: Case) -> bool:
    if case.state in (NEW, RETURNED):
        return True
    inspectorate = city.unit_by_code(case.city_id, INSPECTORATE)
    is_elsewhere = case.is_confidential and inspectorate is not None and case.unit_id != inspectorate.id
    return is_elsewhere and case.state in BY_VERB["refer"].sources


def refer_by_person(case: Case, *, unit_id: int, note: str, by: Actor) -> None:
    """A person of the centre (or the owning manager) decides; the caller holds the file open."""
    number = case.event_count + 1
    cases.refer(case, unit_id=unit_id, by=by, note=note, data={"how": "person", "why": "person"})
    answer = Answer(unit_id, "person", "person")
    _keep(case, answer, number=number, district_code=_district_code(case), is_applied=True)


def refer_by_record(case_id: int, *, unit_id: int, at: datetime) -> None:
    """The referral that the city's own record tells of; doing it again changes nothing."""
    with cases.open_file(case_id) as case:
        if Choice.objects.filter(case=case, how="import").exists():
            return
        number = case.event_count + 1
        cases.refer(case, unit_id=unit_id, by=IMPORT, data={"how": "import", "why": "import"}, at=at)
        _keep(
            case,
            Answer(unit_id, "import", "import"),
            number=number,
            district_code=_district_code(case),
            is_applied=True,
        )


def _district_code(case: Case) -> str:
    return city.district_code(case.city_id, case.district_id) if case.district_id else ""


def _answer(case: Case) -> tuple[Answer, str]:
    on = city.day_of(case.city_id, clock.now())
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    district_code = _district_code(case)
    row = city.owner_of(topic.id, district_code, on=on) if topic else None
    found = Found(row.unit_id, row.agency_id, row.branch) if row else None
    asked = Asked(
        topic_id=case.topic_id, district_code=district_code,
        needs_district=topic is not None and topic.unit_type.startswith("D"),
        is_confidential=case.is_confidential, about_unit_id=case.about_unit_id, was_returned=case.state == RETURNED,
    )  # fmt: skip
    inspectorate, centre = city.unit_by_code(case.city_id, INSPECTORATE), city.centre_of(case.city_id)
    units = {centre.id, *([inspectorate.id] if inspectorate else ()), *([found.unit_id] if found else ())}
    answer = choose_owner(
        asked, found, centre_id=centre.id, inspectorate_id=inspectorate.id if inspectorate else None,
        above={unit: tuple(one.id for one in city.unit_chain(unit)[1:]) for unit in units if unit is not None},
    )  # fmt: skip
    return answer, district_code


def _keep(case: Case, answer: Answer, *, number: int, district_code: str, is_applied: bool) -> None:
    topic = city.topic(case.city_id, case.topic_id) if case.topic_id else None
    choice = Choice(
        case=case, number=number, how=answer.how, why=answer.why, unit_id=answer.unit_id,
        agency_id=answer.agency_id, topic_code=topic.code if topic else "", district_code=district_code,
        is_applied=is_applied, chosen_at=clock.now(),
    )  # fmt: skip
    insert(choice)
