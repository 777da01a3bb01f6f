"""Reads the survey settings as plain values."""

from datetime import datetime
from typing import Final

from peygir.desks.surveys.models import SurveyPolicy
from peygir.desks.surveys.rules import SurveySettings

COLUMNS: Final = (
    "first_on",
    "is_on",
    "share",
    "most",
    "sms_share",
    "is_voice",
    "opens",
    "closes",
    "tries",
    "answer_days",
    "sms_hours",
    "rest_days",
    "fewest",
    "seed",
)


def survey_settings_at(city_id: int, moment: datetime) -> SurveySettings | None:
    """The survey settings in force at a moment; None where there are none yet."""
    rows = SurveyPolicy.objects.filter(city_id=city_id, from_at__lte=moment)
    row = rows.order_by("-from_at").first()
    if row is None:
        return None
    units = dict(row.shares.values_list("unit_id", "share"))
    return SurveySettings(**{name: getattr(row, name) for name in COLUMNS}, units=units)
