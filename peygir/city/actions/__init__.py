"""Every change of a city: a load of all of it, planned works, and seasons that start and are lifted."""

from peygir.city.actions.desk import (
    DayIsPast,
    DecidedSince,
    HoursAreWrong,
    NothingDiffers,
    OwnerIsUnknown,
    TopicHasNoHours,
    TopicIsUnknown,
    set_owners,
    set_terms,
    take_back_decision,
)
from peygir.city.actions.loading import CityHasFaults, CityIsBeingLoaded, load_city, load_city_rows
from peygir.city.actions.seasons import (
    NoSuchSeason,
    SeasonDoesNotRun,
    SeasonRunsAlready,
    SeasonTimesAreWrong,
    lift_season,
    start_season,
)
from peygir.city.actions.works import (
    NoSuchWork,
    PlaceOfWorkIsWrong,
    TopicsOfWorkAreMissing,
    WorkHasEnded,
    WorkHasNoTitle,
    WorkTimesAreWrong,
    end_work,
    plan_work,
)

__all__ = [
    "CityHasFaults",
    "CityIsBeingLoaded",
    "DayIsPast",
    "DecidedSince",
    "HoursAreWrong",
    "NoSuchSeason",
    "NoSuchWork",
    "NothingDiffers",
    "OwnerIsUnknown",
    "PlaceOfWorkIsWrong",
    "SeasonDoesNotRun",
    "SeasonRunsAlready",
    "SeasonTimesAreWrong",
    "TopicHasNoHours",
    "TopicIsUnknown",
    "TopicsOfWorkAreMissing",
    "WorkHasEnded",
    "WorkHasNoTitle",
    "WorkTimesAreWrong",
    "end_work",
    "lift_season",
    "load_city",
    "load_city_rows",
    "plan_work",
    "set_owners",
    "set_terms",
    "start_season",
    "take_back_decision",
]
