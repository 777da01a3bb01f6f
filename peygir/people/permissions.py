"""Permissions and scopes: what a role lets its holder do, and among which cases."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from peygir.core.translation import Text, gettext_lazy, pgettext_lazy
from peygir.core.vocabulary import Vocabulary


class Permission(Vocabulary):
    """One thing that a role may allow; `about` says in a sentence what that is."""

    about: Text

    def __new__(cls, value: str, label: Text, about: Text) -> "Permission":
        member = str.__new__(cls, value)
        member._value_, member.label, member.about = value, label, about
        return member

    READ_CASES = (
        "read_cases",
        pgettext_lazy("permission", "read cases"),
        gettext_lazy("Opens the inbox and reads the cases of the scope, except complaints about oneself."),
    )
    WRITE_CASES = (
        "write_cases",
        pgettext_lazy("permission", "write into cases"),
        gettext_lazy("Writes notes, drafts and public texts into the cases that may be read."),
    )
    WORK_AT_DESK = (
        "work_at_desk",
        pgettext_lazy("permission", "work for the own unit"),
        gettext_lazy("Makes the moves of a case's owner, in cases that are given to the own unit."),
    )
    LEAD_UNIT = (
        "lead_unit",
        pgettext_lazy("permission", "lead the own unit"),
        gettext_lazy("Assigns the unit's cases, shares views and templates, and records absences of its people."),
    )
    KNOW_REPORTERS = (
        "know_reporters",
        pgettext_lazy("permission", "know reporters"),
        gettext_lazy("Sees the reporter's name, and the phone number on request; each access is recorded."),
    )
    READ_CONFIDENTIAL = (
        "read_confidential",
        pgettext_lazy("permission", "work on confidential reports"),
        gettext_lazy("Reads confidential reports, knows their reporters, and makes every move in them."),
    )
    JUDGE_INSPECTORATE = (
        "judge_inspectorate",
        pgettext_lazy("permission", "work on complaints about the inspectorate"),
        gettext_lazy("Works on confidential complaints that were given to the own unit."),
    )
    WORK_AT_CENTRE = (
        "work_at_centre",
        pgettext_lazy("permission", "work at the centre"),
        gettext_lazy("Takes calls and messages, refers cases, and makes the centre's moves in every case."),
    )
    LEAD_CENTRE = (
        "lead_centre",
        pgettext_lazy("permission", "lead the centre"),
        gettext_lazy("Decides about the centre's settings, roster, articles, reviews, surveys and routing rules."),
    )
    PLAN_WORKS = (
        "plan_works",
        pgettext_lazy("permission", "plan works"),
        gettext_lazy("Plans and ends works of the own unit; who works at the centre, of every unit."),
    )
    PLAN_ORDERS = (
        "plan_orders",
        pgettext_lazy("permission", "plan work orders"),
        gettext_lazy("Makes, sends, settles and cancels the work orders of the own unit, and keeps its crews."),
    )
    WORK_ON_ORDERS = (
        "work_on_orders",
        pgettext_lazy("permission", "work on work orders"),
        gettext_lazy("Records results in the work orders that were sent to the own crew."),
    )
    WRITE_TEMPLATES = (
        "write_templates",
        pgettext_lazy("permission", "write answer templates"),
        gettext_lazy("Writes and ends answer templates: of the own unit, or of the city."),
    )
    SEE_LOAD = (
        "see_load",
        pgettext_lazy("permission", "see a unit's load"),
        gettext_lazy("Sees how much work units and their people have, in the scope."),
    )
    SEE_READING = (
        "see_reading",
        pgettext_lazy("permission", "see the accuracy of reading"),
        gettext_lazy("Sees how often the classifier's proposals were right."),
    )
    SEE_SESSION_ORDERS = (
        "see_session_orders",
        pgettext_lazy("permission", "see all orders of live sessions"),
        gettext_lazy("Reads what was ordered in live sessions of every unit, not of the own unit alone."),
    )
    STEER_CITY = (
        "steer_city",
        pgettext_lazy("permission", "steer the city"),
        gettext_lazy("Asks units for answers, sets them dates, and gives orders about the cases of the scope."),
    )
    WATCH_CITY = (
        "watch_city",
        pgettext_lazy("permission", "watch the city"),
        gettext_lazy("Asks units questions whose answers everybody reads, and reports for citizens."),
    )
    INSPECT = (
        "inspect",
        pgettext_lazy("permission", "inspect finished work"),
        gettext_lazy("Says whether work that was called done is done, and reports defects seen on patrol."),
    )
    PREPARE_HONOURS = (
        "prepare_honours",
        pgettext_lazy("permission", "prepare honours"),
        gettext_lazy("Keeps the editions of honours, their candidates, the committee's decisions, pupils and schools."),
    )
    DECIDE_HONOURS = (
        "decide_honours",
        pgettext_lazy("permission", "decide about honours"),
        gettext_lazy("Confirms, as the second person, the rules of an edition of honours and its decisions."),
    )
    DECIDE_APPEALS = (
        "decide_appeals",
        pgettext_lazy("permission", "decide appeals about marks"),
        gettext_lazy("Decides, with the committee of the inspectorate, the appeals of units against their marks."),
    )
    JUDGE_SEASONS = (
        "judge_seasons",
        pgettext_lazy("permission", "judge the ranking of seasons"),
        gettext_lazy(
            "Proposes what is ranked in a season and who gets which place, and agrees to what others propose."
        ),
    )
    PLAN_CITY = (
        "plan_city",
        pgettext_lazy("permission", "plan programmes"),
        gettext_lazy("Keeps the problems, programmes, proposals and goals of the units of the scope."),
    )
    KEEP_COUNCIL = (
        "keep_council",
        pgettext_lazy("permission", "keep the council's sessions"),
        gettext_lazy("Keeps the council's sessions, their agendas and minutes, and records its decisions and votes."),
    )
    KEEP_BUDGET = (
        "keep_budget",
        pgettext_lazy("permission", "keep the budget"),
        gettext_lazy("Keeps and imports budget lines, hangs planned cases on them, and says when their work begins."),
    )
    KEEP_PANEL = (
        "keep_panel",
        pgettext_lazy("permission", "keep the citizens' panel"),
        gettext_lazy(
            "Keeps the citizens' panel: its lot, members, samples, sessions, petitions and what units owe it."
        ),
    )
    GRANT_TIME = (
        "grant_time",
        pgettext_lazy("permission", "grant more time"),
        gettext_lazy("Sees the requests for more time and decides about those in the own competence."),
    )
    MANAGE_PEOPLE = (
        "manage_people",
        pgettext_lazy("permission", "manage citizens and contacts"),
        gettext_lazy("Merges citizens, sees and ends what others wrote for them, and places holds against erasure."),
    )
    LOOK_AFTER = (
        "look_after",
        pgettext_lazy("permission", "read the administration"),
        gettext_lazy("Reads accounts, posts, ownership, hours and the audit, and edits texts of messages."),
    )
    ADMINISTER = (
        "administer",
        pgettext_lazy("permission", "administer the city"),
        gettext_lazy(
            "Changes accounts, posts, ownership, hours, topics, units, keys and retention times, and proposes and "
            "confirms roles."
        ),
    )
    CONFIRM_ACCOUNTS = (
        "confirm_accounts",
        pgettext_lazy("permission", "confirm changes of the highest accounts"),
        gettext_lazy("Confirms or refuses, as the second person, changes of the highest accounts and of roles."),
    )


class RoleScope(Vocabulary):
    """Among which cases a role's permissions hold."""

    OWN_UNIT = "own_unit", pgettext_lazy("scope", "the own unit")
    BELOW = "below", pgettext_lazy("scope", "the own unit and those below it")
    OWN_DISTRICT = "own_district", pgettext_lazy("scope", "the own district")
    OWN_ORDERS = "own_orders", pgettext_lazy("scope", "the own orders")
    OWN_AGENCY = "own_agency", pgettext_lazy("scope", "the own agency")
    CITY = "city", pgettext_lazy("scope", "the whole city")


