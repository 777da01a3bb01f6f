"""The actions that change a city: loading its files, planned works, an administrator's decisions and their undoing."""

from peygir.city.actions.areas import (
    AreasHaveFaults,
    LaterMapIsPlanned,
    MapHasChanged,
    redraw_areas,
    take_back_areas,
)
from peygir.city.actions.days import (
    DayIsOfTheFiles,
    DaysAreMissing,
    HalfDayNeedsAnHour,
    OfficeHoursAreWrong,
    UnitIsNotInForce,
    set_days,
    set_hours,
)
from peygir.city.actions.decisions import (
    HoursAreWrong,
    OwnerIsUnknown,
    TopicHasNoHours,
    TopicOrDistrictIsUnknown,
    set_owners,
    set_terms,
)
from peygir.city.actions.escalation import LadderIsOfNobody, LadderNeedsSteps, StepsAreWrong, set_escalation
from peygir.city.actions.loading import CityHasFaults, CityIsBeingLoaded, load_city, load_city_rows
from peygir.city.actions.names import UnitHasNoName, UnitNameIsTaken, refuse_bad_name, rename_unit, take_back_name
from peygir.city.actions.new_topics import GroupIsUnknown, add_topic
from peygir.city.actions.season_faces import (
    SeasonHasNoName,
    SeasonHasNoTopics,
    SeasonPlaceIsUnknown,
    SeasonWordsAreTooLong,
    set_season,
)
from peygir.city.actions.seasons import (
    NoSuchSeason,
    SeasonDoesNotRun,
    SeasonRunsAlready,
    SeasonTimesAreWrong,
    lift_season,
    move_season,
    start_season,
)
from peygir.city.actions.taking_back import take_back_decision
from peygir.city.actions.topic_faces import turn_topics_due
from peygir.city.actions.topics import (
    NameIsTaken,
    SecretIsNotPublic,
    TopicHasNoName,
    TopicWordsAreTooLong,
    change_topic,
)
from peygir.city.actions.turning import DayIsPast, DecidedSince, NothingDiffers, note_decision
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
    "AreasHaveFaults",
    "CityHasFaults",
    "CityIsBeingLoaded",
    "DayIsOfTheFiles",
    "DayIsPast",
    "DaysAreMissing",
    "DecidedSince",
    "GroupIsUnknown",
    "HalfDayNeedsAnHour",
    "HoursAreWrong",
    "LadderIsOfNobody",
    "LadderNeedsSteps",
    "LaterMapIsPlanned",
    "MapHasChanged",
    "NameIsTaken",
    "NoSuchSeason",
    "NoSuchWork",
    "NothingDiffers",
    "OfficeHoursAreWrong",
    "OwnerIsUnknown",
    "PlaceOfWorkIsWrong",
    "SeasonDoesNotRun",
    "SeasonHasNoName",
    "SeasonHasNoTopics",
    "SeasonPlaceIsUnknown",
    "SeasonRunsAlready",
    "SeasonTimesAreWrong",
    "SeasonWordsAreTooLong",
    "SecretIsNotPublic",
    "StepsAreWrong",
    "TopicHasNoHours",
    "TopicHasNoName",
    "TopicOrDistrictIsUnknown",
    "TopicWordsAreTooLong",
    "TopicsOfWorkAreMissing",
    "UnitHasNoName",
    "UnitIsNotInForce",
    "UnitNameIsTaken",
    "WorkHasEnded",
    "WorkHasNoTitle",
    "WorkTimesAreWrong",
    "add_topic",
    "change_topic",
    "end_work",
    "lift_season",
    "load_city",
    "load_city_rows",
    "move_season",
    "note_decision",
    "plan_work",
    "redraw_areas",
    "refuse_bad_name",
    "rename_unit",
    "set_days",
    "set_escalation",
    "set_hours",
    "set_owners",
    "set_season",
    "set_terms",
    "start_season",
    "take_back_areas",
    "take_back_decision",
    "take_back_name",
    "turn_topics_due",
]
