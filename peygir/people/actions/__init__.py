"""What can be done with people: citizens, staff, their keys and codes."""

from peygir.people.actions.citizens import (
    CitizensAreTheSame,
    NoSuchCitizen,
    find_or_make_citizen,
    merge_citizens,
    silence_citizen,
    silence_phone,
)
from peygir.people.actions.phones import (
    CODE_MINUTES,
    CODE_TRIES,
    AskedTooOften,
    CodeIsWrong,
    count_use,
    forget_old_uses,
    make_one_time_code,
    use_one_time_code,
)
from peygir.people.actions.second_step import (
    SecondStepIsWrong,
    give_up_second_step,
    new_secret,
    take_up_second_step,
    use_second_step,
)
from peygir.people.actions.staff import (
    NotYourWork,
    PasswordIsWeak,
    RoleIsUnknown,
    UnitIsMissing,
    UsernameIsTaken,
    add_staff,
    make_system_token,
)

__all__ = [
    "CODE_MINUTES",
    "CODE_TRIES",
    "AskedTooOften",
    "CitizensAreTheSame",
    "CodeIsWrong",
    "NoSuchCitizen",
    "NotYourWork",
    "PasswordIsWeak",
    "RoleIsUnknown",
    "SecondStepIsWrong",
    "UnitIsMissing",
    "UsernameIsTaken",
    "add_staff",
    "count_use",
    "find_or_make_citizen",
    "forget_old_uses",
    "give_up_second_step",
    "make_one_time_code",
    "make_system_token",
    "merge_citizens",
    "new_secret",
    "silence_citizen",
    "silence_phone",
    "take_up_second_step",
    "use_one_time_code",
    "use_second_step",
]
