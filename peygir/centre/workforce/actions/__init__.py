"""The actions of the workforce package: service goals, rainy days, shifts and the duties of a week."""

from peygir.centre.workforce.actions.goals import GoalIsWrong, keep_goal, tell_rain
from peygir.centre.workforce.actions.roster import (
    NoSuchShift,
    NothingToCopy,
    PersonIsAway,
    RosterHasChanged,
    RosterIsWrong,
    ShiftIsWrong,
    copy_week,
    end_shift,
    keep_roster,
    keep_shift,
)

__all__ = [
    "GoalIsWrong",
    "NoSuchShift",
    "NothingToCopy",
    "PersonIsAway",
    "RosterHasChanged",
    "RosterIsWrong",
    "ShiftIsWrong",
    "copy_week",
    "end_shift",
    "keep_goal",
    "keep_roster",
    "keep_shift",
    "tell_rain",
]
