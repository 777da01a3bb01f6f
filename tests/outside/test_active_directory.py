"""Signing in by a real Active Directory (Samba): names, groups, refusals, leavers."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from peygir.core import clock
from peygir.gateways import ldap
from peygir.gateways.ldap import check_password, groups_of_people, people_by_id
from peygir.gateways.ldap_connections import DirectoryIsAway, DirectoryRefusesUs, entries
from peygir.history.queries import timeline
from peygir.people.actions.directory_groups import set_group_lines
from peygir.people.models import DirectoryLink, Staff, StaffSession
from tests import make
from tests.outside.active_directory import (
    CLERKS,
    GROUPS,
    LINES,
    OPERATORS,
    PASSWORD,
    REALM,
    ROOT,
    STAFF,
    ActiveDirectory,
    active_directory,
)
from tests.outside.systems import needs
from tests.outside.test_directory import enter, later
from tests.pages.test_own_account import is_in
from tests.town import Town, TownClock

pytestmark = [needs("ad"), pytest.mark.usefixtures("fresh_city", "town_clock")]


@pytest.fixture(scope="module")
def controller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ActiveDirectory]:
    with active_directory(tmp_path_factory.mktemp("ad")) as running:
        running.add_group("clerks")
        assert running.add_group("اپراتورهای ۱۳۷ (تلفن), شیراز") == OPERATORS
        yield running


@pytest.fixture
def domain(town: Town, controller: ActiveDirectory, settings: Any) -> ActiveDirectory:
    settings.LDAP, settings.JUST_IN_TIME = controller.settings(), True
    set_group_lines(LINES)
    return controller


def clerk(domain: ActiveDirectory, name: str, **more: Any) -> str:
    dn = domain.add_person(name, **more)
    domain.put_in(CLERKS, dn)
    return dn


def account(name: str) -> Staff:
    return Staff.objects.get(username=name)


def test_either_name_of_a_person_enters_the_same_account(domain: ActiveDirectory) -> None:
    clerk(domain, "mina", cn="کریمی, مینا (شهرداری)", userPrincipalName=f"m.karimi@{REALM}", displayName="مینا کریمی")
    for name in ("mina", f"m.karimi@{REALM}", "MINA", f"M.Karimi@{REALM.upper()}", " mina "):
        client, answer = enter(name)
        assert answer.status_code == 302, answer.content.decode()
        assert is_in(client)
    staff = account("mina")
    assert (staff.role, staff.unit.code if staff.unit else "", staff.name_fa) == ("clerk", "D-01", "مینا کریمی")
    assert DirectoryLink.objects.get().groups == [CLERKS]
    assert {session.way for session in StaffSession.objects.all()} == {"ldap"}
    assert [line.kind for line in timeline("staff", staff.pk)] == ["staff_added", "directory_linked"]


@pytest.mark.parametrize(
    "name", ["m.karimi", "reżä", "ｒｅｚａ", f"reza@{REALM}", "GOLGASHT\\reza", "re*", "reza)(cn=*", f"CN=reza,{STAFF}"]
)
def test_what_only_resembles_a_name_enters_nowhere(domain: ActiveDirectory, settings: Any, name: str) -> None:
    if not domain.has("reza"):
        clerk(domain, "reza", userPrincipalName=f"r.ahmadi@{REALM}")
    assert check_password(settings.LDAP, name, PASSWORD) is None
    assert check_password(settings.LDAP, "reza", PASSWORD) is not None


def test_groups_within_groups_count_and_circles_end(domain: ActiveDirectory, settings: Any) -> None:
    sara = domain.add_person("sara")
    outer = domain.add_group("operators of the city")
    middle = domain.add_group("operators (day, night)", sara)
    domain.put_in(outer, middle)
    domain.put_in(middle, outer)
    domain.put_in(OPERATORS, outer)
    person = check_password(settings.LDAP, "sara", PASSWORD)
    assert person is not None
    assert set(person.groups) == {middle, outer, OPERATORS}
    assert groups_of_people(settings.LDAP, [person]) == {person.subject: person.groups}
    enter("sara")
    assert account("sara").role == "operator"
    flat = check_password(domain.settings(nested_groups=False), "sara", PASSWORD)
    assert flat is not None
    assert flat.groups == (middle,)


def test_a_base_at_the_top_of_the_domain(domain: ActiveDirectory) -> None:
    """Its answers hold references to other parts of the forest, which nobody follows."""
    dn = clerk(domain, "top")
    whole = domain.settings(base=ROOT, group_base=ROOT)
    person = check_password(whole, "top", PASSWORD)
    assert person is not None
    assert (person.dn, person.groups) == (dn, (CLERKS,))
    assert people_by_id(whole, [person.subject]).keys() == {person.subject}


WRONG = "The user name or the password is not right."
CLOSED = "Your account is closed"
OLD = "Your password in the directory has expired"
HOURS = "limited to certain hours or certain computers"


@pytest.mark.parametrize(
    ("name", "attributes", "status", "sentence"),
    [
        ("off", {"userAccountControl": 514}, 403, CLOSED),
        ("over", {"accountExpires": 132_539_328_000_000_000}, 403, CLOSED),
        ("must", {"pwdLastSet": 0}, 403, OLD),
        ("night", {"logonHours": bytes(21)}, 403, HOURS),
        ("station", {"userWorkstations": "RECEPTION-1"}, 403, HOURS),
    ],
)
def test_who_may_not_enter_is_told_why_but_no_stranger_is(
    domain: ActiveDirectory, name: str, attributes: dict[str, Any], status: int, sentence: str
) -> None:
    clerk(domain, name, **attributes)
    _client, answer = enter(name)
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    _client, answer = enter(name, "a-wrong-password-1")
    assert answer.status_code == 422
    assert WRONG in answer.content.decode()
    assert not Staff.objects.filter(username=name).exists()


def test_a_password_that_is_too_old_is_said(domain: ActiveDirectory) -> None:
    dn = clerk(domain, "stale")
    assert enter("stale")[1].status_code == 302
    domain.policy(dn, max_age=-10_000)  # a millisecond
    _client, answer = enter("stale")
    assert (answer.status_code, OLD in answer.content.decode()) == (403, True)
    assert WRONG in enter("stale", "a-wrong-password-1")[1].content.decode()


def test_an_account_that_is_locked_is_said(domain: ActiveDirectory) -> None:
    domain.policy(clerk(domain, "locked"), wrong_passwords=3)
    for _again in range(3):
        _client, answer = enter("locked", "a-wrong-password-1")
        assert (answer.status_code, WRONG in answer.content.decode()) == (422, True)
    _client, answer = enter("locked")
    assert answer.status_code == 403
    assert "The directory has locked your account" in answer.content.decode()


@pytest.mark.parametrize("way", ["deleted", "moved", "disabled", "expired"])
def test_a_leaver_is_locked_out_at_the_next_look(domain: ActiveDirectory, town_clock: TownClock, way: str) -> None:
    names = [f"{name}-{way}" for name in ("ali", "omid", "lale")]
    dns = [clerk(domain, name) for name in names]
    clients = [enter(name)[0] for name in names]
    assert later(town_clock) == 0
    if way == "deleted":
        domain.delete(dns[0])
    elif way == "moved":
        domain.move(dns[0], names[0], ou=f"OU=Leavers,{ROOT}")
    elif way == "disabled":
        domain.replace(dns[0], userAccountControl=514)
    else:
        domain.replace(dns[0], accountExpires=132_539_328_000_000_000)
    assert is_in(clients[0])
    assert later(town_clock) == 1
    assert [is_in(client) for client in clients] == [False, True, True]
    left = timeline("staff", account(names[0]).pk)[-2]
    assert (left.kind, left.data["why"]) == ("directory_left", "gone" if way in ("deleted", "moved") else way)
    assert enter(names[0])[1].status_code in (403, 422)


def test_groups_are_followed_between_sign_ins_through_other_groups(
    domain: ActiveDirectory, town_clock: TownClock
) -> None:
    nima = clerk(domain, "nima")
    team = domain.add_group("team of nima", nima)
    enter("nima")
    domain.take_out(CLERKS, nima)
    domain.put_in(OPERATORS, team)
    later(town_clock)
    assert account("nima").role == "operator"
    domain.take_out(OPERATORS, team)
    later(town_clock)
    assert account("nima").role == ""


def test_whose_entry_is_moved_during_a_look_keeps_the_post(
    domain: ActiveDirectory, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    dn = clerk(domain, "parvin")
    enter("parvin")

    def moved_before(*asked: Any) -> dict[str, tuple[str, ...]]:
        domain.move(dn, "Parvin Etesami")
        return groups_of_people(*asked)

    with monkeypatch.context() as patch:
        patch.setattr(ldap, "groups_of_people", moved_before)
        later(town_clock)
    assert account("parvin").role == "clerk"
    later(town_clock)
    assert account("parvin").role == "clerk"
    assert [line.kind for line in timeline("staff", account("parvin").pk)] == ["staff_added", "directory_linked"]


def test_another_name_keeps_the_account_and_a_name_given_again_opens_none(
    domain: ActiveDirectory, town_clock: TownClock
) -> None:
    dn = clerk(domain, "zahra")
    enter("zahra")
    dn = domain.move(dn, "Zahra Rahimi")
    domain.replace(dn, sAMAccountName="z.rahimi", userPrincipalName=f"z.rahimi@{REALM}")
    assert later(town_clock) == 0
    assert enter("z.rahimi")[1].status_code == 302
    assert StaffSession.objects.latest("pk").staff_id == account("zahra").pk
    clerk(domain, "zahra")
    _client, answer = enter("zahra")
    assert answer.status_code == 403
    assert "not linked with you" in answer.content.decode()


def test_more_people_than_one_answer_of_the_directory_holds(
    domain: ActiveDirectory, settings: Any, town_clock: TownClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows gives at most 1,000 entries at once; one of more is found to have left, and all others stay."""
    sizes: list[int] = []

    def counted(*asked: Any) -> list[Mapping[str, Any]]:
        answer = entries(*asked)
        sizes.append(len(answer))
        return answer

    monkeypatch.setattr(ldap, "entries", counted)
    ou, many = f"OU=Many,{STAFF}", f"CN=many,{GROUPS}"
    set_group_lines(f"{LINES}\n{many} ; operator")
    domain.add_many(ou, number=1_010, group=many)
    found = people_by_id(settings.LDAP, domain.ids(ou))
    assert len(found) == 1_010
    people = sorted(found.values(), key=lambda person: person.name)
    staff = Staff.objects.bulk_create(Staff(username=one.name, role="operator") for one in people)
    of_all = {"source": "ldap", "follows": True, "linked_at": clock.now(), "linked_by": "system"}
    DirectoryLink.objects.bulk_create(
        DirectoryLink(staff=row, subject=one.subject, name=one.name, **of_all)
        for row, one in zip(staff, people, strict=True)
    )
    domain.delete(people[-1].dn)
    assert later(town_clock) == 1
    assert Staff.objects.filter(pk__in=[row.pk for row in staff], is_active=False).get().username == people[-1].name
    groups = DirectoryLink.objects.filter(staff__is_active=True).values_list("groups", flat=True)
    assert {tuple(one) for one in groups} == {(many,)}
    assert 0 < max(sizes) <= 1_000


