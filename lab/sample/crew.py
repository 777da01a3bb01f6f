"""The staff of the sample city: one login for each role, and clerks and managers for every unit."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.contrib.auth.hashers import make_password

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.persian import fa_digits
from peygir.people.actions import add_staff, change_posts, make_system_token
from peygir.people.models import Staff
from peygir.people.post_rules import PostChange, PostKind
from peygir.people.posts import city_today
from peygir.people.queries import actor_of, staff_id_of
from peygir.people.roles import Role
from peygir.people.rules import SYSTEM, Actor

PASSWORD: Final = "nemune-137-shiraz"  # noqa: S105 - the sample's own, printed for everybody
TOKEN: Final = "peygir-sample-token-shiraz-137"  # noqa: S105
TOKEN_NAME: Final = "sample system"  # noqa: S105
OPERATORS: Final = 6
INSPECTORATE_UNIT: Final = "V-insp"
CREW: Final = "crew"
"""The code of the role of field crews, which is a row like any other and not built in."""
PANEL: Final = "panel_office"
"""That of the secretary of the citizens' panel."""
HONOURS: Final = "honours"
"""That of the honours office."""
BUDGET: Final = "budget"
"""That of the budget office."""
SECRETARIAT: Final = "secretariat"
"""That of the council's secretariat."""
JURY: Final = "jury"
"""That of the jury, of whom there are two: one proposes, the other agrees."""
SHOWN: Final = (
    ("operator1", Role.OPERATOR, "C"),
    ("clerk-d01", Role.CLERK, "D-01"),
    ("manager-d01", Role.MANAGER, "D-01"),
    ("inspector1", Role.INSPECTOR, ""),
    ("supervisor", Role.SUPERVISOR, "C"),
    ("council1", Role.COUNCIL, ""),
    ("admin", Role.ADMIN, ""),
    ("deputy-serv", Role.DEPUTY, "V-serv"),
    ("mayor", Role.MAYOR, "M"),
    ("inspectorate", Role.INSPECTORATE, INSPECTORATE_UNIT),
)
"""The logins that the demo prints: user name, role, code of the unit."""


@dataclass(frozen=True, slots=True)
class SampleStaff:
    """The staff who work on cases, by unit and role."""

    operators: tuple[Actor, ...]
    at_unit: dict[int, Actor]
    inspectorate: Actor

    def worker_at(self, unit_id: int | None, *, is_confidential: bool) -> Actor:
        """Return who works on a unit's cases; an operator if the unit has nobody (the centre)."""
        if is_confidential:
            return self.inspectorate
        return self.at_unit.get(unit_id or 0, self.operators[0])


def crew_of(city_id: int) -> SampleStaff:
    """Return the staff that `make_crew` has added."""
    at_unit: dict[int, Actor] = {}
    operators = []
    for staff in Staff.objects.filter(is_active=True).order_by("username"):
        actor = actor_of(staff)
        if actor.role == Role.OPERATOR:
            operators.append(actor)
        elif actor.unit_id is not None and actor.role in (Role.CLERK, Role.INSPECTORATE, Role.MAYOR):
            at_unit.setdefault(actor.unit_id, actor)
    inspectorate = city.unit_by_code(city_id, INSPECTORATE_UNIT)
    assert inspectorate is not None
    return SampleStaff(tuple(operators), at_unit, at_unit[inspectorate.id])


