"""The actions on citizens' objections: made, answered, carried further, found overdue, ended."""

from peygir.desks.objections.actions.answering import (
    NoSuchCitizenObjection,
    ObjectionAnsweredAlready,
    ObjectionAnswerNotYours,
    ObjectionWantsAnAnswer,
    answer_objection,
)
from peygir.desks.objections.actions.carrying import (
    NothingToCarryOn,
    accept_answer,
    carry_on,
    end_silent_objections,
    raise_overdue_objections,
)
from peygir.desks.objections.actions.deciding import (
    AnswerDaysAreTheSame,
    AnswerDaysAreWrong,
    check_answer_days,
    set_answer_days,
)
from peygir.desks.objections.actions.objecting import (
    NothingToObjectTo,
    ObjectionIsOpen,
    ObjectionIsTooLong,
    object_to_case,
)

__all__ = [
    "AnswerDaysAreTheSame",
    "AnswerDaysAreWrong",
    "NoSuchCitizenObjection",
    "NothingToCarryOn",
    "NothingToObjectTo",
    "ObjectionAnswerNotYours",
    "ObjectionAnsweredAlready",
    "ObjectionIsOpen",
    "ObjectionIsTooLong",
    "ObjectionWantsAnAnswer",
    "accept_answer",
    "answer_objection",
    "carry_on",
    "check_answer_days",
    "end_silent_objections",
    "object_to_case",
    "raise_overdue_objections",
    "set_answer_days",
]
