"""The template context of every page's frame: the city, the signed-in person, light or dark."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property  # without the lock of functools' version in Python 3.11

from peygir.city import queries as city
from peygir.city.facts import CityFacts, UnitFacts
from peygir.core.translation import AnyText, gettext_lazy
from peygir.desks.answers.notices import count_new
from peygir.outlook.insight.exploring.rules import may_explore
from peygir.people.permissions import Permission
from peygir.people.role_catalogue import rights_of, role_facts
from peygir.web.kit.cookies import cookie_of
from peygir.web.kit.office_sections import OFFICE_SECTIONS
from peygir.web.kit.templatetags.ui import language

NO_POST: Final = gettext_lazy("no post")
PLAN_READERS: Final = (Permission.PLAN_CITY, Permission.KEEP_BUDGET, Permission.KEEP_COUNCIL, Permission.WATCH_CITY)
"""Who opens the pages of problems, programmes and proposals."""
THEMES: Final = ("light", "dark")
THEME_COOKIE: Final = "peygir_theme"


@dataclass(frozen=True, slots=True)
class StaffCard:
    """The signed-in member of staff, for the header."""

    name: str
    role: str
    role_words: AnyText

    @property
    def may_plan(self) -> bool:
        """Whether this person plans works."""
        return self._may(Permission.PLAN_WORKS)

    @property
    def may_lead(self) -> bool:
        """Whether this person sees a unit's load."""
        return self._may(Permission.SEE_LOAD)

    @property
    def may_look_after(self) -> bool:
        """Whether this person sees accounts, ownership, hours and the audit."""
        return self._may(Permission.LOOK_AFTER)

    @property
    def may_confirm_accounts(self) -> bool:
        """Whether this person decides about changes of the highest accounts."""
        return self._may(Permission.CONFIRM_ACCOUNTS)

    @property
    def may_see_reading(self) -> bool:
        """Whether this person sees the classifier's accuracy."""
        return self._may(Permission.SEE_READING)

    @property
    def may_steer(self) -> bool:
        """Whether this person asks and orders about the cases of the scope."""
        return self._may(Permission.STEER_CITY)

    @property
    def may_watch(self) -> bool:
        """Whether this person watches a district for the council."""
        return self._may(Permission.WATCH_CITY)

    @property
    def may_explore(self) -> bool:
        """Whether this person explores the lake's figures."""
        return may_explore(rights_of(self.role))

    @property
    def may_work_at_desk(self) -> bool:
        """Whether this person works on the cases of a unit."""
        return self._may(Permission.WORK_AT_DESK)

    @property
    def may_plan_orders(self) -> bool:
        """Whether this person plans the work orders of a unit."""
        return self._may(Permission.PLAN_ORDERS)

    @property
    def may_work_at_centre(self) -> bool:
        """Whether this person takes calls and refers cases."""
        return self._may(Permission.WORK_AT_CENTRE)

    @property
    def may_lead_centre(self) -> bool:
        """Whether this person decides about the centre's settings and routing rules."""
        return self._may(Permission.LEAD_CENTRE)

    @property
    def may_lead_unit(self) -> bool:
        """Whether this person assigns the cases of a unit."""
        return self._may(Permission.LEAD_UNIT)

    @property
    def may_see_marks(self) -> bool:
        """Whether this person leads a unit, or what stands under one, and so has a mark."""
        return self._may(Permission.LEAD_UNIT) or self._may(Permission.STEER_CITY)

    @property
    def may_decide_appeals(self) -> bool:
        """Whether this person decides appeals of units against their marks."""
        return self._may(Permission.DECIDE_APPEALS)

    @property
    def may_read_drop_box(self) -> bool:
        """Whether this person receives what is put into the drop box."""
        return self._may(Permission.READ_CONFIDENTIAL) or self._may(Permission.JUDGE_INSPECTORATE)

    @property
    def may_honour(self) -> bool:
        """Whether this person prepares the city's honours or decides about them."""
        return self._may(Permission.PREPARE_HONOURS) or self._may(Permission.DECIDE_HONOURS)

    @property
    def may_prepare_honours(self) -> bool:
        """Whether this person keeps the editions, candidates and pupils of the honours."""
        return self._may(Permission.PREPARE_HONOURS)

    @property
    def may_keep_panel(self) -> bool:
        """Whether this person keeps the citizens' panel."""
        return self._may(Permission.KEEP_PANEL)

    @property
    def may_judge(self) -> bool:
        """Whether this person is of the jury that ranks units over a season."""
        return self._may(Permission.JUDGE_SEASONS)

    @property
    def may_keep_council(self) -> bool:
        """Whether this person keeps the council's sessions."""
        return self._may(Permission.KEEP_COUNCIL)

    @property
    def may_plan_city(self) -> bool:
        """Whether this person keeps problems and programmes."""
        return self._may(Permission.PLAN_CITY)

    @property
    def may_read_plans(self) -> bool:
        """Whether this person opens the pages of problems, programmes and proposals."""
        return any(map(self._may, PLAN_READERS))

    @property
    def may_keep_budget(self) -> bool:
        """Whether this person keeps the budget."""
        return self._may(Permission.KEEP_BUDGET)

    def _may(self, permission: Permission) -> bool:
        return permission in rights_of(self.role).permissions


