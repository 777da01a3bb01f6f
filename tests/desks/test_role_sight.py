"""Whatever a role is made of: lists show what pages open, searches find what may be known, and pages say why not."""

from itertools import product

import pytest

from peygir.cases.finding import ids_of_code
from peygir.cases.inbox import Filters, counts, inbox
from peygir.cases.models import Case
from peygir.cases.rules import visibility_of
from peygir.cases.searching import cases_found, reporters_known_to
from peygir.cases.seeing import visible
from peygir.people.explaining import why_no_phone, why_not_seen
from peygir.people.first_roles import FIRST_ROLES, RoleFacts
from peygir.people.permissions import Permission, RoleScope
from peygir.people.role_catalogue import RoleCatalogue, put_in_force, roles_in_force
from peygir.people.rules import Actor, may_see, may_see_phone
from tests import make
from tests.town import Town, TownClock

MADE = "made"
OPTIONS = (Permission.READ_CONFIDENTIAL, Permission.JUDGE_INSPECTORATE, Permission.KNOW_REPORTERS)


@pytest.mark.parametrize("scope", list(RoleScope))
@pytest.mark.parametrize("flags", list(product((False, True), repeat=len(OPTIONS))))
def test_lists_pages_and_reasons_agree(
    town: Town, town_clock: TownClock, scope: RoleScope, flags: tuple[bool, ...]
) -> None:
    unit = town.units["V-insp"] if flags[1] else town.units["D-01"]
    permissions = {str(one) for one, is_on in zip(OPTIONS, flags, strict=True) if is_on} | {"read_cases"}
    role = RoleFacts(MADE, frozenset(permissions), str(scope))
    before = roles_in_force()
    put_in_force(RoleCatalogue(before.stamp, {**FIRST_ROLES, MADE: role}))
    try:
        given = (
            {"topic": "CIV-01", "district": "1"},
            {"topic": "CIV-01", "district": "2"},
            {"topic": "CNF-01", "district": "1"},
            {"topic": "CND-01", "district": "1", "about_unit_code": "D-01"},
            {"topic": "CNF-01", "district": "1", "about_unit_code": "V-city"},
        )
        codes = [make.referred(**values) for values in given]
        below = frozenset({unit, town.units["D-02"]}) if scope == RoleScope.BELOW else frozenset()
        for unit_id in (unit, town.units["V-city"], None):
            actor = Actor("staff", town.staff["clerk"], MADE, unit_id, below)
            seen = set(Case.objects.filter(visible(actor)).values_list("code", flat=True))
            known = reporters_known_to(actor)
            reported = (
                set(Case.objects.filter(visible(actor), known).values_list("code", flat=True))
                if known is not None
                else set()
            )
            for code in codes:
                visibility = visibility_of(make.case(code))
                assert (code in seen) is may_see(actor, visibility), (code, visibility)
                assert (code in reported) is may_see_phone(actor, visibility), (code, visibility)
                assert (why_not_seen(actor, visibility) is None) is may_see(actor, visibility)
                assert (why_no_phone(actor, visibility) is None) is may_see_phone(actor, visibility)
                found = {row.code for row in cases_found(actor, town.city_id, ids_of_code(code))}
                assert found == ({code} & seen)
            assert {row.code for row in inbox(actor, town.city_id, Filters()).cases} == seen
            assert counts(actor, town.city_id, day_ends_at=town_clock()).total == len(seen)
    finally:
        put_in_force(before)