def test_by_start_tls_and_by_the_global_catalogue(domain: ActiveDirectory) -> None:
    clerk(domain, "tls")
    for url in (f"ldap://{domain.address}", f"ldaps://{domain.address}:3269"):
        person = check_password(domain.settings(url=url), "tls", PASSWORD)
        assert person is not None
        assert person.groups == (CLERKS,)


@pytest.mark.parametrize("scheme", ["ldap", "ldaps"])
def test_a_certificate_that_does_not_fit_is_refused(domain: ActiveDirectory, scheme: str) -> None:
    for changes in ({"url": f"{scheme}://{domain.address}", "ca_file": ""}, {"url": f"{scheme}://127.0.0.1"}):
        with make.refused(DirectoryIsAway):
            check_password(domain.settings(**changes), "tls", PASSWORD)


def test_the_domain_takes_no_password_without_tls(domain: ActiveDirectory) -> None:
    plain = domain.connection(f"peygir@{REALM}", PASSWORD, has_tls=False)
    assert not plain.bind()
    assert plain.result["description"] == "strongerAuthRequired"
    plain.unbind()


def test_our_account_may_be_named_as_windows_does(domain: ActiveDirectory) -> None:
    clerk(domain, "asked")
    assert check_password(domain.settings(bind_dn=f"peygir@{REALM}"), "asked", PASSWORD) is not None
    with make.refused(DirectoryRefusesUs):
        check_password(domain.settings(bind_dn=f"nobody@{REALM}"), "asked", PASSWORD)