_SECTIONS: Final = {
    "call": "calls",
    "centre": "calls",
    "console": "calls",
    "paper": "calls",
    "survey": "calls",
    **dict.fromkeys(("desk_agencies", "desk_agency"), "routing"),
    **dict.fromkeys(("letters", "letter", "letter_new", "letter_terms"), "sittings"),
    "surveys": "calls",
    "session_orders": "unit",
    "session_order": "unit",
    "inquiries": "unit",
    "inquiry_answer": "unit",
    "citizen_objections": "home",
    "citizen_objection_answer": "home",
    "work": "orders",
    "crews": "orders",
    "crew_phones": "orders",
    "crew": "orders",
    "maintenance": "orders",
    "maintenance_rule": "orders",
    "my_day": "home",
    "my_mark": "unit",
    "my_mark_part": "unit",
    "my_mark_appeal": "unit",
    "weak_points": "unit",
    "weak_point": "unit",
    "alarms": "city",
    "alarm": "city",
    "question_boards": "city",
    "question_board": "city",
    "question_board_tile": "city",
    "saved_questions": "city",
    "saved_question": "city",
    "explore_save": "city",
    "subscriptions": "staff",
    "city_reports": "city",
    "city_report": "city",
    "report_template": "city",
    "demand": "city",
    "next_weeks": "city",
    "mark_appeals": "appeals",
    "mark_appeal": "appeals",
    "objections": "calls",
    "objection": "calls",
    "answer_readings": "calls",
    "answer_reading": "calls",
    "case_objection": "desk",
    "patrol": "home",
    "confidential": "home",
    "inbox": "desk",
    "inbox_map": "desk",
    "case": "desk",
    "works": "desk",
    "reading": "desk",
    "climbed": "desk",
    "replans": "desk",
    "templates": "desk",
    "bulk": "desk",
    "views": "desk",
    "view": "desk",
    "me_reports": "me",
    **OFFICE_SECTIONS,
    "plan": "plans",
    "report_done": "report",
    "public_case": "track",
    "sitting": "sittings",
    "votings": "sittings",
    "voting": "sittings",
    "outbox": "admin",
}
"""The section of pages (by URL name, or its first word) whose section is not their first word."""


class PageFrame:
    """The values of the frame; each is computed when a template first uses it, once for a page."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def city(self) -> CityFacts:
        """The city that this installation serves."""
        return city.current_city(settings.CITY)

    @cached_property
    def centre(self) -> UnitFacts:
        """The citizen-contact centre of the city."""
        return city.centre_of(self.city.id)

    @cached_property
    def is_sample(self) -> bool:
        """Whether the data are simulated for a demonstration."""
        return bool(self.city.is_sample)

    @cached_property
    def hotline(self) -> str:
        """The short phone number of the centre."""
        return str(getattr(settings, "HOTLINE", "137"))

    @cached_property
    def theme(self) -> str:
        """The chosen theme, light or dark; "" follows the device."""
        chosen = cookie_of(self._request, THEME_COOKIE)
        return chosen if chosen in THEMES else ""

    @cached_property
    def staff(self) -> StaffCard | None:
        """The signed-in member of staff, if any."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        name = (user.name_fa or user.name_en) if language() == "fa" else (user.name_en or user.name_fa)
        return StaffCard(name or user.username, user.role, role_facts(user.role).label if user.role else NO_POST)

    @cached_property
    def news(self) -> int:
        """The number of notices that the signed-in member of staff has not seen."""
        user = getattr(self._request, "user", None)
        return count_new(user.pk) if user is not None and user.is_authenticated else 0

    @cached_property
    def is_desk(self) -> bool:
        """Whether this is a working page of staff: it uses the full width and has a short footer."""
        return self._request.path.startswith(("/desk/", "/staff/account/"))

    @cached_property
    def at(self) -> str:
        """The section of the site to which this page belongs."""
        match = self._request.resolver_match
        name = (match.url_name or "") if match else ""
        return _SECTIONS.get(name) or _SECTIONS.get(name.split("_")[0]) or name.split("_")[0]


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor: `page` in every template."""
    return {"page": PageFrame(request)}
