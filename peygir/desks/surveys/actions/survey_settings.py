"""Keeps the survey settings; earlier ones stay on record."""

from django.db import transaction

from peygir.city import queries as city
from peygir.city.models import City
from peygir.core import clock
from peygir.desks.surveys.actions.voice import turn_to_people
from peygir.desks.surveys.models import SurveyPolicy, SurveyShare
from peygir.desks.surveys.reading import COLUMNS, survey_settings_at
from peygir.desks.surveys.rules import SurveySettings, SurveyTermsAreWrong, check_survey_settings, may_lead
from peygir.history.actions import record
from peygir.history.kinds.surveys import SurveySettingsKept
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor


@transaction.atomic
def keep_survey_settings(city_id: int, terms: SurveySettings, *, by: Actor) -> None:
    """Set the survey settings from now on. Raises NotYourWork, SurveyTermsAreWrong."""
    if not may_lead(by):
        raise NotYourWork()
    check_survey_settings(terms)
    if not set(terms.units) <= {unit.id for unit in city.units(city_id)}:
        raise SurveyTermsAreWrong()
    City.objects.select_for_update(no_key=True).get(pk=city_id)
    now = clock.now()
    before = survey_settings_at(city_id, now)
    if before == terms:
        return
    row = SurveyPolicy(city_id=city_id, from_at=now, **{name: getattr(terms, name) for name in COLUMNS})
    row.save(force_insert=True)
    SurveyShare.objects.bulk_create(
        SurveyShare(terms=row, unit_id=unit_id, share=share) for unit_id, share in sorted(terms.units.items())
    )
    texts = {name: str(getattr(terms, name)) for name in COLUMNS}
    event = SurveySettingsKept(**texts, units={str(unit_id): share for unit_id, share in terms.units.items()})
    record(row, event, by=str(by), at=now)
    if before is not None and before.is_voice and not terms.is_voice:
        turn_to_people(city_id, at=now, by=by)
