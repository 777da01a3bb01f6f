"""The pages of roles: the list, one role, two compared, the matrix, and a change from its proposal to its decision."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from peygir.people.models import RoleChange, StaffRole
from peygir.people.role_catalogue import role_facts
from peygir.people.role_proposals import waiting_change_of_role
from peygir.people.role_rules import CHANGE
from tests import make
from tests.admin_pages import latin, text_of
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.roles import WATER, changed, made_role, propose, second_admin
from tests.town import Town

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
ROLES = "/desk/admin/roles/"
NEW = f"{ROLES}new/"


def given(**more: object) -> dict[str, object]:
    return {
        "code": "water",
        "name_fa": "ناظر آب",
        "name_en": "Water watcher",
        "permissions": ["write_cases", "see_load"],
        "scope": "city",
        "levels": ["clerk"],
        "why": "شبکهٔ آب ناظر خود را دارد",
        "base": 0,
        **more,
    }


def plain_text(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


def proposed(client: Client, **more: object) -> str:
    """Propose by the form; returns the address of the proposal."""
    answer = client.post(NEW, given(**more))
    assert answer.status_code == 302, plain_text(answer.content.decode())
    return str(answer.headers["Location"])


def decide(client: Client, address: str, deed: str, **more: str) -> tuple[int, str]:
    """Press a button of a proposal as its page shows it."""
    page = client.get(address).content.decode()
    shown = re.search(r'name="shown"\s+value="([0-9a-f]{64})"', page)
    values = {"deed": deed, "shown": shown[1] if shown else "", **more}
    answer = client.post(address, values)
    return answer.status_code, answer.content.decode()


def test_a_role_from_proposal_to_use(town: Town) -> None:
    admin, mayor = signed_in("admin", "en"), signed_in("mayor", "en")
    address = proposed(admin)
    page = plain_text(text_of(admin, address))
    assert "You proposed it" in page
    assert "Confirm exactly this" not in page
    page = plain_text(text_of(mayor, address))
    assert "A new role “Water watcher”" in page
    assert "Write into cases" in page
    assert "See a unit's load" in page
    assert "The whole city" in page or "the whole city" in page
    assert "Confirm exactly this" in page
    assert "wait for a second person" in plain_text(text_of(mayor, "/desk/accounts/"))
    assert decide(mayor, address, "confirm")[0] == 302
    row = StaffRole.objects.get(code="water")
    assert set(row.permissions) == {"read_cases", "write_cases", "see_load"}
    assert ("water", "Water watcher") in re.findall(
        r'<option value="(\w+)"[^>]*>\s*([^<]*?)\s*</option>', text_of(admin, "/desk/admin/people/new/")
    )
    page = plain_text(text_of(admin, f"{ROLES}of/water/"))
    assert "Water watcher" in page
    assert "Nobody acts in this role." in page
    assert "confirmed" in page


def test_faults_stand_beside_their_fields_and_nothing_is_lost(town: Town) -> None:
    admin = signed_in("admin", "en")
    for more, field, sentence in (
        ({"code": "clerk"}, "code", "no role has it"),
        ({"name_en": "Unit clerk"}, "name_fa", "reads the same"),
        ({"permissions": ["lead_unit"]}, "permissions", "means nothing without"),
        ({"why": " "}, "why", "required"),
        ({"scope": "world"}, "scope", "world"),
    ):
        answer = admin.post(NEW, given(**more))
        page = answer.content.decode()
        assert answer.status_code in (409, 422), more
        part = page.split(f'id="field-{field}"', 1)[1][:12000]
        assert sentence in " ".join(re.sub(r"<[^>]+>", " ", part).split()), more
        assert "شبکهٔ آب" in page or "why" in more
    assert not RoleChange.objects.exists()


def test_a_change_shows_what_it_gains_and_loses(town: Town) -> None:
    admin, mayor = signed_in("admin", "en"), signed_in("mayor", "en")
    page = text_of(admin, f"{ROLES}of/council/change/")
    assert 'value="see_reading"' in page
    values = given(permissions=["see_session_orders", "see_load"], levels=[], base=1, name_fa="", name_en="")
    answer = admin.post(f"{ROLES}of/council/change/", values)
    assert answer.status_code == 302, plain_text(answer.content.decode())
    page = plain_text(text_of(mayor, answer.headers["Location"]))
    gains, _, rest = page.partition("It loses")
    assert "See a unit's load" in gains
    assert "See the accuracy of reading" in rest
    assert "Holders now: 1." in page
    assert decide(mayor, answer.headers["Location"], "refuse", reason=" ")[0] == 422
    status, _ = decide(mayor, answer.headers["Location"], "refuse", reason="نه هنوز")
    assert status == 302
    page = plain_text(text_of(admin, ROLES))
    assert "نه هنوز" in page
    assert role_facts("council").version == 1


def test_a_stale_tab(town: Town) -> None:
    admin, mayor = signed_in("admin", "en"), signed_in("mayor", "en")
    old = given(permissions=["see_session_orders"], levels=[], base=7, name_fa="", name_en="")
    answer = admin.post(f"{ROLES}of/council/change/", old)
    assert answer.status_code == 409
    assert "Look at it again" in answer.content.decode()
    address = proposed(admin)
    status, page = decide(mayor, address, "confirm", shown="0" * 64)
    assert status == 409
    assert "Look at it again" in page
    assert decide(admin, address, "withdraw")[0] == 302
    assert decide(mayor, address, "confirm")[0] == 404
    assert decide(mayor, address, "dance")[0] == 404
    assert not StaffRole.objects.filter(code="water").exists()


def test_a_role_changed_meanwhile_says_so(town: Town) -> None:
    number = propose(changed("honours", scope="own_orders"), town.admin, deed=CHANGE)
    StaffRole.objects.filter(code="honours").update(version=2)
    address = f"{ROLES}changes/{number}/"
    status, _ = decide(signed_in("mayor", "en"), address, "confirm")
    assert status == 409
    assert waiting_change_of_role("honours") == number


def test_who_may_come_here(town: Town) -> None:
    second_admin()
    number = propose(WATER, town.admin)
    for who in ("clerk", "manager", "operator", "council"):
        client = signed_in(who, "en")
        for address in (ROLES, NEW, f"{ROLES}of/clerk/", f"{ROLES}matrix/", f"{ROLES}changes/{number}/"):
            assert client.get(address).status_code == 403, (who, address)
        for deed in ("confirm", "refuse", "withdraw"):
            assert client.post(f"{ROLES}changes/{number}/", {"deed": deed, "reason": "x"}).status_code == 403
    supervisor = signed_in("supervisor", "en")
    assert supervisor.get(ROLES).status_code == 200
    assert supervisor.post(NEW, given()).status_code == 403
    assert supervisor.post(f"{ROLES}of/clerk/change/", given()).status_code == 403
    assert signed_in("mayor", "en").post(NEW, given()).status_code == 403
    assert waiting_change_of_role("water") == number


def test_the_proposers_own_press_is_refused_with_a_sentence(town: Town) -> None:
    admin = signed_in("admin", "en")
    address = proposed(admin)
    status, page = decide(admin, address, "confirm")
    assert status == 403
    assert "A second person decides about this" in page
    assert decide(admin, address, "refuse", reason="خودم")[0] == 403


def test_retiring(town: Town) -> None:
    made_role(town)
    admin = signed_in("admin", "en")
    assert "Retire this role" in text_of(admin, f"{ROLES}of/water/change/")
    assert "Retire this role" not in text_of(admin, f"{ROLES}of/clerk/change/")
    assert admin.post(f"{ROLES}of/clerk/change/", {"deed": "retire", "base": 1, "why": "نه"}).status_code == 422
    answer = admin.post(f"{ROLES}of/water/change/", {"deed": "retire", "base": 1, "why": ""})
    assert answer.status_code == 422
    assert "Give the reason" in answer.content.decode()
    answer = admin.post(f"{ROLES}of/water/change/", {"deed": "retire", "base": 1, "why": "تمام شد"})
    address = answer.headers["Location"]
    assert "All permissions of the role end" in plain_text(text_of(signed_in("mayor", "en"), address))
    assert decide(signed_in("mayor", "en"), address, "confirm")[0] == 302
    assert "retired" in plain_text(text_of(admin, ROLES))
    assert admin.get(f"{ROLES}of/water/change/").status_code == 404
    assert admin.get(f"{ROLES}of/king/").status_code == 404
    assert admin.get(f"{ROLES}changes/9999/").status_code == 404


def test_two_roles_side_by_side(town: Town) -> None:
    admin = signed_in("admin", "en")
    assert "Pages and commands that only one" not in text_of(admin, f"{ROLES}compare/")
    page = text_of(admin, f"{ROLES}compare/", first="clerk", second="manager")
    first_row = re.sub(r"<[^>]+>", " ", page.split("<tbody>")[1].split("</tr>")[0])
    assert "alerts" in first_row, "what differs comes first"
    assert "<code>/desk/unit/share/" in page
    assert "<code>/desk/search/" not in page
    assert "Both open the same pages." in text_of(admin, f"{ROLES}compare/", first="clerk", second="clerk")
    assert text_of(admin, f"{ROLES}compare/", 422, first="clerk", second="king")


def test_the_matrix_is_made_from_the_rows(town: Town) -> None:
    admin = signed_in("admin", "en")
    page = text_of(admin, f"{ROLES}matrix/")
    for name in ("Unit clerk", "Field crew", "Honours office"):
        assert name in page
    assert "/desk/admin/people/new/" in page
    made_role(town)
    assert "Water watcher" in text_of(admin, f"{ROLES}matrix/")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "new/",
        "new/?like=clerk",
        "compare/?first=clerk&second=mayor",
        "matrix/",
        "of/clerk/",
        "of/clerk/change/",
        "of/crew/change/",
    ],
)
def test_nothing_of_it_is_in_english_on_a_persian_page(town: Town, path: str) -> None:
    propose(WATER, town.admin)
    page = text_of(signed_in("admin", "fa"), f"{ROLES}{path}")
    page = re.sub(r"<code>.*?</code>|<textarea.*?</textarea>", " ", page, flags=re.DOTALL)
    assert latin(packed(page)) == []


def test_why_somebody_may_not(town: Town) -> None:
    own, other, secret = make.referred(), make.referred(district="2"), make.referred("CNF-01", phone=None, district="")
    client = signed_in("admin", "en")
    address = reverse("admin_person_sight", args=[town.staff["clerk"]])
    answers = {code: plain_text(text_of(client, address, code=code)) for code in (own, other, secret, "0500000000")}
    assert "Sees case" in answers[own]
    assert "is shown on request" in answers[own]
    assert "The case belongs to another unit, and the role's scope is “the own unit”." in answers[other]
    for code in (secret, "0500000000"):
        assert "No case with this code is yours to see" in answers[code], "whoever asks learns no more than is theirs"
    page = answers[own]
    assert "lacks: administer the city; has it: Administrator" in page.replace(
        "Administer the city", "administer the city"
    )
    assert "What the role lacks, and which roles have it" in page
    inspector = reverse("admin_person_sight", args=[town.staff["inspector"]])
    page = plain_text(text_of(client, inspector, code=own))
    assert "The role lacks the permission “know reporters”." in page
    page = plain_text(text_of(signed_in("admin", "fa"), address, code=other))
    assert "دامنهٔ" in page