def make_crew(city_id: int) -> None:
    """Add all accounts, and the API key. They share one password, so one (slow) hash serves them all."""
    units = {unit.code: unit for unit in city.units(city_id)}
    adding = _Adding()
    operators = [
        adding.staff(
            f"operator{n}", Role.OPERATOR, units["C"], f"اپراتور نمونهٔ {fa_digits(str(n))}", f"Sample operator {n}"
        )
        for n in range(1, OPERATORS + 1)
    ]
    for unit in units.values():
        if unit.kind in ("mayor", "centre") or unit.code in ("PR", INSPECTORATE_UNIT):
            continue
        short = unit.code.lower().replace("d-", "d").removeprefix("o-")
        adding.staff(f"clerk-{short}", Role.CLERK, unit, *_named("کارشناس", "Clerk", unit))
        adding.staff(f"manager-{short}", Role.MANAGER, unit, *_named("مدیر", "Manager", unit))
        if unit.kind in ("district", "organisation"):
            for letter, digit in (("", "۱"), ("-b", "۲")):
                adding.staff(f"crew-{short}{letter}", CREW, unit, *_named(f"عضو {digit} گروه", "Crew member", unit))
        if unit.kind == "deputy":
            adding.staff(f"deputy-{short.removeprefix('v-')}", Role.DEPUTY, unit, *_named("معاون", "Deputy", unit))
    for number in range(1, 4):
        digit = fa_digits(str(number))
        adding.staff(f"inspector{number}", Role.INSPECTOR, None, f"بازرس نمونهٔ {digit}", f"Sample inspector {number}")
        adding.staff(
            f"council{number}", Role.COUNCIL, None, f"عضو شورا (نمونهٔ {digit})", f"Sample council member {number}"
        )
    adding.staff("supervisor", Role.SUPERVISOR, units["C"], "سرپرست نمونهٔ مرکز", "Sample supervisor")
    adding.staff("admin", Role.ADMIN, None, "مدیر نمونهٔ سامانه", "Sample administrator")
    adding.staff("mayor", Role.MAYOR, units["M"], "دفتر شهردار (نمونه)", "Sample mayor's desk")
    adding.staff("honours", HONOURS, None, "دبیرخانهٔ قدردانی (نمونه)", "Sample honours office")
    adding.staff("budget", BUDGET, None, "دفتر بودجه (نمونه)", "Sample budget office")
    adding.staff("secretariat", SECRETARIAT, None, "دبیرخانهٔ شورا (نمونه)", "Sample council secretariat")
    adding.staff("panel", PANEL, None, "دبیر کارگروه شهروندی (نمونه)", "Sample secretary of the panel")
    for number in (1, 2):
        digit = fa_digits(str(number))
        adding.staff(f"jury{number}", JURY, None, f"داور (نمونهٔ {digit})", f"Sample member of the jury {number}")
    adding.staff("inspectorate", Role.INSPECTORATE, units[INSPECTORATE_UNIT], "بازرسی (نمونه)", "Sample inspectorate")
    second = ("عضو دوم بازرسی (نمونه)", "Sample inspectorate, second person")
    adding.staff("inspectorate-b", Role.INSPECTORATE, units[INSPECTORATE_UNIT], *second)
    _make_posts(units)
    make_system_token(TOKEN_NAME, channel="api", acts_as=Staff.objects.get(pk=operators[0]), token=TOKEN)


def _make_posts(units: dict[str, UnitFacts]) -> None:
    """Add posts besides those with which the accounts were made.

    District 4 was handed over in the past, district 7 had an acting head before, and the manager of district 1 is also
    the substitute in district 2, and so may choose the post in which to act.
    """
    today = city_today()
    for username, code, kind, first, last in (
        ("clerk-d05", "D-04", PostKind.HOLDER, today - timedelta(days=800), today - timedelta(days=1)),
        ("manager-d06", "D-07", PostKind.ACTING, today - timedelta(days=90), today - timedelta(days=1)),
        ("manager-d01", "D-02", PostKind.SUBSTITUTE, today - timedelta(days=30), None),
    ):
        staff_id = staff_id_of(username)
        if staff_id is not None and code in units:
            new_post = PostChange("record", 0, units[code].id, Role.MANAGER, kind, first, last)
            change_posts(staff_id, new_post, by=SYSTEM)


def _named(fa: str, en: str, unit: UnitFacts) -> tuple[str, str]:
    return f"{fa} نمونه، {unit.name_fa}", f"Sample {en.lower()}, {unit.name_en}"


@dataclass(frozen=True, slots=True)
class _Adding:
    encoded: str = field(default_factory=lambda: make_password(PASSWORD))

    def staff(self, username: str, role: str, unit: UnitFacts | None, name_fa: str, name_en: str) -> int:
        return add_staff(
            username,
            encoded_password=self.encoded,
            role=role,
            unit_code=unit.code if unit else "",
            name=name_fa[:120],
            name_en=name_en[:120],
            must_change=False,
            by=SYSTEM,
        )


@dataclass(frozen=True, slots=True)
class Login:
    """One login for visitors of the demo; iterating yields role, user name and password."""

    username: str
    password: str
    role: str
    role_fa: str
    role_en: str
    unit_fa: str
    unit_en: str

    def __iter__(self):  # type: ignore[no-untyped-def]
        """Yield the cells of a row in the demo's table."""
        unit = f" · {self.unit_fa}" if self.unit_fa else ""
        return iter((f"{self.role_fa} · {self.role_en}{unit}", self.username, self.password))


def logins_of(city_id: int) -> list[Login]:
    """Return one login for each role."""
    units = {unit.code: unit for unit in city.units(city_id)}
    logins = []
    for username, role, code in SHOWN:
        unit = units.get(code)
        name = Role.labels()[role]
        names = (unit.name_fa, unit.name_en) if unit else ("", "")
        logins.append(Login(username, PASSWORD, role, name.in_language("fa"), name.in_language("en"), *names))
    return logins