# What is guarded: who has one of these reads or decides what nobody else may. Accounts of such roles need two people to
# change, no API key acts as one of them, and a role with one of these changes with somebody who confirms accounts.
GUARDED: Final = frozenset({Permission.READ_CONFIDENTIAL, Permission.JUDGE_INSPECTORATE, Permission.CONFIRM_ACCOUNTS})
# A permission that is empty without another. Reading cases, and with it the own account, belongs to every role.
NEEDED_BY: Final[Mapping[Permission, Permission]] = MappingProxyType(
    {
        Permission.WORK_AT_DESK: Permission.WRITE_CASES,
        Permission.LEAD_UNIT: Permission.WORK_AT_DESK,
        Permission.WORK_AT_CENTRE: Permission.WRITE_CASES,
        Permission.LEAD_CENTRE: Permission.WORK_AT_CENTRE,
        Permission.STEER_CITY: Permission.WRITE_CASES,
        Permission.INSPECT: Permission.WRITE_CASES,
        Permission.PLAN_ORDERS: Permission.WORK_AT_DESK,
        Permission.WORK_ON_ORDERS: Permission.WRITE_CASES,
        Permission.ADMINISTER: Permission.LOOK_AFTER,
    }
)
# Scopes that mean nothing for somebody without a unit.
UNIT_SCOPES: Final = frozenset({RoleScope.OWN_UNIT, RoleScope.BELOW, RoleScope.OWN_DISTRICT})
