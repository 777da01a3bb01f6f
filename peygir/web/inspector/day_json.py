"""The visits of an inspector's day as JSON for the phone: what each needs, and nothing of who reported it."""

from collections.abc import Mapping
from datetime import date

from peygir.city.facts import CityFacts
from peygir.city.urgencies import Urgency
from peygir.core.moments import written
from peygir.desks.fieldwork import queries as worked
from peygir.desks.inspection.day_list import DayVisit, day_visits, last_answers
from peygir.desks.inspection.forms import InspectionFormFacts, forms_on
from peygir.desks.inspection.rules import InspectionFinding
from peygir.desks.intake.said_in_cases import pictures_in, said_in
from peygir.journey.sync.queries import undecided_findings
from peygir.people.rules import Actor
from peygir.web.kit.current_city import end_of, start_of
from peygir.web.kit.day_json import choices_of, day_map, names_of, photos_of


def visits_of(by: Actor, city_facts: CityFacts, on: date) -> Mapping[str, object]:
    """Return the visits that wait, in the order of a short way, then those that this inspector made today, and the
    places where somebody else looked meanwhile; about a dozen SQL statements for any number of visits.
    """
    visits = day_visits(by, city_facts.id, today=on, since=start_of(on), also=undecided_findings(by))
    reading = _VisitReading([visit.case.pk for visit in visits], forms_on(city_facts.id, on=on))
    return {
        "person": str(by),
        "on": on.isoformat(),
        "until": written(end_of(on)),
        "visits": [_visit(visit, reading) for visit in visits],
        "findings": choices_of(InspectionFinding),
        "map": day_map(city_facts),
    }


class _VisitReading:
    """What was read for all visits at once, by case; the forms by topic."""

    def __init__(self, case_ids: list[int], forms: Mapping[int, InspectionFormFacts]) -> None:
        self.texts, self.answers = said_in(case_ids), last_answers(case_ids)
        self.report_photos, self.work_photos = pictures_in(case_ids), worked.work_photos_in(case_ids)
        self.forms = forms


def _visit(visit: DayVisit, reading: _VisitReading) -> Mapping[str, object]:
    case = visit.case
    form = reading.forms.get(case.topic_id or 0)
    return {
        "code": case.code,
        "version": case.version,
        "topic": names_of(case.topic),
        "unit": names_of(case.unit),
        "area": names_of(case.neighbourhood or case.district),
        "address": case.address,
        "lat": case.lat,
        "lon": case.lon,
        "due_on": visit.due_on.isoformat() if visit.due_on is not None else "",
        "is_urgent": case.urgency == Urgency.URGENT,
        "said": reading.texts.get(case.pk, []),
        "answer": reading.answers.get(case.pk, ""),
        "photos": photos_of(
            "inspector_photo", case.code, reading.report_photos.get(case.pk, []), reading.work_photos.get(case.pk, [])
        ),
        "finding": visit.finding,
        "form": {"id": form.id, "fields": [one.row() for one in form.fields]} if form is not None else None,
    }
