"""Signing in by a real directory (OpenLDAP): names, passwords, groups, leavers, and how it is reached."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from peygir.core import clock
from peygir.gateways.ldap import check_password
from peygir.gateways.ldap_connections import SILENT_HOSTS, DirectoryIsAway
from peygir.history.queries import timeline
from peygir.journey.directory.leavers import check_leavers
from peygir.people.actions.directory_groups import set_group_lines
from peygir.people.models import Staff, StaffSession
from tests import make
from tests.outside.slapd import BASE, CLERKS, OPERATORS, PASSWORD, Slapd, group, person, slapd
from tests.outside.systems import needs
from tests.pages.test_own_account import ACCOUNT, LOGIN, browser, is_in
from tests.town import PASSWORD as TOWN_PASSWORD
from tests.town import Town, TownClock

pytestmark = [needs("ldap"), pytest.mark.usefixtures("fresh_city", "town_clock")]
LINES = f"{CLERKS} ; clerk ; D-01\n{OPERATORS} ; operator"
NAMES = ("mina", "omid", "sara", "reza", "lale", "nima")
PEOPLE = (
    "".join(person(name, full_name=f"{name.title()} of Golgasht") for name in NAMES)
    + person("old", "shadowExpire: 100")
    + person("off", "userAccountControl: 514")
    + person("over", "accountExpires: 132539328000000000")
    + person("forever", "accountExpires: 9223372036854775807", "userAccountControl: 512")
    + person("clerk")
    + group("clerks", "mina", "sara", "reza", "lale", "nima", "old", "off", "over", "forever", "clerk")
    + group("operators", "sara")
    + group("gardeners", "omid")
)


@pytest.fixture
def directory(town: Town, tmp_path: Path, settings: Any) -> Iterator[Slapd]:
    SILENT_HOSTS.forget()
    with slapd(tmp_path, PEOPLE) as running:
        settings.LDAP = running.settings()
        settings.JUST_IN_TIME = True
        yield running


@pytest.fixture
def mapped(town: Town, directory: Slapd) -> Slapd:
    set_group_lines(LINES)
    return directory


def enter(name: str, password: str = PASSWORD) -> tuple[Client, Any]:
    client = Client(headers={"Accept-Language": "en", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140"})
    return client, client.post(LOGIN, {"username": name, "password": password})


def dn(name: str) -> str:
    return f"uid={name},ou=people,{BASE}"


def test_whoever_has_a_group_enters_with_its_post(mapped: Slapd) -> None:
    client, answer = enter("mina")
    assert answer.status_code == 302, answer.content.decode()
    assert is_in(client)
    staff = Staff.objects.get(username="mina")
    assert (staff.role, staff.unit.code if staff.unit else "") == ("clerk", "D-01")
    assert not staff.has_usable_password()
    assert staff.name_fa == "Mina of Golgasht"
    assert [line.kind for line in timeline("staff", staff.pk)] == ["staff_added", "directory_linked"]
    assert {line.by for line in timeline("staff", staff.pk)} == {"directory"}
    assert StaffSession.objects.get().way == "ldap"
    client, answer = enter("MINA")
    assert answer.status_code == 302
    assert Staff.objects.filter(username__iexact="mina").count() == 1


def test_of_two_groups_the_first_line_counts_and_a_change_is_followed(mapped: Slapd) -> None:
    enter("sara")
    staff = Staff.objects.get(username="sara")
    assert staff.role == "clerk"
    mapped.change(f"remove\n{CLERKS}\nmember: {dn('sara')}")
    enter("sara")
    staff.refresh_from_db()
    assert (staff.role, staff.unit_id) == ("operator", None)
    kinds = [line.kind for line in timeline("staff", staff.pk)]
    assert kinds[-2:] == ["directory_groups_seen", "staff_changed"]


def test_who_has_no_group_with_a_role_is_told_whom_to_ask(mapped: Slapd, settings: Any) -> None:
    settings.SIGN_IN_CONTACT = "extension 2000"
    _client, answer = enter("omid")
    assert answer.status_code == 403
    assert "You have no role here" in answer.content.decode()
    assert "extension 2000" in answer.content.decode()
    assert not Staff.objects.filter(username="omid").exists()


def test_whose_groups_are_taken_away_has_no_post_any_more(mapped: Slapd) -> None:
    client, _answer = enter("mina")
    mapped.change(f"remove\n{CLERKS}\nmember: {dn('mina')}")
    _client, answer = enter("mina")
    assert answer.status_code == 403
    assert Staff.objects.get(username="mina").role == ""
    assert client.get("/desk/inbox/").status_code == 403


def test_without_just_in_time_nobody_gets_an_account(mapped: Slapd, settings: Any) -> None:
    settings.JUST_IN_TIME = False
    _client, answer = enter("mina")
    assert answer.status_code == 403
    assert "no account here" in answer.content.decode()
    assert not Staff.objects.filter(username="mina").exists()


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("mina", "wrong"),
        ("mina", ""),
        ("mina", " "),
        ("mina", "\0"),
        ("nobody", PASSWORD),
        ("*", PASSWORD),
        ("min*", PASSWORD),
        ("mina)(uid=*", PASSWORD),
        ("mina)(|(uid=*))", PASSWORD),
        (f"uid=mina,ou=people,{BASE}", PASSWORD),
        ("clerks", PASSWORD),
        ("ｍｉｎａ", PASSWORD),
    ],
)
def test_what_does_not_fit_enters_nowhere(mapped: Slapd, settings: Any, name: str, password: str) -> None:
    assert check_password(settings.LDAP, name, password) is None


def test_a_wrong_password_reads_as_everywhere(mapped: Slapd) -> None:
    for name in ("mina", "nobody", "clerk"):
        _client, answer = enter(name, "not-this-one")
        assert answer.status_code == 422
        assert "The user name or the password is not right." in answer.content.decode()


@pytest.mark.parametrize("name", ["old", "off", "over"])
def test_who_is_switched_off_or_expired_there_does_not_enter(mapped: Slapd, name: str) -> None:
    _client, answer = enter(name)
    assert answer.status_code == 403
    assert "Your account is closed" in answer.content.decode()
    assert not Staff.objects.filter(username=name).exists()


def test_who_never_expires_enters(mapped: Slapd) -> None:
    assert enter("forever")[1].status_code == 302


def test_a_name_alone_takes_over_no_account(town: Town, mapped: Slapd) -> None:
    """The directory has a “clerk”, and so has the city: they may be two people."""
    row = Staff.objects.get(username="clerk")
    row.set_password(TOWN_PASSWORD)
    row.save()
    _client, answer = enter("clerk")
    assert answer.status_code == 422, "an account with a password of its own is not asked of the directory"
    row.set_unusable_password()
    row.save()
    _client, answer = enter("clerk")
    assert answer.status_code == 403
    assert "not linked with you" in answer.content.decode()


def test_the_holder_links_an_account_and_keeps_the_posts(town: Town, mapped: Slapd) -> None:
    row = Staff.objects.get(username="clerk_two")
    row.set_password(TOWN_PASSWORD)
    row.save()
    own = browser("clerk_two", TOWN_PASSWORD)
    values = {"deed": "ldap", "name": "reza", "theirs": PASSWORD, "password": "not-mine"}
    assert own.post(f"{ACCOUNT}links/", values).status_code == 422
    assert own.post(f"{ACCOUNT}links/", values | {"password": TOWN_PASSWORD, "theirs": "x"}).status_code == 422
    assert own.post(f"{ACCOUNT}links/", values | {"password": TOWN_PASSWORD}).status_code == 302
    _client, answer = enter("reza")
    assert answer.status_code == 302
    assert StaffSession.objects.latest("pk").staff_id == row.pk
    row.refresh_from_db()
    assert row.unit is not None
    assert row.unit.code == "D-02", "what was recorded here stays"
    assert not Staff.objects.filter(username="reza").exists()


def later(town_clock: TownClock) -> int:
    town_clock.forward(seconds=130)
    return check_leavers(clock.now())


@pytest.mark.parametrize("way", ["gone", "disabled", "expired"])
def test_a_leaver_is_locked_out_at_the_next_look(mapped: Slapd, town_clock: TownClock, way: str) -> None:
    clients = {name: enter(name)[0] for name in ("mina", "reza", "lale")}
    assert later(town_clock) == 0
    mapped.change(
        {
            "gone": f"delete\n{dn('mina')}",
            "disabled": f"replace\n{dn('mina')}\nuserAccountControl: 514",
            "expired": f"replace\n{dn('mina')}\nshadowExpire: 1",
        }[way]
    )
    assert is_in(clients["mina"])
    assert later(town_clock) == 1
    assert not is_in(clients["mina"])
    assert is_in(clients["reza"])
    staff = Staff.objects.get(username="mina")
    assert not staff.is_active
    left, changed = timeline("staff", staff.pk)[-2:]
    assert (left.kind, left.data, left.by) == ("directory_left", {"source": "ldap", "why": way}, "directory")
    assert changed.data["changed"] == {"is_active": [True, False]}
    assert not StaffSession.objects.filter(staff=staff).exists()
    assert enter("mina")[1].status_code in (403, 422)
    assert later(town_clock) == 0


def test_groups_are_followed_between_sign_ins(mapped: Slapd, town_clock: TownClock) -> None:
    enter("mina")
    mapped.change(f"add\n{OPERATORS}\nmember: {dn('mina')}")
    mapped.change(f"remove\n{CLERKS}\nmember: {dn('mina')}")
    later(town_clock)
    assert Staff.objects.get(username="mina").role == "operator"


def test_a_directory_that_knows_nobody_any_more_is_not_believed(
    mapped: Slapd, settings: Any, town_clock: TownClock
) -> None:
    for name in ("mina", "sara", "reza", "lale", "nima"):
        enter(name)
    settings.LDAP = mapped.settings(base=f"ou=groups,{BASE}", group_base=BASE)
    assert later(town_clock) == 0
    assert Staff.objects.filter(username="mina", is_active=True).exists()


def test_a_directory_that_is_away_closes_nobody_and_own_passwords_work(
    town: Town, mapped: Slapd, town_clock: TownClock
) -> None:
    client, _answer = enter("mina")
    admin = Staff.objects.get(username="admin")
    admin.set_password(TOWN_PASSWORD)
    admin.save()
    mapped.stop()
    town_clock.forward(seconds=130)
    with make.refused(DirectoryIsAway):
        check_leavers(clock.now())
    assert is_in(client)
    _client, answer = enter("mina")
    assert answer.status_code == 503
    assert "cannot be reached" in answer.content.decode()
    assert enter("admin", TOWN_PASSWORD)[1].status_code == 302


def test_groups_within_groups_count_where_the_settings_say_so(directory: Slapd) -> None:
    directory.change(f"add\n{OPERATORS}\nmember: {CLERKS}")
    nested = check_password(directory.settings(nested_groups=True), "mina", PASSWORD)
    assert nested is not None
    assert set(nested.groups) == {CLERKS, OPERATORS}
    flat = check_password(directory.settings(), "mina", PASSWORD)
    assert flat is not None
    assert set(flat.groups) == {CLERKS}


def test_an_address_signs_in_where_the_settings_say_so(directory: Slapd) -> None:
    assert check_password(directory.settings(), "mina@golgasht.example", PASSWORD) is None
    by_address = directory.settings(principal_attribute="mail")
    person = check_password(by_address, "Mina@golgasht.example", PASSWORD)
    assert person is not None
    assert person.name == "mina"
