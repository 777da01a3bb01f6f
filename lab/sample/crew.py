"""The staff of the sample city: one login for each role, and clerks and managers for every unit."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.contrib.auth.hashers import make_password

from lab.bench.million.bulk import CopyBuffer
from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.persian import fa_digits
from peygir.people.roles import Role

PASSWORD: Final = "nemune-137-shiraz"  # noqa: S105 - the sample's own, printed for everybody
TOKEN: Final = "peygir-sample-token-shiraz-137"  # noqa: S105
TOKEN_NAME: Final = "sample system"  # noqa: S105
OPERATORS: Final = 6
INSPECTORATE_UNIT: Final = "V-insp"
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
class Crew:
    """Ids of the staff by unit and role."""

    operators: tuple[int, ...]
    clerks: dict[int, int]
    managers: dict[int, int]
    inspectorate: int

    def clerk_of(self, unit_id: int) -> str:
        """Return the actor who works on a unit's cases; an operator if the unit is the centre."""
        number = self.clerks.get(unit_id)
        return f"staff:{number if number is not None else self.operators[0]}"


def make_crew(buffer: CopyBuffer, city_id: int, *, at: datetime) -> Crew:
    """Add all staff to the buffer. They share one password, so one (slow) hash serves them all."""
    units = {unit.code: unit for unit in city.units(city_id)}
    made = _Made(buffer, make_password(PASSWORD), at)
    operators = tuple(
        made.staff(
            f"operator{n}", Role.OPERATOR, units["C"], f"اپراتور نمونهٔ {fa_digits(str(n))}", f"Sample operator {n}"
        )
        for n in range(1, OPERATORS + 1)
    )
    clerks: dict[int, int] = {}
    managers: dict[int, int] = {}
    for unit in units.values():
        if unit.kind in ("mayor", "centre") or unit.code in ("PR", INSPECTORATE_UNIT):
            continue
        short = unit.code.lower().replace("d-", "d").removeprefix("o-")
        clerks[unit.id] = made.staff(f"clerk-{short}", Role.CLERK, unit, *_named("کارشناس", "Clerk", unit))
        managers[unit.id] = made.staff(f"manager-{short}", Role.MANAGER, unit, *_named("مدیر", "Manager", unit))
        if unit.kind == "deputy":
            made.staff(f"deputy-{short.removeprefix('v-')}", Role.DEPUTY, unit, *_named("معاون", "Deputy", unit))
    for number in range(1, 4):
        made.staff(
            f"inspector{number}",
            Role.INSPECTOR,
            None,
            f"بازرس نمونهٔ {fa_digits(str(number))}",
            f"Sample inspector {number}",
        )
        made.staff(
            f"council{number}",
            Role.COUNCIL,
            None,
            f"عضو شورا (نمونهٔ {fa_digits(str(number))})",
            f"Sample council member {number}",
        )
    made.staff("supervisor", Role.SUPERVISOR, units["C"], "سرپرست نمونهٔ مرکز", "Sample supervisor")
    made.staff("admin", Role.ADMIN, None, "مدیر نمونهٔ سامانه", "Sample administrator", is_superuser=True)
    made.staff("mayor", Role.MAYOR, units["M"], "دفتر شهردار (نمونه)", "Sample mayor's desk")
    inspectorate = made.staff(
        "inspectorate", Role.INSPECTORATE, units[INSPECTORATE_UNIT], "بازرسی (نمونه)", "Sample inspectorate"
    )
    buffer.tokens.add(
        name=TOKEN_NAME,
        digest=sha256(TOKEN.encode()).hexdigest(),
        channel="api",
        scopes=["report", "work"],
        acts_as_id=operators[0],
        created_at=at,
    )
    return Crew(operators, clerks, managers, inspectorate)


def _named(fa: str, en: str, unit: UnitFacts) -> tuple[str, str]:
    return f"{fa} نمونه، {unit.name_fa}", f"Sample {en.lower()}, {unit.name_en}"


@dataclass(slots=True)
class _Made:
    buffer: CopyBuffer
    password: str
    at: datetime

    def staff(
        self,
        username: str,
        role: str,
        unit: UnitFacts | None,
        name_fa: str,
        name_en: str,
        *,
        is_superuser: bool = False,
    ) -> int:
        number = self.buffer.staff.next_number()
        self.buffer.staff.add(
            id=number,
            username=username,
            password=self.password,
            role=role,
            unit_id=unit.id if unit else None,
            name_fa=name_fa[:120],
            name_en=name_en[:120],
            is_sample=True,
            is_staff=is_superuser,
            is_superuser=is_superuser,
            date_joined=self.at,
        )
        return number


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
